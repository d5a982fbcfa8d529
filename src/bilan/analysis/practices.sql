-- What other countries did, as their records tell it, and on what it rests.
WITH card AS (
    SELECT s.*, p.country, p.name AS country_name FROM statement_known s CROSS JOIN cut
    JOIN (SELECT * FROM party QUALIFY row_number() OVER (PARTITION BY key ORDER BY number DESC) = 1) p ON p.key = s.subject
    WHERE p.party_kind = 'state' AND s.words IS NOT NULL AND s.value IS NULL AND s.nature <> 'announced'
      AND (s.counts_on IS NULL OR s.counts_on <= as_of) AND s.number NOT IN (SELECT number FROM statement_gone)
      AND p.country IS DISTINCT FROM (SELECT max(country) FROM plan)
),
filed AS (
    SELECT unnest(supports) AS card, number FROM evidence
),
shown AS (
    SELECT c.country, c.words AS measure, c.conditions, c.indicator, c.about, c.public_on, c.nature, c.organisation, c.organisation_name,
           c.source, c.locator, c.quotation, list_sort(list(DISTINCT f.number) FILTER (WHERE f.number IS NOT NULL)) AS evidence, c.number, c.certainty
    FROM card c LEFT JOIN filed f ON f.card = c.key GROUP BY ALL
),
weighed AS (
    SELECT *, list_filter([CASE WHEN conditions IS NULL THEN 'practice_conditions' END,
                           CASE WHEN source IS NULL AND evidence IS NULL THEN 'practice_evidence' END], lambda one: one IS NOT NULL) AS needed
    FROM shown
)
SELECT country, measure, conditions, indicator, about, public_on, nature, organisation, organisation_name, source, locator, quotation, certainty,
       coalesce(len(evidence), 0) AS filed, CASE WHEN len(needed) = 0 THEN 'holds' ELSE 'cannot_determine' END AS conclusion, needed,
       list_prepend(number, coalesce(evidence, [])) AS entries
FROM weighed
UNION ALL
SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 'cannot_determine', ['practices'], []
WHERE NOT EXISTS (SELECT 1 FROM weighed)
ORDER BY country, public_on, entries
