-- Of what each rater said of targets before they were due, how much came true.
WITH judged AS (
    SELECT r.rater, r.rating, r.subject AS indicator, r.said_on_to, r.number AS rating_entry, i.unit, i.direction
    FROM rating r JOIN indicator i ON i.key = r.subject
    WHERE i.direction IS NOT NULL
),
-- The target as it stood on the day of the rating: of those public by then and not yet revised the one due last.
aimed AS (
    SELECT j.*, t.number AS target_entry, t.reading AS target, t.due_on_to AS due_on
    FROM judged j LEFT JOIN target_known t
      ON t.indicator = j.indicator AND t.subject IS NULL AND t.region IS NULL AND t.scope IS NULL AND t.reading IS NOT NULL
     AND t.version IN ('original', 'revised', 'interim') AND (t.unit IS NULL OR t.unit = j.unit)
     AND (t.public_on IS NULL OR t.public_on <= j.said_on_to) AND t.number NOT IN (SELECT number FROM taken_back)
     AND NOT EXISTS (FROM target_known later
                     WHERE (later.replaces = t.number OR (later.version = 'revised' AND later.supersedes = t.key))
                       AND (later.public_on IS NULL OR later.public_on <= j.said_on_to))
    QUALIFY row_number() OVER (PARTITION BY j.rating_entry ORDER BY t.due_on_to DESC NULLS LAST, t.recency DESC) = 1
),
-- Twelve ratings of one target share one outcome. What was said once the target was due foretold nothing.
foretold AS (
    SELECT rater, rating, indicator, direction, target, target_entry, due_on, max(said_on_to) AS said_on, count(*) AS ratings,
           list(rating_entry) AS rating_entries
    FROM aimed WHERE due_on IS NULL OR said_on_to < due_on
    GROUP BY rater, rating, indicator, direction, target, target_entry, due_on
),
outcome AS (
    SELECT f.*, coalesce(f.due_on <= as_of, false) AS is_due,
           CASE WHEN f.due_on <= as_of THEN CASE f.direction WHEN 'up' THEN p.value >= f.target ELSE p.value <= f.target END END AS met,
           f.rating_entries || [f.target_entry] || coalesce(p.entries, []) AS entries
    FROM foretold f CROSS JOIN cut LEFT JOIN forecast_points p
      ON p.indicator = f.indicator AND p.subject IS NULL AND p.region IS NULL AND p.nature IN ('declared', 'measured', 'audited')
     AND p.public_on > f.said_on AND abs(p."on" - f.due_on) <= 365
    -- The verified figure before the declared, then the nearest to the due day, then the earlier.
    QUALIFY row_number() OVER (PARTITION BY f.rater, f.rating, f.target_entry, f.indicator
                               ORDER BY p.told_as = 'verified' DESC, abs(p."on" - f.due_on), p."on") = 1
),
counted AS (
    SELECT rater, rating, sum(ratings)::BIGINT AS ratings, count(*) FILTER (target IS NOT NULL) AS targets, count(*) FILTER (is_due) AS due,
           count(*) FILTER (met) AS met, count(*) FILTER (NOT met) AS missed, count(*) FILTER (met IS NOT NULL) AS known,
           list_sort(list_filter(list_distinct(flatten(list(entries))), lambda one: one IS NOT NULL)) AS entries
    FROM outcome GROUP BY rater, rating
),
shared AS (
    -- Wilson's interval with z = 1.96 for 95 percent.
    SELECT *, CASE WHEN known > 0 THEN greatest((met + 1.9208 - 1.96 * sqrt(met * missed / known::DOUBLE + 0.9604)) / (known + 3.8416), 0) END AS low,
           CASE WHEN known > 0 THEN least((met + 1.9208 + 1.96 * sqrt(met * missed / known::DOUBLE + 0.9604)) / (known + 3.8416), 1) END AS high
    FROM counted
)
SELECT rater, rating, ratings, targets, due, met, missed, due - known AS unknown, met::DOUBLE / nullif(known, 0) AS met_share,
       low AS met_share_low, high AS met_share_high,
       -- On track and to watch say that it will be met, at risk and off track that it will not.
       CASE WHEN known < 10 OR (low <= 0.5 AND high >= 0.5) THEN 'cannot_determine'
            WHEN (rating IN ('on_track', 'watch')) = (low > 0.5) THEN 'holds' ELSE 'does_not_hold' END AS conclusion,
       entries
FROM shared
ORDER BY rater, CASE rating WHEN 'on_track' THEN 0 WHEN 'watch' THEN 1 WHEN 'at_risk' THEN 2 ELSE 3 END
