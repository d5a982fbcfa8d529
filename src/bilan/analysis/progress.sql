-- Where each indicator stands on its way from baseline to target, as declared and as verified.
WITH newest AS (
    -- The newest statement of each nature on the whole of a thing, in the indicator's own unit. `recency` orders by the date
    -- a statement is about, then by the day it was public; its last 31 bits are the number of the entry.
    SELECT s.indicator, s.subject, s.region, s.nature, max(s.recency) AS recency, count(*) AS statements
    FROM statement s JOIN indicator i ON i.key = s.indicator
    WHERE s.missing IS NULL AND (s.reading IS NOT NULL OR s.reach_low IS NOT NULL OR s.reach_high IS NOT NULL)
      AND (s.scope_relation IS NULL OR s.scope_relation <> 'part') AND (s.unit IS NULL OR s.unit = i.unit)
    GROUP BY s.indicator, s.subject, s.region, s.nature
),
said AS (
    SELECT n.indicator, n.subject, n.region, n.nature, n.statements, n.recency, s.number, s.reading, s.reach_low, s.reach_high,
           s.qualifier, s.about, s.counts_on, s.public_on, s.denominator, s.certainty
    FROM newest n JOIN statement s ON s.number = (n.recency & 2147483647)
),
candidate AS (
    SELECT indicator, subject, region, nature, statements, recency, number, reading, reach_low, reach_high, qualifier, about,
           counts_on, public_on, certainty, NULL::VARCHAR AS from_rate
    FROM said
    UNION ALL
    -- A rate told with its denominator also tells its numerator: 36 percent of 69 projects is about 25 projects.
    SELECT i.numerator, s.subject, s.region, s.nature, s.statements, s.recency, s.number, percent_of(s.reading, s.denominator),
           percent_of(s.reach_low, s.denominator), percent_of(s.reach_high, s.denominator), 'about', s.about, s.counts_on, s.public_on,
           s.certainty, s.indicator
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
declared AS (SELECT * FROM chosen WHERE class = 'declared' AND place = 1),
verified AS (SELECT * FROM chosen WHERE class = 'verified' AND place = 1),
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
    SELECT indicator, subject, region, arg_max(reading, recency) AS reading, arg_max(qualifier, recency) AS qualifier,
           arg_max(about, recency) AS about, arg_max(about_from, recency) AS about_from, arg_max(about_to, recency) AS about_to,
           max(recency) & 2147483647 AS number
    FROM baseline WHERE reading IS NOT NULL GROUP BY indicator, subject, region
),
thing AS (
    SELECT indicator, subject, region FROM final
    UNION SELECT indicator, subject, region FROM declared
    UNION SELECT indicator, subject, region FROM verified
    UNION SELECT key, NULL, NULL FROM indicator WHERE headline
),
way AS (
    SELECT thing.indicator, thing.subject, thing.region, i.number AS definition, i.node, i.unit, i.measure, i.direction,
           coalesce(i.headline, false) AS headline, i.weight, i.periodicity, i.delay,
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
step AS (
    SELECT indicator, subject, region, starts_on AS day, 0.0::DOUBLE AS share FROM way WHERE target IS NOT NULL
    UNION ALL
    SELECT way.indicator, way.subject, way.region, s.due_on_to, progress(s.reading, way.baseline, way.target, way.direction)
    FROM way JOIN standing s ON s.indicator = way.indicator AND s.subject IS NOT DISTINCT FROM way.subject
                            AND s.region IS NOT DISTINCT FROM way.region AND s.due_on_to < way.due_to
    UNION ALL
    SELECT indicator, subject, region, due_to, 1.0::DOUBLE FROM way WHERE due_to IS NOT NULL
),
path AS (
    SELECT *, lead(day) OVER along AS next_day, lead(share) OVER along AS next_share
    FROM step WHERE day IS NOT NULL AND share IS NOT NULL
    WINDOW along AS (PARTITION BY indicator, subject, region ORDER BY day, share)
),
expected AS (
    SELECT indicator, subject, region,
           max(CASE WHEN next_day IS NULL THEN share
                    ELSE share + (next_share - share) * date_diff('day', day, as_of) / greatest(date_diff('day', day, next_day), 1) END) AS share
    FROM path CROSS JOIN cut WHERE day <= as_of AND (next_day IS NULL OR as_of < next_day)
    GROUP BY indicator, subject, region
)
SELECT way.indicator, way.subject, way.region, way.node, way.headline, way.weight, way.unit, way.measure, way.direction,
       way.baseline, way.baseline_qualifier, way.baseline_about, way.target, way.target_qualifier, way.target_due, way.target_version,
       d.reading AS declared, d.reach_low AS declared_low, d.reach_high AS declared_high, d.qualifier AS declared_qualifier,
       d.about AS declared_about, d.counts_on AS declared_counts_on, d.public_on AS declared_public_on, d.number AS declared_entry, d.from_rate AS declared_from_rate,
       v.reading AS verified, v.reach_low AS verified_low, v.reach_high AS verified_high, v.qualifier AS verified_qualifier,
       v.nature AS verified_nature, v.about AS verified_about, v.counts_on AS verified_counts_on, v.public_on AS verified_public_on,
       v.number AS verified_entry, v.from_rate AS verified_from_rate,
       CASE WHEN d.counts_on >= coalesce(starts_from, d.counts_on) THEN progress(d.reading, baseline, target, direction) END AS declared_progress,
       progress(d.reach_low, baseline, target, direction) AS declared_progress_low,
       progress(d.reach_high, baseline, target, direction) AS declared_progress_high,
       CASE WHEN v.counts_on >= coalesce(starts_from, v.counts_on) THEN progress(v.reading, baseline, target, direction) END AS verified_progress,
       progress(v.reach_low, baseline, target, direction) AS verified_progress_low,
       progress(v.reach_high, baseline, target, direction) AS verified_progress_high,
       CASE WHEN target IS NOT NULL AND baseline IS NOT NULL AND as_of >= way.starts_on THEN coalesce(e.share, 0) END AS expected_progress,
       target - coalesce(v.reading, d.reading) AS gap,
       date_diff('day', coalesce(v.counts_on, d.counts_on), as_of) AS age_days,
       date_diff('day', v.counts_on, as_of) > coalesce(days_of(periodicity) + days_of(coalesce(delay, 'P0D')), 365) AS verified_is_stale,
       CASE WHEN measure = 'qualitative' THEN 'qualitative'
            WHEN d.number IS NULL AND v.number IS NULL THEN 'no_value'
            WHEN target IS NULL THEN 'no_target'
            WHEN baseline IS NULL THEN 'no_baseline'
            WHEN coalesce(d.counts_on, v.counts_on) < starts_from AND coalesce(v.counts_on, d.counts_on) < starts_from THEN 'before_baseline'
            WHEN coalesce(d.reading, v.reading) IS NULL THEN 'range_only' END AS cannot,
       list_filter([way.definition, way.baseline_entry, way.target_entry, d.number, v.number], lambda entry: entry IS NOT NULL) AS entries
FROM way CROSS JOIN cut
LEFT JOIN declared d ON d.indicator = way.indicator AND d.subject IS NOT DISTINCT FROM way.subject AND d.region IS NOT DISTINCT FROM way.region
LEFT JOIN verified v ON v.indicator = way.indicator AND v.subject IS NOT DISTINCT FROM way.subject AND v.region IS NOT DISTINCT FROM way.region
LEFT JOIN expected e ON e.indicator = way.indicator AND e.subject IS NOT DISTINCT FROM way.subject AND e.region IS NOT DISTINCT FROM way.region
ORDER BY way.indicator, way.subject, way.region
