-- Where the plan's country stands among others in each series, in the newest year in which it is told.
WITH home AS (SELECT max(country) AS country FROM plan),
defined AS (
    SELECT * FROM indicator_known WHERE number NOT IN (SELECT number FROM indicator_gone)
    QUALIFY row_number() OVER (PARTITION BY key ORDER BY number DESC) = 1
),
level AS (
    SELECT s.indicator AS series, p.country, year(s.about_to) AS year, s.reading::DOUBLE AS value, s.edition, s.scope, s.public_on, s.number
    FROM statement_known s CROSS JOIN cut
    JOIN (SELECT * FROM party QUALIFY row_number() OVER (PARTITION BY key ORDER BY number DESC) = 1) p ON p.key = s.subject
    WHERE p.party_kind = 'state' AND p.country IS NOT NULL AND s.reading IS NOT NULL AND year(s.about_from) = year(s.about_to)
      AND (s.counts_on IS NULL OR s.counts_on <= as_of) AND s.number NOT IN (SELECT number FROM statement_gone) AND s.nature <> 'announced'
      AND s.region IS NULL AND s.sector IS NULL AND s.audience IS NULL AND s.partner_country IS NULL AND coalesce(s.scope_relation, 'whole') <> 'part'
    QUALIFY row_number() OVER (PARTITION BY s.indicator, p.country, year(s.about_to) ORDER BY s.recency DESC) = 1
),
-- Amounts and counts tell how large a country is; only shares, ranks and indices compare.
series AS (
    SELECT d.key AS series, d.quantity, d.unit, d.direction, count(DISTINCT coalesce(l.edition, '')) AS editions, bool_or(l.country = home.country) AS has_own,
           max(l.year) FILTER (WHERE l.country = home.country) AS year
    FROM defined d JOIN level l ON l.series = d.key CROSS JOIN home WHERE d.measure IN ('rate', 'index', 'rank') AND d.quantity IS NOT NULL GROUP BY ALL
),
own AS (
    SELECT s.*, l.value, l.edition, l.scope, l.public_on, l.number FROM series s CROSS JOIN home
    LEFT JOIN level l ON l.series = s.series AND l.year = s.year AND l.country = home.country
),
peer AS (
    SELECT o.series, l.country, CASE WHEN o.direction = 'down' THEN -l.value ELSE l.value END AS good, l.value, l.scope IS NOT DISTINCT FROM o.scope AND o.scope IS NOT NULL AS alike,
           l.number, CASE WHEN o.direction = 'down' THEN -o.value ELSE o.value END AS ours
    FROM own o JOIN level l ON l.series = o.series AND l.year = o.year AND l.edition IS NOT DISTINCT FROM o.edition
),
standing AS (
    SELECT series, count(*) AS among, count(*) FILTER (WHERE good > ours) + 1 AS place, arg_max(country, (good, country)) AS best_country, arg_max(value, (good, country)) AS best,
           median(value) AS median, arg_max(number, (good, country)) AS best_entry,
           count(*) FILTER (WHERE alike) AS group_among, count(*) FILTER (WHERE alike AND good > ours) + 1 AS group_place,
           arg_max(value, good) FILTER (WHERE alike) AS group_best, median(value) FILTER (WHERE alike) AS group_median
    FROM peer GROUP BY series
)
SELECT o.series, o.quantity, o.unit, o.direction, o.year, o.edition, o.editions, o.scope AS group_name, o.value, o.public_on,
       CASE WHEN o.direction IS NOT NULL THEN s.place END AS place, s.among, CASE WHEN o.direction IS NOT NULL THEN s.best_country END AS best_country,
       CASE WHEN o.direction IS NOT NULL THEN s.best END AS best, CASE WHEN o.direction IS NOT NULL THEN abs(s.best - o.value) END AS distance, s.median,
       CASE WHEN o.direction IS NOT NULL AND s.group_among > 0 THEN s.group_place END AS group_place, nullif(s.group_among, 0) AS group_among,
       CASE WHEN o.direction IS NOT NULL THEN abs(s.group_best - o.value) END AS group_distance, s.group_median,
       -- Better than half of the others: so the question is put, and no more is claimed.
       CASE WHEN o.value IS NULL OR o.direction IS NULL OR s.among < 2 THEN 'cannot_determine'
            WHEN CASE WHEN o.direction = 'down' THEN o.value < s.median ELSE o.value > s.median END THEN 'holds' ELSE 'does_not_hold' END AS conclusion,
       list_filter([CASE WHEN home.country IS NULL THEN 'plan_country' WHEN o.value IS NULL THEN 'own_level' END, CASE WHEN o.direction IS NULL THEN 'better_way' END,
                    CASE WHEN s.among < 2 THEN 'series_of_others' END], lambda one: one IS NOT NULL) AS needed,
       list_filter([o.number, s.best_entry], lambda one: one IS NOT NULL) AS entries
FROM own o CROSS JOIN home LEFT JOIN standing s ON s.series = o.series
UNION ALL
SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'cannot_determine', ['series_of_others'], []
WHERE NOT EXISTS (SELECT 1 FROM series)
ORDER BY 1
