-- What was foreseen and what flowed, side by side.
WITH RECURSIVE foreseen AS (
    SELECT subject, scope, NULL::VARCHAR AS indicator, currency, money_version AS line, reading AS amount, reach_low AS amount_low,
           reach_high AS amount_high, qualifier, share AS share_of_parent, nature, organisation, period AS about, public_on,
           recency, [number] AS entries,
           -- The newest revised figure, else the first planned one: an auditor who retells the budget does not revise it.
           amount IS NOT NULL AND row_number() OVER (
               PARTITION BY subject, scope, currency
               ORDER BY amount IS NULL, money_version = 'revised' DESC, CASE money_version WHEN 'revised' THEN -recency ELSE recency END
           ) = 1 AS in_force
    FROM budget
    UNION ALL
    SELECT key, NULL, NULL, currency, 'agreed', amount, amount, amount, NULL, NULL, NULL, NULL, signed_on, public_on, number, [number], true
    FROM agreement WHERE amount IS NOT NULL AND currency IS NOT NULL
),
-- Amounts that a statement tells of a foreseen amount: the newest of its nature.
retold AS (
    SELECT s.*, i.node, coalesce(s.unit, i.unit) AS money, i.denominator AS of_indicator
    FROM statement s JOIN indicator i ON i.key = s.indicator
    WHERE currency_of(coalesce(s.unit, i.unit)) IS NOT NULL AND s.reading IS NOT NULL
      AND (s.denominator IS NOT NULL OR i.denominator IS NOT NULL)
    QUALIFY row_number() OVER (PARTITION BY s.indicator, s.subject, s.region, s.scope, s.nature ORDER BY s.recency DESC) = 1
),
-- The statement that tells the same amount for the same node as foreseen, or else the newest on the indicator below the line.
base AS (
    SELECT r.number AS paid, p.number, p.indicator, p.reading, p.reach_low, p.reach_high, p.qualifier, p.nature, p.organisation, p.about, p.public_on
    FROM retold r JOIN indicator i ON i.node = r.node AND i.key <> r.indicator AND i.unit = r.money
    JOIN statement p ON p.indicator = i.key AND p.subject IS NOT DISTINCT FROM r.subject AND p.region IS NOT DISTINCT FROM r.region
                    AND (p.reading = r.denominator OR (r.denominator IS NULL AND p.indicator = r.of_indicator AND p.reading IS NOT NULL))
    QUALIFY row_number() OVER (PARTITION BY r.number ORDER BY p.indicator IS NOT DISTINCT FROM r.of_indicator DESC, p.recency DESC) = 1
),
pair AS (
    SELECT r.*, b.number AS base, coalesce(b.indicator, r.indicator) AS base_indicator, coalesce(b.reading, r.denominator) AS planned,
           CASE WHEN b.number IS NOT NULL THEN b.reach_low WHEN coalesce(r.denominator_qualifier, 'exact') IN ('exact', 'more_than', 'at_least') THEN r.denominator END AS planned_low,
           CASE WHEN b.number IS NOT NULL THEN b.reach_high WHEN coalesce(r.denominator_qualifier, 'exact') IN ('exact', 'less_than', 'at_most', 'almost') THEN r.denominator END AS planned_high,
           CASE WHEN b.number IS NOT NULL THEN b.qualifier ELSE r.denominator_qualifier END AS planned_qualifier,
           coalesce(b.nature, r.nature) AS planned_nature, coalesce(b.organisation, r.organisation) AS planned_by,
           CASE WHEN b.number IS NOT NULL THEN b.about END AS planned_about, coalesce(b.public_on, r.public_on) AS planned_public_on
    FROM retold r LEFT JOIN base b ON b.paid = r.number WHERE coalesce(b.reading, r.denominator) IS NOT NULL
),
flowed AS (
    SELECT subject, scope, currency, flow, nature, bool_or(coalesce(total, false)) AS has_total,
           arg_max(number, recency) FILTER (WHERE total) AS newest, count(*) FILTER (WHERE total IS NOT TRUE) AS payments,
           sum(reading) FILTER (WHERE total IS NOT TRUE) AS amount, list(number ORDER BY number) FILTER (WHERE total IS NOT TRUE) AS numbers,
           CASE WHEN count(reach_low) = count(*) THEN sum(reach_low) FILTER (WHERE total IS NOT TRUE) END AS amount_low,
           CASE WHEN count(reach_high) = count(*) THEN sum(reach_high) FILTER (WHERE total IS NOT TRUE) END AS amount_high,
           arg_max(about, recency) AS about, max(public_on) AS public_on, max(recency) AS recency
    FROM "transaction" GROUP BY subject, scope, currency, flow, nature
),
executed AS (
    SELECT f.subject, f.scope, NULL::VARCHAR AS indicator, f.currency, f.flow, f.nature,
           CASE WHEN has_total THEN t.reading ELSE f.amount END AS amount, CASE WHEN has_total THEN t.reach_low ELSE f.amount_low END AS amount_low,
           CASE WHEN has_total THEN t.reach_high ELSE f.amount_high END AS amount_high, t.qualifier, t.organisation,
           CASE WHEN has_total THEN t.about ELSE f.about END AS about, CASE WHEN has_total THEN t.public_on ELSE f.public_on END AS public_on,
           CASE WHEN NOT has_total THEN f.payments END AS payments, CASE WHEN has_total THEN [t.number] ELSE f.numbers END AS entries,
           p.amount AS planned, p.amount_low AS planned_low, p.amount_high AS planned_high, p.entries AS planned_entries
    FROM flowed f LEFT JOIN "transaction" t ON t.number = f.newest
    LEFT JOIN foreseen p ON p.in_force AND p.subject = f.subject AND p.scope IS NOT DISTINCT FROM f.scope AND p.currency = f.currency
    UNION ALL
    SELECT node, scope, indicator, currency_of(money), NULL, nature, reading, reach_low, reach_high, qualifier, organisation, about, public_on,
           NULL, [number], planned, planned_low, planned_high, CASE WHEN base IS NULL THEN [] ELSE [base] END
    FROM pair
),
line AS (
    SELECT subject, scope, indicator, currency, line, NULL::VARCHAR AS flow, amount, amount_low, amount_high, qualifier, share_of_parent, nature,
           organisation, about, public_on, in_force, NULL::BIGINT AS payments, NULL::DOUBLE AS executed_share,
           NULL::DOUBLE AS executed_share_low, NULL::DOUBLE AS executed_share_high, entries
    FROM foreseen
    UNION ALL
    SELECT DISTINCT node, scope, base_indicator, currency_of(money), 'planned', NULL, planned, planned_low, planned_high, planned_qualifier, NULL,
           planned_nature, planned_by, planned_about, planned_public_on, true, NULL, NULL, NULL, NULL, [coalesce(base, number)]
    FROM pair
    UNION ALL
    SELECT subject, scope, indicator, currency, 'executed', flow, amount, amount_low, amount_high, qualifier, NULL, nature, organisation, about,
           public_on, true, payments, CASE WHEN planned > 0 THEN amount::DOUBLE / planned::DOUBLE END,
           CASE WHEN planned_high > 0 THEN amount_low::DOUBLE / planned_high::DOUBLE END,
           CASE WHEN planned_low > 0 THEN amount_high::DOUBLE / planned_low::DOUBLE END, entries || coalesce(planned_entries, [])
    FROM executed
),
link AS (
    SELECT key AS item, parent AS above FROM node
    UNION ALL SELECT key, node FROM agreement WHERE node IS NOT NULL
    UNION ALL SELECT key, node FROM service WHERE node IS NOT NULL
),
climb AS (
    SELECT item, above, 1 AS steps FROM link
    UNION ALL
    SELECT climb.item, link.above, steps + 1 FROM climb JOIN link ON link.item = climb.above WHERE steps < 20
),
held AS (
    SELECT climb.item, f.currency, arg_min(climb.above, climb.steps) AS within
    FROM climb JOIN foreseen f ON f.subject = climb.above AND f.scope IS NULL AND f.in_force GROUP BY climb.item, f.currency
)
SELECT line.subject, line.scope, line.indicator, line.currency, line.line, line.flow, line.amount, line.amount_low, line.amount_high, line.qualifier,
       line.share_of_parent, line.nature, line.organisation, line.about, line.public_on, line.in_force, line.payments, line.executed_share,
       line.executed_share_low, line.executed_share_high, held.within,
       CASE WHEN NOT line.in_force AND line.amount IS NOT NULL THEN 'other_version' WHEN line.indicator IS NOT NULL THEN 'retold'
            WHEN line.scope IS NOT NULL THEN 'part' WHEN held.within IS NOT NULL THEN 'within' END AS not_added,
       line.entries
FROM line LEFT JOIN held ON held.item = line.subject AND held.currency = line.currency
ORDER BY line.subject, line.scope NULLS FIRST, line.indicator NULLS FIRST, line.currency,
         CASE line.line WHEN 'planned' THEN 1 WHEN 'revised' THEN 2 WHEN 'agreed' THEN 3 ELSE 4 END, line.public_on, line.entries
