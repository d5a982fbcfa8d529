-- The stay of each group of tenants: how long it was watched, and how it ended.
WITH told AS (
    SELECT c.*, coalesce(p.site, p.key) AS site, cut.as_of,
           c.left_on IS NOT NULL AND c.left_on_to <= cut.as_of AS has_left,
           -- Who left after the day of the figures was still there on it.
           c.left_on_to > cut.as_of AS leaves_later
    FROM cohort c JOIN skill_pool p ON p.key = c.pool CROSS JOIN cut
    WHERE p.site IS NOT NULL OR c.entered_on IS NOT NULL OR c.left_on IS NOT NULL OR c.left_how IS NOT NULL OR c.seen_on IS NOT NULL
),
ended AS (
    SELECT *, CASE WHEN has_left THEN left_on_from WHEN leaves_later THEN as_of WHEN left_how IS NULL AND seen_on_to IS NOT NULL THEN least(seen_on_from, as_of) END AS end_from,
           CASE WHEN has_left THEN left_on_to WHEN leaves_later THEN as_of WHEN left_how IS NULL AND seen_on_to IS NOT NULL THEN least(seen_on_to, as_of) END AS end_to,
           CASE WHEN has_left THEN coalesce(left_how, 'unknown') END AS "end"
    FROM told
),
judged AS (
    SELECT *, CASE WHEN entered_on_from IS NULL OR entered_on_to IS NULL THEN 'no_entry'
                   WHEN entered_on_to > as_of THEN 'not_yet'
                   WHEN value <= 0 THEN 'no_count'
                   WHEN end_to IS NULL AND (left_how IS NOT NULL OR left_on IS NOT NULL) THEN 'no_exit'
                   WHEN end_to IS NULL THEN 'unseen'
                   WHEN end_to < entered_on_from THEN 'backwards' END AS left_out
    FROM ended
)
SELECT site, pool, value AS firms, qualifier, entered_on, end_to AS ended_on, CASE WHEN left_out IS NULL THEN "end" END AS "end",
       -- A partial date counts from its last day; what it may mean at the shortest and at the longest stands beside.
       CASE WHEN left_out IS NULL THEN greatest(end_to - entered_on_to, 0) END AS days,
       CASE WHEN left_out IS NULL THEN greatest(coalesce(end_from, end_to) - entered_on_to, 0) END AS days_shortest,
       CASE WHEN left_out IS NULL THEN end_to - entered_on_from END AS days_longest,
       nature, public_on, left_out, [number] AS entries
FROM judged ORDER BY site, pool, entered_on_from, number
