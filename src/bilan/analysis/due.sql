-- Every period that something is expected to be reported on, with what was said of it.
WITH thing AS (
    -- What has a target of its own is expected on its own; an indicator of which only parts are aimed at, not as a whole.
    SELECT DISTINCT indicator, subject, region FROM target WHERE scope IS NULL
    UNION SELECT key, NULL, NULL FROM indicator WHERE key NOT IN (SELECT indicator FROM target WHERE scope IS NULL)
),
speaking AS (
    SELECT key, CASE WHEN count(in_force_on_from) = count(*) THEN min(in_force_on_from) END AS from_on FROM indicator_known GROUP BY key
),
defined AS (
    SELECT row_number() OVER (ORDER BY t.indicator, t.subject, t.region) AS place, t.indicator, t.subject, t.region, i.node, i.headline, i.measure,
           i.number, i.periodicity, i.owner, i.measured_by, i.verified_by, i.released_by, coalesce(i.measured_by, i.owner, n.owner) AS party,
           lapse_of(i.periodicity) AS lapse, coalesce(lapse_of(i.delay), to_days(0)) AS delay, lapse_of(i.release_delay) AS release_delay,
           greatest(c.starts_on, s.from_on) AS begins_on, least(c.ends_on, as_of) AS last_on, least(as_of, known_on) AS today,
           CASE WHEN i.closing IS NOT NULL THEN coalesce(i.in_force_on_from, c.starts_on) END AS closed_on
    FROM thing t JOIN indicator i ON i.key = t.indicator JOIN speaking s ON s.key = i.key LEFT JOIN node n ON n.key = i.node CROSS JOIN cut c
),
-- Months and years begin with the year, weeks with Monday.
begun AS (
    SELECT d.*, unnest(generate_series(
               CASE WHEN periodicity SIMILAR TO '.*[YM].*' THEN date_trunc('year', begins_on) WHEN periodicity LIKE '%W%' THEN date_trunc('week', begins_on)
                    ELSE begins_on END::TIMESTAMP, last_on::TIMESTAMP, lapse))::DATE AS from_on
    FROM defined d WHERE lapse > to_days(0)
),
period AS (
    SELECT b.*, (from_on + lapse)::DATE - 1 AS to_on, (from_on + lapse + delay)::DATE - 1 AS due_on FROM begun b
    WHERE (from_on + lapse)::DATE > begins_on AND (closed_on IS NULL OR (from_on + lapse)::DATE <= closed_on)
),
-- What answers: said of days that have come, on the whole of the thing.
answer AS (
    SELECT d.place, s.key, s.number, s.nature IN ('measured', 'audited') AS verifies, s.missing, s.counts_on, s.about_from, s.about_to, s.recency
    FROM statement s JOIN defined d ON d.indicator = s.indicator AND d.subject IS NOT DISTINCT FROM s.subject AND d.region IS NOT DISTINCT FROM s.region
    WHERE s.nature IN ('declared', 'measured', 'audited') AND s.counts_on IS NOT NULL AND coalesce(s.missing NOT IN ('not_due', 'not_reported'), true)
      AND coalesce(s.scope_relation <> 'part', true) AND (s.scope_relation = 'whole' OR (s.sector IS NULL AND s.audience IS NULL))
      AND s.size IS NULL AND s.partner_country IS NULL
),
first_told AS (SELECT key, min(public_on) AS public_on FROM statement_known GROUP BY key),
newest AS (
    SELECT place, max(counts_on) AS newest_on, arg_max(number, recency) AS newest_entry FROM answer WHERE missing IS NULL GROUP BY place
),
told AS (
    SELECT p.place, p.from_on, count(*) FILTER (a.missing IS NULL) AS figures, bool_or(a.verifies) FILTER (a.missing IS NULL) AS verified,
           arg_max(a.missing, a.recency) AS missing, arg_max(a.number, a.recency) FILTER (a.missing IS NULL) AS figure_entry,
           min(f.public_on) AS reported_on, list(a.number) AS numbers
    -- What flows is told of a whole period, give or take the days by which months differ.
    FROM period p JOIN answer a ON a.place = p.place AND a.counts_on BETWEEN p.from_on AND p.to_on
                               AND (p.measure <> 'flow' OR abs((a.about_to - a.about_from) - (p.to_on - p.from_on)) <= 3)
    LEFT JOIN first_told f ON f.key = a.key
    GROUP BY p.place, p.from_on
),
last_due AS (SELECT place, max(from_on) AS last_from FROM period WHERE due_on < today GROUP BY place),
stood AS (
    SELECT d.*, p.from_on, p.to_on, p.due_on, (p.due_on + 1 + d.release_delay)::DATE - 1 AS release_on, t.* EXCLUDE (place, from_on), n.newest_on,
           n.newest_entry, l.last_from,
           CASE WHEN p.from_on IS NULL THEN 'no_rhythm' WHEN t.verified THEN 'verified' WHEN t.figures > 0 THEN 'reported'
                WHEN t.missing IS NOT NULL THEN 'missing' WHEN d.today > p.due_on THEN 'overdue' WHEN d.today > p.to_on THEN 'due'
                ELSE 'not_due' END AS state
    FROM defined d LEFT JOIN period p ON p.place = d.place LEFT JOIN told t ON t.place = p.place AND t.from_on = p.from_on
    LEFT JOIN newest n ON n.place = d.place LEFT JOIN last_due l ON l.place = d.place
)
SELECT indicator, subject, region, node, headline, party, owner, measured_by, verified_by, released_by, periodicity,
       CASE WHEN from_on IS NULL THEN NULL
            WHEN periodicity IN ('P1Y', 'P12M') THEN strftime(from_on, '%Y')
            WHEN periodicity = 'P6M' THEN year(from_on) || '-S' || ((month(from_on) + 5) // 6)
            WHEN periodicity = 'P3M' THEN year(from_on) || '-Q' || quarter(from_on)
            WHEN periodicity = 'P1M' THEN strftime(from_on, '%Y-%m')
            ELSE from_on || '/' || to_on END AS about,
       from_on, to_on, due_on, state, figure_entry, missing, reported_on,
       CASE WHEN state = 'overdue' THEN date_diff('day', due_on, today)
            WHEN reported_on IS NOT NULL THEN greatest(date_diff('day', due_on, reported_on), 0) END AS days_late,
       release_on,
       CASE WHEN release_on IS NULL OR coalesce(figures, 0) = 0 THEN NULL WHEN today < release_on THEN 'awaited'
            WHEN verified THEN 'released' ELSE 'by_deadline' END AS release,
       coalesce(from_on = last_from, false) AS is_last_due, newest_on, newest_entry,
       CASE WHEN from_on IS NULL THEN 'no_rhythm'
            WHEN newest_on IS NULL THEN CASE WHEN last_from IS NULL THEN 'not_due' ELSE 'never' END
            WHEN last_from IS NULL OR newest_on >= last_from THEN 'fresh' ELSE 'stale' END AS freshness,
       list_sort(list_distinct(list_filter(list_concat([number, newest_entry], numbers), lambda one: one IS NOT NULL))) AS entries
FROM stood
ORDER BY indicator, subject, region, from_on
