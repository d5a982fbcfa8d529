-- What states sell, buy and produce, at which rates and prices: one figure per series, state, client and year.
WITH home AS (SELECT coalesce(max(country), 'own') AS home FROM plan),
defined AS (
    SELECT * FROM indicator_known WHERE number NOT IN (SELECT number FROM indicator_gone)
    QUALIFY row_number() OVER (PARTITION BY key ORDER BY number DESC) = 1
),
area AS (
    SELECT key, CASE WHEN key = 'world' THEN 'world' WHEN party_kind = 'state' THEN country END AS area
    FROM party WHERE key IN (SELECT key FROM abroad) QUALIFY row_number() OVER (PARTITION BY key ORDER BY number DESC) = 1
)
SELECT d.quantity, d.activity, s.indicator, CASE WHEN s.subject IS NULL THEN home ELSE a.area END AS area, s.partner_country AS partner,
       year(s.about_to) AS year, s.reading AS value, coalesce(s.unit, d.unit) AS unit, currency_of(coalesce(s.unit, d.unit)) AS currency, s.nature,
       s.number AS entry, home
FROM statement_known s JOIN defined d ON d.key = s.indicator CROSS JOIN home CROSS JOIN cut LEFT JOIN area a ON a.key = s.subject
WHERE d.quantity IN ('exports', 'gdp', 'gdp_per_person', 'population', 'exchange_rate', 'deflator')
  AND s.number NOT IN (SELECT number FROM statement_gone) AND (s.counts_on IS NULL OR s.counts_on <= as_of)
  AND s.nature <> 'announced' AND s.reading IS NOT NULL AND (s.subject IS NULL OR a.area IS NOT NULL)
  AND s.region IS NULL AND s.sector IS NULL AND s.audience IS NULL AND s.size IS NULL
  AND (s.partner_country IS NOT NULL OR coalesce(s.scope_relation, 'whole') <> 'part')
  -- A flow of part of a year is not the flow of a year; a rate of a day of it will do.
  AND CASE WHEN d.measure = 'flow' THEN s.about_from = date_trunc('year', s.about_to) AND s.about_to = make_date(year(s.about_to), 12, 31)
           ELSE year(s.about_from) = year(s.about_to) END
QUALIFY row_number() OVER (
    PARTITION BY d.quantity, s.indicator, CASE WHEN s.subject IS NULL THEN home ELSE a.area END, s.partner_country, year(s.about_to)
    ORDER BY list_position(['audited', 'measured', 'declared', 'estimated'], s.nature), coalesce(s.unit, d.unit) = d.unit DESC, s.recency DESC
) = 1
ORDER BY ALL
