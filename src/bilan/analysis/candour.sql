-- Declared figures beside those that were verified later.
WITH declared AS (
    SELECT s.number, s.speaker, s.speaker_name, s.organisation, s.organisation_name FROM statement s JOIN indicator i ON i.key = s.indicator
    WHERE s.nature = 'declared' AND (s.reach_low IS NOT NULL OR s.reach_high IS NOT NULL) AND i.direction IS NOT NULL
      AND s.relation IS DISTINCT FROM 'repeats'
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
    SELECT told_by, v.party, v.name, count(*) AS declared, count(p.declared_entry) AS pairs, count(*) FILTER (WHERE p.better) AS better,
           count(*) FILTER (WHERE p.worse) AS worse, count(p.gap) AS gaps, avg(p.gap) AS gap,
           list_sort(list_distinct(flatten(list(p.entries)))) AS entries
    FROM voice v LEFT JOIN candour_pairs p ON p.declared_entry = v.number
    GROUP BY told_by, v.party, v.name
)
SELECT told_by, c.party, coalesce(party.name, c.name) AS name, declared, pairs, better, pairs - better - worse AS within, worse,
       declared - pairs AS unverified,
       -- Wilson's interval with z = 1.96 for 95 percent.
       CASE WHEN pairs > 0 THEN greatest((better + 1.9208 - 1.96 * sqrt(better * (pairs - better) / pairs::DOUBLE + 0.9604)) / (pairs + 3.8416), 0) END AS better_share_low,
       CASE WHEN pairs > 0 THEN least((better + 1.9208 + 1.96 * sqrt(better * (pairs - better) / pairs::DOUBLE + 0.9604)) / (pairs + 3.8416), 1) END AS better_share_high,
       CASE WHEN gaps >= 2 THEN exp(gap) - 1 END AS mean_gap,
       coalesce(c.entries, []) AS entries
FROM counted c LEFT JOIN party ON party.key = c.party
ORDER BY told_by, pairs DESC, declared DESC, name
