-- Each declared figure that was verified later, beside the verified one.
WITH figure AS (
    SELECT s.number, s.indicator, s.subject, s.region, i.direction, i.measure, i.numerator AS of_numerator, s.nature, s.reading, s.reach_low, s.reach_high, s.denominator,
           s.counts_on, s.public_on, s.recency, coalesce(s.organisation, s.organisation_name, s.speaker, s.speaker_name) AS reporter, s.relation,
           coalesce(s.unit, i.unit) AS unit, s.unit IS NULL OR s.unit = i.unit AS in_own_unit,
           -- What makes two figures speak of the same thing; the whole is the same thing in whatever words.
           (s.subject, s.region, s.sector, s.edition, s.audience, CASE WHEN s.scope_relation IS DISTINCT FROM 'whole' THEN s.scope END)::VARCHAR AS thing,
           (s.subject, s.region, NULL, NULL, NULL, NULL)::VARCHAR AS whole
    FROM statement s JOIN indicator i ON i.key = s.indicator
    WHERE (s.reach_low IS NOT NULL OR s.reach_high IS NOT NULL) AND s.nature IN ('declared', 'measured', 'audited')
),
declared AS (
    SELECT * FROM figure WHERE nature = 'declared' AND direction IS NOT NULL AND relation IS DISTINCT FROM 'repeats'
),
verified AS (
    SELECT number AS place, number, indicator, nature, reading, reach_low, reach_high, counts_on, public_on, recency, unit, thing FROM figure WHERE nature <> 'declared'
    UNION ALL
    -- A verified rate told with its denominator also verifies its numerator.
    SELECT -1 - f.number, f.number, i.key, f.nature, percent_of(f.reading, f.denominator), percent_of(f.reach_low, f.denominator),
           percent_of(f.reach_high, f.denominator), f.counts_on, f.public_on, f.recency, i.unit, f.thing
    FROM figure f JOIN indicator i ON i.key = f.of_numerator WHERE f.nature <> 'declared' AND f.denominator IS NOT NULL
),
-- Of each declared figure the verified one to set beside it.
nearest AS (
    SELECT d.number, arg_min(v.place, (abs(v.counts_on - d.counts_on), v.nature <> 'audited', -v.recency, v.place)) AS place
    FROM declared d JOIN verified v ON v.indicator = d.indicator AND v.unit = d.unit AND v.thing = d.thing
                                   AND v.public_on > d.public_on AND v.counts_on BETWEEN d.counts_on - 365 AND d.counts_on + 365
    GROUP BY d.number
)
SELECT d.indicator, d.subject, d.region, d.measure, d.direction, d.unit, d.reporter, d.reading AS declared, d.counts_on AS declared_on, d.number AS declared_entry,
       v.reading AS verified, v.counts_on AS verified_on, v.nature, v.number AS verified_entry,
       -- Of a part, or in another unit, there is no target to hold it against.
       CASE WHEN d.thing = d.whole AND d.in_own_unit THEN p.target END AS target,
       CASE d.direction WHEN 'up' THEN d.reach_low > v.reach_high ELSE d.reach_high < v.reach_low END AS better,
       CASE d.direction WHEN 'up' THEN d.reach_high < v.reach_low ELSE d.reach_low > v.reach_high END AS worse,
       CASE WHEN d.reading > 0 AND v.reading > 0
            THEN ln(d.reading::DOUBLE / v.reading::DOUBLE) * CASE d.direction WHEN 'up' THEN 1 ELSE -1 END END AS gap,
       [d.number, v.number] AS entries
FROM nearest JOIN declared d USING (number) JOIN verified v USING (place)
LEFT JOIN progress p ON p.indicator = d.indicator AND p.subject IS NOT DISTINCT FROM d.subject AND p.region IS NOT DISTINCT FROM d.region
ORDER BY d.number
