-- Each incubator with the newest of what is told of it, and the figures of one year set beside one another.
WITH incubator AS (
    SELECT s.key AS site, s.number FROM site s
    WHERE s.site_kind IN ('incubator', 'technopark') OR s.key IN (SELECT site FROM skill_pool WHERE site IS NOT NULL)
    UNION SELECT site, NULL FROM cohorts_stays WHERE site NOT IN (SELECT key FROM site)
),
said AS (
    -- Of one site, year and quantity: what was verified before what was declared, then the newest. Firms of an incubator are
    -- its tenants. A figure without a date stands beside nothing.
    SELECT s.subject AS site, CASE i.quantity WHEN 'firms' THEN 'tenants' ELSE i.quantity END AS quantity, year(s.about_to) AS year,
           s.reading::DOUBLE AS value, s.reach_low::DOUBLE AS low, s.reach_high::DOUBLE AS high, coalesce(s.unit, i.unit) AS unit,
           s.nature, s.about, s.recency, s.number
    FROM statement s JOIN indicator i ON i.key = s.indicator JOIN incubator n ON n.site = s.subject
    WHERE i.quantity IN ('places', 'tenants', 'firms', 'waiting', 'jobs', 'turnover', 'occupancy', 'entries', 'exits')
      AND s.reading >= 0 AND s.nature IN ('declared', 'measured', 'audited') AND s.about_to IS NOT NULL
      AND (s.scope_relation = 'whole' OR (s.scope_relation IS NULL AND s.sector IS NULL AND s.audience IS NULL AND s.size IS NULL AND s.partner_country IS NULL))
    QUALIFY row_number() OVER (
        PARTITION BY s.subject, CASE i.quantity WHEN 'firms' THEN 'tenants' ELSE i.quantity END, year(s.about_to)
        ORDER BY s.nature IN ('measured', 'audited') DESC, i.quantity <> 'firms' DESC, s.recency DESC) = 1
),
newest AS (SELECT * FROM said QUALIFY row_number() OVER (PARTITION BY site, quantity ORDER BY year DESC, recency DESC) = 1),
beside AS (
    SELECT a.site, a.quantity, a.year, a.value / b.value AS ratio, a.low / b.high AS low, CASE WHEN b.low > 0 THEN a.high / b.low END AS high,
           currency_of(a.unit) AS currency, [a.number, b.number] AS numbers
    FROM said a JOIN said b ON b.site = a.site AND b.year = a.year
     AND (a.quantity, b.quantity) IN (('jobs', 'tenants'), ('turnover', 'tenants'), ('tenants', 'places'))
    WHERE b.value > 0 QUALIFY row_number() OVER (PARTITION BY a.site, a.quantity ORDER BY a.year DESC) = 1
)
SELECT n.site, t.value AS tenants, t.low AS tenants_low, t.high AS tenants_high, t.about AS tenants_about, t.nature AS tenants_nature,
       p.value AS places, p.about AS places_about, p.nature AS places_nature,
       coalesce(r.value / 100, o.ratio) AS occupancy, CASE WHEN r.value IS NOT NULL THEN r.low / 100 ELSE o.low END AS occupancy_low,
       CASE WHEN r.value IS NOT NULL THEN r.high / 100 ELSE o.high END AS occupancy_high, coalesce(r.about, o.year::VARCHAR) AS occupancy_about,
       w.value AS waiting, w.about AS waiting_about, e.value AS entries_a_year, e.about AS entries_about, x.value AS exits_a_year, x.about AS exits_about,
       j.ratio AS jobs_per_tenant, j.low AS jobs_per_tenant_low, j.high AS jobs_per_tenant_high, j.year AS jobs_year,
       v.ratio AS turnover_per_tenant, v.low AS turnover_per_tenant_low, v.high AS turnover_per_tenant_high, v.year AS turnover_year, v.currency,
       list_sort(list_distinct(list_concat(list_filter([n.number, t.number, p.number, r.number, w.number, e.number, x.number], lambda one: one IS NOT NULL),
                                           coalesce(j.numbers, []), coalesce(v.numbers, []), coalesce(o.numbers, [])))) AS entries
FROM incubator n
LEFT JOIN newest t ON t.site = n.site AND t.quantity = 'tenants' LEFT JOIN newest p ON p.site = n.site AND p.quantity = 'places'
LEFT JOIN newest r ON r.site = n.site AND r.quantity = 'occupancy' LEFT JOIN newest w ON w.site = n.site AND w.quantity = 'waiting'
LEFT JOIN newest e ON e.site = n.site AND e.quantity = 'entries' LEFT JOIN newest x ON x.site = n.site AND x.quantity = 'exits'
LEFT JOIN beside j ON j.site = n.site AND j.quantity = 'jobs' LEFT JOIN beside v ON v.site = n.site AND v.quantity = 'turnover'
LEFT JOIN beside o ON o.site = n.site AND o.quantity = 'tenants'
ORDER BY n.site
