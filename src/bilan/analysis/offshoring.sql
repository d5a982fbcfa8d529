-- Where each site of offshoring and the whole sector stand, one activity and one quantity at a time.
WITH park AS (
    SELECT key AS site, number, coalesce(activity, 'offshoring') AS activity, area_ha, offices_m2_planned, amount_planned, currency, jobs_planned
    FROM site
    WHERE activity IN ('offshoring', 'ito', 'bpo', 'call_centres') OR (activity IS NULL AND site_kind = 'offshore-park')
),
-- What was said of a site or of the whole sector. An indicator without an activity counts that of the site.
said AS (
    SELECT park.site, coalesce(i.activity, park.activity) AS activity, i.quantity, i.key AS indicator, i.unit, i.measure, i.number AS definition,
           s.number, s.reading, s.reach_low, s.reach_high, s.qualifier, s.nature, s.about, s.counts_on, s.public_on, s.recency,
           CASE WHEN s.nature IN ('audited', 'measured') THEN 'verified' ELSE s.nature END AS class,
           s.nature IN ('declared', 'measured', 'audited') AND s.missing IS NULL AND coalesce(s.scope_relation, 'whole') = 'whole'
               AND (s.unit IS NULL OR s.unit = i.unit) AND s.region IS NULL AND s.sector IS NULL AND s.size IS NULL
               AND s.audience IS NULL AND s.partner_country IS NULL
               AND coalesce(s.reading, s.reach_low, s.reach_high) IS NOT NULL AND coalesce(s.reading, s.reach_low, s.reach_high) >= 0 AS counts
    FROM statement s JOIN indicator i ON i.key = s.indicator LEFT JOIN park ON park.site = s.subject
    WHERE (i.quantity IS NOT NULL OR park.site IS NOT NULL OR currency_of(i.unit) IS NOT NULL) AND i.measure <> 'qualitative'
      AND CASE WHEN s.subject IS NULL THEN i.activity IN ('offshoring', 'ito', 'bpo', 'call_centres') OR (i.activity IS NULL AND i.key IN (
                   SELECT o.indicator FROM statement o JOIN park ON park.site = o.subject WHERE o.indicator IS NOT NULL))
               ELSE park.site IS NOT NULL AND coalesce(i.activity, park.activity) IN ('offshoring', 'ito', 'bpo', 'call_centres') END
),
placed AS (
    -- A figure without a date cannot be said to be newer than one that has a date.
    SELECT *, row_number() OVER newest AS place, first_value(counts_on) OVER newest AS newest_on
    FROM said WHERE counts
    WINDOW newest AS (PARTITION BY site, activity, indicator, class ORDER BY about IS NULL, counts_on DESC, nature = 'audited' DESC, recency DESC)
),
d AS (SELECT * FROM placed WHERE place = 1 AND class = 'declared'),
v AS (SELECT * FROM placed WHERE place = 1 AND class = 'verified'),
-- Before the newest of its class, told of an earlier day.
p AS (
    SELECT site, activity, indicator, class, max(recency) & 2147483647 AS number FROM placed WHERE counts_on < newest_on AND about IS NOT NULL
    GROUP BY site, activity, indicator, class
),
thing AS (
    SELECT site, activity, quantity, indicator, unit, measure, definition, count(*) FILTER (WHERE NOT counts) AS left_out FROM said
    GROUP BY site, activity, quantity, indicator, unit, measure, definition
),
-- What one must know of a site, and of the sector and its IT part, to judge them.
wanted AS (
    SELECT site, activity, quantity FROM park CROSS JOIN
        unnest(['area_let', 'area_reserved', 'area_occupied', 'area_built', 'jobs', 'turnover', 'exports']) AS q(quantity)
    UNION ALL
    SELECT NULL, activity, quantity FROM unnest(['offshoring', 'ito']) AS a(activity) CROSS JOIN unnest(['jobs', 'turnover', 'exports']) AS q(quantity)
    WHERE EXISTS (FROM park) OR EXISTS (FROM thing)
    UNION ALL
    SELECT NULL, 'offshoring', NULL WHERE NOT EXISTS (FROM park) AND NOT EXISTS (FROM thing)
),
every AS (
    FROM thing
    UNION ALL
    SELECT w.site, w.activity, w.quantity, NULL, NULL, NULL, NULL, 0 FROM wanted w
    WHERE NOT EXISTS (SELECT 1 FROM thing t WHERE t.site IS NOT DISTINCT FROM w.site AND t.activity = w.activity AND t.quantity = w.quantity)
),
aim AS (
    SELECT g.indicator, g.subject, g.target, g.target_qualifier, g.target_due, g.target_entry, t.reach_low, t.reach_high, t.due_on_to > cut.as_of AS to_come
    FROM cut, progress g JOIN target t ON t.number = g.target_entry WHERE g.region IS NULL
),
floor AS (
    SELECT site, arg_max(reading, recency) AS m2, arg_max(about, recency) AS m2_about, arg_max(number, recency) AS m2_entry
    FROM placed WHERE quantity = 'area_built' AND unit = 'm2' AND place = 1 AND reading > 0 GROUP BY site
),
line AS (
    SELECT e.*, park.number AS site_entry, park.area_ha, floor.m2, floor.m2_about, floor.m2_entry,
           coalesce(v.reading, v.reach_low, v.reach_high) IS NOT NULL AS is_verified,
           d.reading AS declared, d.reach_low AS declared_low, d.reach_high AS declared_high, d.qualifier AS declared_qualifier,
           d.about AS declared_about, d.counts_on AS declared_on, d.public_on AS declared_public_on, d.number AS declared_entry,
           v.reading AS verified, v.reach_low AS verified_low, v.reach_high AS verified_high, v.qualifier AS verified_qualifier, v.nature AS verified_nature,
           v.about AS verified_about, v.counts_on AS verified_on, v.public_on AS verified_public_on, v.number AS verified_entry,
           CASE WHEN aim.target_entry IS NOT NULL THEN 'target' WHEN planned.amount IS NOT NULL THEN 'site' END AS target_basis,
           coalesce(aim.target, planned.amount) AS target, aim.target_qualifier, aim.target_due, aim.target_entry, coalesce(aim.to_come, false) AS to_come,
           CASE WHEN aim.target_entry IS NULL THEN planned.amount ELSE aim.reach_low END AS target_low,
           CASE WHEN aim.target_entry IS NULL THEN planned.amount ELSE aim.reach_high END AS target_high
    FROM every e LEFT JOIN park ON park.site = e.site LEFT JOIN floor ON floor.site = e.site
    LEFT JOIN d ON d.site IS NOT DISTINCT FROM e.site AND d.activity IS NOT DISTINCT FROM e.activity AND d.indicator = e.indicator
    LEFT JOIN v ON v.site IS NOT DISTINCT FROM e.site AND v.activity IS NOT DISTINCT FROM e.activity AND v.indicator = e.indicator
    LEFT JOIN aim ON aim.indicator = e.indicator AND aim.subject IS NOT DISTINCT FROM e.site
    LEFT JOIN (
        SELECT site, 'area_built' AS quantity, 'm2' AS unit, offices_m2_planned AS amount FROM park
        UNION ALL SELECT site, 'jobs', 'jobs', jobs_planned FROM park
        UNION ALL SELECT site, 'investment', currency, amount_planned FROM park
    ) planned ON planned.site = e.site AND planned.quantity = e.quantity AND planned.unit = coalesce(e.unit, planned.unit)
),
valued AS (
    SELECT line.*, CASE WHEN is_verified THEN 'verified' WHEN declared_entry IS NOT NULL THEN 'declared' END AS class,
           CASE WHEN is_verified THEN verified ELSE declared END AS value,
           CASE WHEN is_verified THEN verified_low ELSE declared_low END AS low,
           CASE WHEN is_verified THEN verified_high ELSE declared_high END AS high
    FROM line
),
judged AS (
    SELECT *, CASE WHEN quantity IS NULL THEN 'cannot_determine' WHEN low >= target_high THEN 'holds' WHEN high < target_low AND NOT to_come THEN 'does_not_hold'
                   ELSE 'cannot_determine' END AS conclusion
    FROM valued
)
SELECT j.site, j.activity, j.quantity, j.indicator, j.unit, j.measure, j.declared, j.declared_low, j.declared_high, j.declared_qualifier,
       j.declared_about, j.declared_on, j.declared_public_on, j.declared_entry, j.verified, j.verified_low, j.verified_high, j.verified_qualifier,
       j.verified_nature, j.verified_about, j.verified_on, j.verified_public_on, j.verified_entry,
       b.reading AS previous, b.about AS previous_about, b.number AS previous_entry,
       j.target, j.target_low, j.target_high, j.target_qualifier, j.target_due, j.target_basis, j.target_entry,
       j.class AS gap_from, j.target - j.value AS gap, j.target_low - j.high AS gap_low, j.target_high - j.low AS gap_high,
       j.area_ha AS hectares, CASE WHEN j.area_ha > 0 AND j.measure <> 'rate' THEN j.value::DOUBLE / j.area_ha::DOUBLE END AS per_hectare,
       j.m2, j.m2_about, CASE WHEN j.quantity NOT LIKE 'area%' AND j.measure <> 'rate' THEN 1000 * j.value::DOUBLE / j.m2::DOUBLE END AS per_1000_m2,
       j.left_out, j.conclusion,
       CASE WHEN j.conclusion <> 'cannot_determine' THEN [] ELSE list_filter([
           CASE WHEN j.quantity IS NULL AND j.indicator IS NULL THEN 'offshoring_told'
                WHEN j.quantity IS NULL AND j.site IS NOT NULL THEN 'areas_apart' WHEN j.quantity IS NULL THEN 'one_quantity'
                WHEN j.class IS NOT NULL THEN NULL
                WHEN j.site IS NOT NULL THEN CASE WHEN j.quantity IN ('area_let', 'area_reserved', 'area_occupied', 'area_built', 'jobs', 'turnover', 'exports')
                                                  THEN 'site_' || j.quantity ELSE 'site_figure' END
                WHEN j.activity IN ('offshoring', 'ito') AND j.quantity IN ('jobs', 'turnover', 'exports') THEN j.activity || '_' || j.quantity
                ELSE 'sector_figure' END,
           CASE WHEN j.class IS NOT NULL AND j.quantity IS NOT NULL AND j.target_entry IS NULL AND j.target IS NULL THEN 'offshoring_target' END,
           CASE WHEN j.quantity IS NOT NULL AND j.class IS NOT NULL AND (j.target_entry IS NOT NULL OR j.target IS NOT NULL) THEN CASE WHEN j.high < j.target_low THEN 'target_to_come' ELSE 'exact_figure' END END
       ], lambda one: one IS NOT NULL) END AS needed,
       list_sort(list_distinct(list_filter([j.site_entry, j.definition, j.declared_entry, j.verified_entry, b.number, j.target_entry,
           CASE WHEN j.class IS NOT NULL AND j.quantity NOT LIKE 'area%' THEN j.m2_entry END], lambda one: one IS NOT NULL))) AS entries
FROM judged j
LEFT JOIN p ON p.site IS NOT DISTINCT FROM j.site AND p.activity IS NOT DISTINCT FROM j.activity AND p.indicator = j.indicator AND p.class = j.class
LEFT JOIN placed b ON b.number = p.number
ORDER BY j.site NULLS FIRST, j.activity NULLS LAST, j.quantity NULLS LAST, j.indicator
