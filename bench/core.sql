-- The core question of the panorama, as one would write it by hand: for each indicator (and region) the newest declared
-- and verified value in force on the day, baseline, target and progress. DuckDB, PostgreSQL and SQLite run this text.
-- It knows what the drawn ledgers hold, and leaves out what they do not need: units, subjects, rates, interim targets.
WITH alive AS (
    SELECT indicator, coalesce(region, '') AS region, nature, max(recency) AS recency FROM statement
    WHERE public_on <= '2018-01-01' AND counts_on <= '2018-01-01' AND sector IS NULL AND missing IS NULL
      AND nature IN ('declared', 'measured', 'audited')
      AND number NOT IN (
          SELECT replaces FROM statement WHERE replaces IS NOT NULL AND public_on <= '2018-01-01'
          UNION ALL SELECT entry FROM withdrawal WHERE public_on <= '2018-01-01')
    GROUP BY 1, 2, 3
),
said AS (
    SELECT a.indicator, a.region, a.nature, s.reading, s.number,
           row_number() OVER (PARTITION BY a.indicator, a.region, CASE WHEN a.nature = 'declared' THEN 0 ELSE 1 END
                              ORDER BY s.counts_on DESC, CASE WHEN a.nature = 'audited' THEN 0 ELSE 1 END) AS place
    FROM alive a JOIN statement s ON s.number = (a.recency & 2147483647)
),
thing AS (
    SELECT indicator, region FROM said
    UNION SELECT indicator, '' FROM target
    UNION SELECT key, '' FROM indicator WHERE headline
)
SELECT thing.indicator, thing.region, b.reading AS baseline, t.reading AS target,
       d.reading AS declared, d.number AS declared_entry, v.reading AS verified, v.number AS verified_entry,
       CAST(d.reading - b.reading AS DOUBLE PRECISION) / CAST(t.reading - b.reading AS DOUBLE PRECISION) AS declared_progress,
       CAST(v.reading - b.reading AS DOUBLE PRECISION) / CAST(t.reading - b.reading AS DOUBLE PRECISION) AS verified_progress
FROM thing
LEFT JOIN said d ON d.indicator = thing.indicator AND d.region = thing.region AND d.nature = 'declared' AND d.place = 1
LEFT JOIN said v ON v.indicator = thing.indicator AND v.region = thing.region AND v.nature <> 'declared' AND v.place = 1
LEFT JOIN target t ON t.indicator = thing.indicator AND thing.region = coalesce(t.region, '')
LEFT JOIN baseline b ON b.indicator = thing.indicator AND thing.region = coalesce(b.region, '')
ORDER BY thing.indicator, thing.region
