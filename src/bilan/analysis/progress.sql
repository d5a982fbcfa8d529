-- Where each indicator stands on its way from baseline to target, as declared and as verified.
WITH newest AS (
    -- The newest statement of each nature on the whole of a thing, in the indicator's own unit. `recency` orders by the date
    -- a statement is about, then by the day it was public; its last 31 bits are the number of the entry.
    SELECT s.indicator, s.subject, s.region, s.nature, max(s.recency) AS recency
    FROM statement s JOIN indicator i ON i.key = s.indicator
    WHERE s.nature IN ('declared', 'measured', 'audited') AND s.missing IS NULL
      AND (s.scope_relation IS NULL OR s.scope_relation <> 'part') AND (s.unit IS NULL OR s.unit = i.unit)
      AND (s.scope_relation = 'whole' OR (s.sector IS NULL AND s.audience IS NULL))
      -- Told as a number. "4 of 15" alone is read as a percentage, which only a rate is counted in; one too large to be
      -- told hides no earlier value.
      AND (s.value IS NOT NULL OR CASE WHEN s.numerator IS NOT NULL AND s.denominator IS NOT NULL
                                       THEN i.measure = 'rate' AND s.reading IS NOT NULL
                                       ELSE s.low IS NOT NULL OR s.high IS NOT NULL OR s.rung IS NOT NULL END)
    GROUP BY s.indicator, s.subject, s.region, s.nature
),
said AS (
    SELECT n.indicator, n.subject, n.region, n.nature, n.recency, s.number, s.reading, s.reach_low, s.reach_high,
           s.qualifier, s.about, s.counts_on, s.public_on, s.numerator, s.denominator
    FROM newest n JOIN statement_known s ON s.number = (n.recency & 2147483647)
),
candidate AS (
    SELECT indicator, subject, region, nature, recency, number, reading, reach_low, reach_high, qualifier, about, counts_on,
           public_on, NULL::VARCHAR AS from_rate
    FROM said
    UNION ALL
    -- A rate told with its denominator also tells its numerator: 36 percent of 69 projects is about 25 projects.
    SELECT i.numerator, s.subject, s.region, s.nature, s.recency, s.number, coalesce(s.numerator, percent_of(s.reading, s.denominator)),
           coalesce(s.numerator, percent_of(s.reach_low, s.denominator)), coalesce(s.numerator, percent_of(s.reach_high, s.denominator)),
           CASE WHEN s.numerator IS NULL THEN 'about' ELSE s.qualifier END, s.about, s.counts_on, s.public_on, s.indicator
    FROM said s JOIN indicator i ON i.key = s.indicator
    WHERE i.numerator IS NOT NULL AND s.denominator IS NOT NULL
),
chosen AS (
    SELECT *, CASE WHEN nature IN ('audited', 'measured') THEN 'verified' ELSE nature END AS class,
           row_number() OVER (
               PARTITION BY indicator, subject, region, CASE WHEN nature IN ('audited', 'measured') THEN 'verified' ELSE nature END
               ORDER BY counts_on DESC, from_rate NULLS FIRST, nature = 'audited' DESC, recency DESC) AS place
    FROM candidate
),
-- Of the targets in force the final one is due last; those due before it are steps of the planned path.
standing AS (
    SELECT t.indicator, t.subject, t.region, t.reading, t.due_on, t.due_on_to, t.number, t.version, t.recency, t.qualifier,
           row_number() OVER (PARTITION BY t.indicator, t.subject, t.region ORDER BY t.due_on_to DESC NULLS LAST, t.recency DESC) AS place
    FROM target t JOIN indicator i ON i.key = t.indicator
    WHERE t.version IN ('original', 'revised', 'interim') AND t.scope IS NULL AND t.reading IS NOT NULL
      AND (t.unit IS NULL OR t.unit = i.unit)
      AND t.key NOT IN (SELECT supersedes FROM target WHERE version = 'revised' AND supersedes IS NOT NULL)
),
final AS (SELECT * FROM standing WHERE place = 1),
start AS (
    SELECT b.indicator, b.subject, b.region, b.reading, b.qualifier, b.about, b.about_from, b.about_to, b.number
    FROM (SELECT max(recency) & 2147483647 AS number FROM baseline WHERE reading IS NOT NULL GROUP BY indicator, subject, region) newest
    JOIN baseline b ON b.number = newest.number
),
thing AS (
    SELECT indicator, subject, region FROM final
    UNION SELECT indicator, subject, region FROM chosen WHERE class IN ('declared', 'verified')
    UNION SELECT key, NULL, NULL FROM indicator WHERE headline
),
way AS (
    SELECT thing.indicator, thing.subject, thing.region, i.number AS definition, i.node, i.unit, i.measure, i.direction,
           -- What has left the plan counts no more.
           coalesce(i.headline, false) AND i.closing IS NULL AS headline, i.weight, i.periodicity, i.delay,
           -- What accumulates starts from nothing unless a baseline was told.
           coalesce(start.reading, CASE WHEN i.measure = 'cumulative' THEN 0 END) AS baseline,
           start.qualifier AS baseline_qualifier, start.about AS baseline_about, start.number AS baseline_entry, start.about_from AS starts_from,
           coalesce(start.about_to, cut.starts_on) AS starts_on,
           final.reading AS target, final.qualifier AS target_qualifier, final.due_on AS target_due, final.due_on_to AS due_to,
           final.version AS target_version, final.number AS target_entry
    FROM thing JOIN indicator i ON i.key = thing.indicator CROSS JOIN cut
    LEFT JOIN start ON start.indicator = thing.indicator AND start.subject IS NOT DISTINCT FROM thing.subject
                   AND start.region IS NOT DISTINCT FROM thing.region
    LEFT JOIN final ON final.indicator = thing.indicator AND final.subject IS NOT DISTINCT FROM thing.subject
                   AND final.region IS NOT DISTINCT FROM thing.region
),
planned AS (
    -- There is a path where there is a way to go, and a day on which it begins and one on which it ends.
    SELECT * FROM (SELECT *, progress(baseline, baseline, target, direction) AS at_start FROM way)
    WHERE at_start IS NOT NULL AND starts_on IS NOT NULL AND due_to IS NOT NULL
),
step AS (
    SELECT indicator, subject, region, starts_on AS day, at_start AS share, NULL::BIGINT AS entry FROM planned WHERE starts_on < due_to
    UNION ALL
    SELECT p.indicator, p.subject, p.region, s.due_on_to, progress(s.reading, p.baseline, p.target, p.direction), s.number
    FROM planned p JOIN standing s ON s.indicator = p.indicator AND s.subject IS NOT DISTINCT FROM p.subject
                                  AND s.region IS NOT DISTINCT FROM p.region AND s.due_on_to < p.due_to AND s.due_on_to > p.starts_on
    UNION ALL
    SELECT indicator, subject, region, due_to, 1.0::DOUBLE, NULL FROM planned
),
path AS (
    SELECT *, lead(day) OVER along AS next_day, lead(share) OVER along AS next_share FROM step WHERE share IS NOT NULL
    WINDOW along AS (PARTITION BY indicator, subject, region ORDER BY day, share)
),
claim AS (
    -- What was said about a day before the baseline is no progress from it.
    SELECT c.*, CASE WHEN comes_after THEN progress(c.reading, baseline, target, direction) END AS share,
           CASE WHEN comes_after THEN progress(c.reach_low, baseline, target, direction) END AS share_low,
           CASE WHEN comes_after THEN progress(c.reach_high, baseline, target, direction) END AS share_high
    FROM (SELECT c.*, way.baseline, way.target, way.direction, c.counts_on >= coalesce(way.starts_from, c.counts_on) AS comes_after
          FROM chosen c JOIN way ON way.indicator = c.indicator AND way.subject IS NOT DISTINCT FROM c.subject
                                AND way.region IS NOT DISTINCT FROM c.region
          WHERE c.place = 1 AND c.class IN ('declared', 'verified')) c
),
declared AS (SELECT * FROM claim WHERE class = 'declared'),
verified AS (SELECT * FROM claim WHERE class = 'verified'),
moment AS (
    SELECT indicator, subject, region, class, counts_on AS moment_on, share AS reached FROM claim
    UNION ALL SELECT indicator, subject, region, 'now', as_of, NULL FROM way CROSS JOIN cut
),
-- What the path expects at a moment, and the first day on which it expects what was reached by then.
expecting AS (
    SELECT path.indicator, path.subject, path.region, path.entry, m.class,
           CASE WHEN path.day <= moment_on AND next_day IS NULL THEN path.share
                WHEN path.day <= moment_on AND moment_on < next_day
                THEN path.share + (next_share - path.share) * date_diff('day', path.day, moment_on) / date_diff('day', path.day, next_day)
           END AS share,
           CASE WHEN next_day IS NULL AND reached >= path.share THEN path.day
                WHEN path.share <= reached AND reached < next_share AND path.day < next_day
                THEN path.day + round((reached - path.share) / (next_share - path.share) * date_diff('day', path.day, next_day))::INTEGER
           END AS planned_on
    FROM path JOIN moment m ON m.indicator = path.indicator AND m.subject IS NOT DISTINCT FROM path.subject
                           AND m.region IS NOT DISTINCT FROM path.region
),
expected AS (
    SELECT indicator, subject, region, list(DISTINCT entry) FILTER (WHERE entry IS NOT NULL) AS steps,
           max(share) FILTER (WHERE class = 'now') AS now,
           max(share) FILTER (WHERE class = 'declared') AS when_declared, max(share) FILTER (WHERE class = 'verified') AS when_verified,
           min(planned_on) FILTER (WHERE class = 'declared') AS declared_planned_on,
           min(planned_on) FILTER (WHERE class = 'verified') AS verified_planned_on
    FROM expecting GROUP BY indicator, subject, region
)
SELECT way.indicator, way.subject, way.region, way.node, way.headline, way.weight, way.unit, way.measure, way.direction,
       way.baseline, way.baseline_qualifier, way.baseline_about, way.baseline_entry, way.target, way.target_qualifier, way.target_due,
       way.target_version, way.target_entry, way.starts_on AS path_starts_on, way.due_to AS path_ends_on,
       d.reading AS declared, d.reach_low AS declared_low, d.reach_high AS declared_high, d.qualifier AS declared_qualifier,
       d.about AS declared_about, d.counts_on AS declared_counts_on, d.public_on AS declared_public_on, d.number AS declared_entry, d.from_rate AS declared_from_rate,
       v.reading AS verified, v.reach_low AS verified_low, v.reach_high AS verified_high, v.qualifier AS verified_qualifier,
       v.nature AS verified_nature, v.about AS verified_about, v.counts_on AS verified_counts_on, v.public_on AS verified_public_on,
       v.number AS verified_entry, v.from_rate AS verified_from_rate,
       d.share AS declared_progress, d.share_low AS declared_progress_low, d.share_high AS declared_progress_high,
       v.share AS verified_progress, v.share_low AS verified_progress_low, v.share_high AS verified_progress_high,
       e.now AS expected_progress, e.when_declared AS expected_when_declared, e.when_verified AS expected_when_verified,
       e.declared_planned_on, e.verified_planned_on,
       way.target - coalesce(v.reading, d.reading) AS gap,
       date_diff('day', coalesce(v.counts_on, d.counts_on), as_of) AS age_days,
       date_diff('day', v.counts_on, as_of) > coalesce(days_of(periodicity) + days_of(coalesce(delay, 'P0D')), 365) AS verified_is_stale,
       CASE WHEN measure = 'qualitative' THEN 'qualitative'
            WHEN coalesce(d.share, v.share) IS NOT NULL THEN NULL
            WHEN d.number IS NULL AND v.number IS NULL THEN 'no_value'
            WHEN way.target IS NULL THEN 'no_target'
            WHEN way.baseline IS NULL THEN 'no_baseline'
            WHEN coalesce(d.reading, v.reading) IS NULL THEN 'range_only'
            WHEN way.baseline = way.target AND way.direction IS NULL THEN 'no_direction'
            ELSE 'before_baseline' END AS cannot,
       list_filter([way.definition, way.baseline_entry, way.target_entry, d.number, v.number], lambda entry: entry IS NOT NULL)
           || coalesce(list_sort(e.steps), []) AS entries
FROM way CROSS JOIN cut
LEFT JOIN declared d ON d.indicator = way.indicator AND d.subject IS NOT DISTINCT FROM way.subject AND d.region IS NOT DISTINCT FROM way.region
LEFT JOIN verified v ON v.indicator = way.indicator AND v.subject IS NOT DISTINCT FROM way.subject AND v.region IS NOT DISTINCT FROM way.region
LEFT JOIN expected e ON e.indicator = way.indicator AND e.subject IS NOT DISTINCT FROM way.subject AND e.region IS NOT DISTINCT FROM way.region
ORDER BY way.indicator, way.subject, way.region
