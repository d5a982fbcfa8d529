-- Declared figures beside those that were verified later.
WITH figure AS (
    SELECT s.number, s.indicator, i.direction, i.numerator AS of_numerator, s.nature, s.reading, s.reach_low, s.reach_high, s.denominator,
           s.counts_on, s.public_on, s.recency, s.speaker, s.speaker_name, s.organisation, s.organisation_name, s.relation,
           coalesce(s.unit, i.unit) AS unit,
           -- What makes two figures speak of the same thing; the whole is the same thing in whatever words.
           (s.subject, s.region, s.sector, s.edition, s.audience, CASE WHEN s.scope_relation IS DISTINCT FROM 'whole' THEN s.scope END)::VARCHAR AS thing
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
),
pair AS (
    SELECT d.number, v.number AS verified_by,
           CASE d.direction WHEN 'up' THEN d.reach_low > v.reach_high ELSE d.reach_high < v.reach_low END AS better,
           CASE d.direction WHEN 'up' THEN d.reach_high < v.reach_low ELSE d.reach_low > v.reach_high END AS worse,
           CASE WHEN d.reading > 0 AND v.reading > 0
                THEN ln(d.reading::DOUBLE / v.reading::DOUBLE) * CASE d.direction WHEN 'up' THEN 1 ELSE -1 END END AS gap
    FROM nearest JOIN declared d USING (number) JOIN verified v USING (place)
),
voice AS (
    SELECT number, 'all' AS told_by, NULL::VARCHAR AS party, NULL::VARCHAR AS name FROM declared
    UNION ALL
    SELECT number, 'organisation', organisation, CASE WHEN organisation IS NULL THEN organisation_name END
    FROM declared WHERE coalesce(organisation, organisation_name) IS NOT NULL
    UNION ALL
    SELECT number, 'speaker', speaker, CASE WHEN speaker IS NULL THEN speaker_name END
    FROM declared WHERE coalesce(speaker, speaker_name) IS NOT NULL
),
counted AS (
    SELECT told_by, v.party, v.name, count(*) AS declared, count(p.number) AS pairs, count(*) FILTER (WHERE p.better) AS better,
           count(*) FILTER (WHERE p.worse) AS worse, count(p.gap) AS gaps, avg(p.gap) AS gap,
           list(p.number ORDER BY p.number) FILTER (WHERE p.number IS NOT NULL) AS said,
           list(p.verified_by ORDER BY p.number) FILTER (WHERE p.number IS NOT NULL) AS verified_by
    FROM voice v LEFT JOIN pair p ON p.number = v.number
    GROUP BY told_by, v.party, v.name
)
SELECT told_by, c.party, coalesce(party.name, c.name) AS name, declared, pairs, better, pairs - better - worse AS within, worse,
       declared - pairs AS unverified,
       -- Wilson's interval with z = 1.96 for 95 percent.
       CASE WHEN pairs > 0 THEN greatest((better + 1.9208 - 1.96 * sqrt(better * (pairs - better) / pairs::DOUBLE + 0.9604)) / (pairs + 3.8416), 0) END AS better_share_low,
       CASE WHEN pairs > 0 THEN least((better + 1.9208 + 1.96 * sqrt(better * (pairs - better) / pairs::DOUBLE + 0.9604)) / (pairs + 3.8416), 1) END AS better_share_high,
       CASE WHEN gaps >= 2 THEN exp(gap) - 1 END AS mean_gap,
       coalesce(list_sort(list_distinct(said || verified_by)), []) AS entries
FROM counted c LEFT JOIN party ON party.key = c.party
ORDER BY told_by, pairs DESC, declared DESC, name
