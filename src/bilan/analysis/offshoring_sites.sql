-- The sites together: the sum of those that told a figure, how many they are of how many, and how far apart their dates.
WITH told AS (
    SELECT site, activity, quantity, unit, 'declared' AS class, declared AS value, declared_low AS low, declared_high AS high,
           declared_about AS about, declared_on AS counts_on, declared_entry AS entry
    FROM offshoring WHERE site IS NOT NULL AND declared_entry IS NOT NULL AND quantity IS NOT NULL AND measure <> 'rate'
    UNION ALL
    SELECT site, activity, quantity, unit, 'verified', verified, verified_low, verified_high, verified_about, verified_on, verified_entry
    FROM offshoring WHERE site IS NOT NULL AND verified_entry IS NOT NULL AND quantity IS NOT NULL AND measure <> 'rate'
),
summed AS (
    SELECT activity, quantity, unit, class, count(DISTINCT site) AS known, count(*) AS figures, count(*) FILTER (WHERE about IS NULL) AS undated,
           CASE WHEN count(value) = count(*) THEN sum(value) END AS total,
           CASE WHEN count(low) = count(*) THEN sum(low) END AS low, CASE WHEN count(high) = count(*) THEN sum(high) END AS high,
           min(counts_on) AS oldest_on, max(counts_on) AS newest_on, count(DISTINCT about) > 1 OR count(about) < count(*) AS differ,
           list_sort(list(entry)) AS entries
    FROM told GROUP BY activity, quantity, unit, class
),
there AS (
    SELECT DISTINCT activity, quantity FROM offshoring WHERE site IS NOT NULL AND quantity IS NOT NULL
),
every AS (SELECT activity, count(DISTINCT site) AS of FROM offshoring WHERE site IS NOT NULL AND activity IS NOT NULL GROUP BY activity)
SELECT e.activity, t.quantity, s.unit, s.class, coalesce(s.known, 0) AS known, e.of, coalesce(s.undated, 0) AS undated,
       -- Two figures of one site on one quantity may be of the same thing.
       CASE WHEN s.figures = s.known THEN s.total END AS total, CASE WHEN s.figures = s.known THEN s.low END AS low,
       CASE WHEN s.figures = s.known AND s.known = e.of THEN s.high END AS high,
       s.oldest_on, s.newest_on, date_diff('day', s.oldest_on, s.newest_on) AS days_apart,
       CASE WHEN s.known = e.of AND s.figures = s.known AND NOT s.differ THEN 'holds' ELSE 'cannot_determine' END AS conclusion,
       list_filter([CASE WHEN coalesce(s.known, 0) < e.of THEN 'other_sites' END, CASE WHEN s.known > 1 AND s.differ THEN 'one_date' END,
                    CASE WHEN s.figures > s.known THEN 'one_figure' END], lambda one: one IS NOT NULL) AS needed,
       coalesce(s.entries, []) AS entries
FROM every e JOIN there t ON t.activity = e.activity LEFT JOIN summed s ON s.activity = t.activity AND s.quantity = t.quantity
UNION ALL
SELECT 'offshoring', NULL, NULL, NULL, 0, 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, 'cannot_determine', ['offshoring_told'], [] WHERE NOT EXISTS (FROM every)
ORDER BY activity, quantity, unit, class
