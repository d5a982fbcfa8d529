-- Every figure that tells who benefits: by sector, region, size of firm or audience; and the totals to set against them.
WITH thing AS (
    SELECT key, number, region, NULL::VARCHAR AS sector, NULL::VARCHAR AS audience FROM site
    UNION ALL SELECT key, number, region, sector, NULL FROM agreement
    UNION ALL SELECT key, number, region, sector, CASE WHEN len(audience) = 1 AND audience[1] <> 'all' THEN audience[1] END FROM service
),
parted AS (SELECT DISTINCT indicator FROM statement WHERE coalesce(sector, region, size, audience) IS NOT NULL),
said AS MATERIALIZED (
    SELECT i.key AS indicator, s.subject, i.quantity, coalesce(i.quantity, i.key) AS measure, i.unit, s.nature, s.about, s.counts_on, s.recency,
           s.number, s.reading AS value, s.reach_low AS low, s.reach_high AS high, s.sector, s.region, s.size, s.audience,
           coalesce(s.sector, s.region, s.size, s.audience) IS NOT NULL AS is_told, i.key IN (FROM parted) AS is_parted,
           thing.number AS thing_entry, thing.sector AS thing_sector, thing.region AS thing_region, thing.audience AS thing_audience,
           s.missing IS NULL AND s.partner_country IS NULL AND s.edition IS NULL AND (s.unit IS NULL OR s.unit = i.unit)
               AND (s.scope_relation IS NULL OR s.scope_relation = 'whole' OR (is_told AND s.scope_relation = 'part'))
               AND i.measure IN ('stock', 'flow', 'cumulative') AND coalesce(s.reading, s.reach_low, s.reach_high) >= 0 AS counts
    FROM statement s JOIN indicator i ON i.key = s.indicator LEFT JOIN thing ON thing.key = s.subject
    WHERE CASE WHEN is_told THEN i.quantity IS NULL OR i.quantity NOT IN ('imports', 'waiting', 'need', 'vacancies', 'unemployed', 'exchange_rate', 'deflator')
               ELSE is_parted OR i.quantity IN ('jobs', 'turnover', 'exports', 'firms', 'investment', 'beneficiaries', 'users', 'transactions', 'money',
                                                'places', 'tenants', 'employees', 'trained') END
),
-- One figure a cell: the newest that was told of it, for one date and, where dates do not matter, over all of them.
newest AS (
    SELECT max(recency) & 2147483647 AS number, true AS is_newest, false AS is_ever FROM said WHERE counts
    GROUP BY indicator, subject, nature, about, sector, region, size, audience
    UNION ALL
    SELECT max(recency) & 2147483647, false, true FROM said WHERE counts AND NOT is_told GROUP BY indicator, subject, nature
),
cell AS MATERIALIZED (
    SELECT said.*, is_newest, is_ever FROM newest JOIN said ON said.number = newest.number
),
side AS (
    SELECT 'statement' AS source, d.dimension, CASE d.dimension WHEN 'sector' THEN sector WHEN 'region' THEN region WHEN 'size' THEN size ELSE audience END AS code,
           concat_ws(' ', CASE WHEN d.dimension <> 'sector' THEN sector END, CASE WHEN d.dimension <> 'region' THEN region END,
                     CASE WHEN d.dimension <> 'size' THEN size END, CASE WHEN d.dimension <> 'audience' THEN 'audience=' || audience END) AS within,
           indicator, subject, NULL::VARCHAR AS scope, NULL::VARCHAR AS flow, measure, unit, nature, 'told' AS basis, about, counts_on,
           value, low, high, [number] AS entries
    FROM cell CROSS JOIN (VALUES ('sector'), ('region'), ('size'), ('audience')) d(dimension)
    WHERE is_told AND is_newest
),
told AS (
    SELECT *, CASE WHEN dimension = 'region' THEN left(code, 2) || '@' || split_part(code, '@', 2) END AS scheme FROM side WHERE code IS NOT NULL
),
-- The date of which most codes are known, the newest among those of which as many are.
period AS (
    SELECT dimension, scheme, indicator, subject, nature, about, max(counts_on) AS counts_on
    FROM told GROUP BY dimension, scheme, indicator, subject, nature, about
    QUALIFY row_number() OVER (PARTITION BY dimension, scheme, indicator, subject, nature ORDER BY count(DISTINCT code) DESC, max(counts_on) DESC, about) = 1
),
recorded AS (
    SELECT 'agreement' AS source, 'agreements' AS measure, d.dimension, CASE d.dimension WHEN 'sector' THEN sector ELSE region END AS code, number
    FROM agreement CROSS JOIN (VALUES ('sector'), ('region')) d(dimension)
    UNION ALL
    SELECT 'service', 'egov_services', d.dimension, CASE d.dimension WHEN 'sector' THEN sector ELSE region END, number
    FROM service CROSS JOIN (VALUES ('sector'), ('region')) d(dimension) WHERE status IN ('operational', 'done')
    UNION ALL
    -- A service for all serves each public; one for several is counted for each of them.
    SELECT DISTINCT 'service', 'egov_services', 'audience', unnest(CASE WHEN list_contains(audience, 'all') THEN ['citizen', 'firm', 'administration'] WHEN coalesce(len(audience), 0) = 0 THEN [NULL] ELSE audience END), number
    FROM service WHERE status IN ('operational', 'done')
),
-- Payments to one sort of receiver: the newest total, else their sum; those without receiver are the whole.
received AS (
    SELECT t.*, currency AS unit, coalesce(sector, region, size, audience) IS NOT NULL AS is_told,
           bool_or(coalesce(total, false)) OVER same AS has_total, row_number() OVER (same ORDER BY coalesce(total, false) DESC, recency DESC) AS place
    FROM "transaction" t WHERE reading >= 0 WINDOW same AS (PARTITION BY subject, scope, flow, currency, nature, sector, region, size, audience)
),
paid AS (
    SELECT subject, scope, flow, unit, nature, sector, region, size, audience, is_told, arg_max(about, recency) AS about,
           min(counts_on) AS oldest_on, max(counts_on) AS counts_on,
           sum(reading) AS value, CASE WHEN count(reach_low) = count(*) THEN sum(reach_low) END AS low,
           CASE WHEN count(reach_high) = count(*) THEN sum(reach_high) END AS high, list(number) AS entries
    FROM received WHERE NOT has_total OR (place = 1 AND total)
    GROUP BY subject, scope, flow, unit, nature, sector, region, size, audience, is_told
),
-- What was paid under one agreement is not what was paid under another; a node may hold the money of those below it.
pooled AS (
    SELECT * REPLACE (CASE WHEN is_pooled THEN NULL ELSE subject END AS subject) FROM (
        SELECT *, is_told AND scope IS NULL AND subject IN (SELECT key FROM agreement) AS is_pooled FROM paid)
),
received_by AS (
    SELECT subject, scope, flow, unit, nature, sector, region, size, audience, is_told, any_value(is_pooled) AS is_pooled,
           CASE WHEN count(DISTINCT about) = 1 AND count(about) = count(*) THEN any_value(about) END AS about,
           min(oldest_on) AS oldest_on, max(counts_on) AS counts_on, sum(value) AS value,
           CASE WHEN count(low) = count(*) THEN sum(low) END AS low, CASE WHEN count(high) = count(*) THEN sum(high) END AS high,
           list_sort(flatten(list(entries))) AS entries
    FROM pooled GROUP BY subject, scope, flow, unit, nature, sector, region, size, audience, is_told
),
bound AS (
    SELECT 'transaction' AS source, d.dimension, CASE d.dimension WHEN 'sector' THEN sector WHEN 'region' THEN region WHEN 'size' THEN size ELSE audience END AS code,
           concat_ws(' ', CASE WHEN d.dimension <> 'sector' THEN sector END, CASE WHEN d.dimension <> 'region' THEN region END,
                     CASE WHEN d.dimension <> 'size' THEN size END, CASE WHEN d.dimension <> 'audience' THEN 'audience=' || audience END) AS within,
           NULL::VARCHAR AS indicator, subject, scope, flow, 'money' AS measure, unit, nature, CASE WHEN is_told THEN 'told' ELSE 'total' END AS basis,
           about, oldest_on, counts_on, value, low, high, entries, is_told
    FROM received_by CROSS JOIN (VALUES ('sector'), ('region'), ('size'), ('audience')) d(dimension)
),
every AS (
    SELECT t.dimension, t.scheme, t.code, t.within, t.source, t.indicator, t.subject, t.scope, t.flow, t.measure, t.unit, t.nature, t.basis, t.about, t.counts_on AS oldest_on, t.counts_on,
           t.value, t.low, t.high, t.entries
    FROM told t JOIN period p ON p.dimension = t.dimension AND p.scheme IS NOT DISTINCT FROM t.scheme AND p.indicator = t.indicator
                             AND p.subject IS NOT DISTINCT FROM t.subject AND p.nature = t.nature AND p.about IS NOT DISTINCT FROM t.about
    UNION ALL
    -- The total told of the same date.
    SELECT p.dimension, p.scheme, NULL, '', 'statement', c.indicator, c.subject, NULL, NULL, c.measure, c.unit, c.nature, 'total', c.about, c.counts_on, c.counts_on,
           c.value, c.low, c.high, [c.number]
    FROM cell c JOIN period p ON p.indicator = c.indicator AND p.subject IS NOT DISTINCT FROM c.subject AND p.nature = c.nature
                             AND p.about IS NOT DISTINCT FROM c.about
    WHERE NOT c.is_told AND c.is_newest
    UNION ALL
    -- What is told of a site, service or agreement is told of its region, sector or public: a part of what that has.
    SELECT d.dimension, CASE WHEN d.dimension = 'region' THEN left(thing_region, 2) || '@' || split_part(thing_region, '@', 2) END,
           CASE d.dimension WHEN 'sector' THEN thing_sector WHEN 'region' THEN thing_region ELSE thing_audience END, subject, 'statement', indicator, NULL,
           NULL, NULL, measure, unit, nature, 'subject', about, counts_on, counts_on, value, low, NULL, list_sort([number, thing_entry])
    FROM cell CROSS JOIN (VALUES ('sector'), ('region'), ('audience')) d(dimension)
    WHERE NOT is_told AND is_ever AND thing_entry IS NOT NULL
      AND CASE d.dimension WHEN 'sector' THEN thing_sector WHEN 'region' THEN thing_region ELSE thing_audience END IS NOT NULL
    UNION ALL
    -- What counts students or firms tells its public by what it counts; what counts persons does not.
    SELECT 'audience', NULL, CASE WHEN NOT starts_with(unit, 'persons') THEN unit END, '', 'statement', indicator, NULL, NULL, NULL, measure, unit, nature, 'unit', about,
           counts_on, counts_on, value, low, high, [number]
    FROM cell WHERE NOT is_told AND NOT is_parted AND is_ever AND subject IS NULL AND quantity IN ('beneficiaries', 'users', 'trained')
    UNION ALL
    SELECT dimension, CASE WHEN dimension = 'region' AND code IS NOT NULL THEN left(code, 2) || '@' || split_part(code, '@', 2) END, code, within, source, indicator,
           subject, scope, flow, measure, unit, nature, basis, about, oldest_on, counts_on, value, low, high, entries
    FROM bound WHERE (is_told AND code IS NOT NULL) OR (NOT is_told AND EXISTS (
        SELECT 1 FROM bound o WHERE o.is_told AND o.dimension = bound.dimension AND o.code IS NOT NULL AND o.subject = bound.subject
        AND o.scope IS NOT DISTINCT FROM bound.scope AND o.flow = bound.flow AND o.unit = bound.unit AND o.nature = bound.nature))
    UNION ALL
    -- Each entry that does not tell its own may be of any.
    SELECT r.dimension, CASE WHEN r.dimension = 'region' THEN left(code, 2) || '@' || split_part(code, '@', 2) END, code, '', r.source, NULL, NULL, NULL, NULL,
           r.measure, r.source || 's', NULL, 'recorded', NULL, NULL, NULL, count(*), count(*), count(*) + any_value(u.untold), list(r.number ORDER BY r.number)
    FROM recorded r JOIN (SELECT dimension, source, count(*) FILTER (WHERE code IS NULL) AS untold FROM recorded GROUP BY dimension, source) u
        ON u.dimension = r.dimension AND u.source = r.source
    WHERE code IS NOT NULL GROUP BY r.dimension, code, r.source, r.measure
    UNION ALL
    SELECT dimension, NULL, NULL, '', source, NULL, NULL, NULL, NULL, measure, source || 's', NULL, 'total', NULL, NULL, NULL,
           count(DISTINCT number), count(DISTINCT number), count(DISTINCT number), []
    FROM recorded GROUP BY dimension, source, measure HAVING count(code) > 0
),
left_out AS (
    SELECT d.dimension, indicator, count(*) AS figures, list_sort(list(number)) AS numbers
    FROM said CROSS JOIN (VALUES ('sector'), ('region'), ('size'), ('audience')) d(dimension)
    WHERE is_told AND NOT counts AND CASE d.dimension WHEN 'sector' THEN sector WHEN 'region' THEN region WHEN 'size' THEN size ELSE audience END IS NOT NULL
    GROUP BY d.dimension, indicator
)
SELECT e.dimension AS "by", e.scheme, e.code, e.within, e.source, e.indicator, e.subject, e.scope, e.flow, e.measure, e.unit, e.nature, e.basis, e.about, e.oldest_on, e.counts_on,
       e.value, e.low, e.high, coalesce(l.figures, 0) AS left_out, e.entries
FROM every e LEFT JOIN left_out l ON l.dimension = e.dimension AND l.indicator = e.indicator
UNION ALL
SELECT l.dimension, NULL, NULL, '', 'statement', l.indicator, NULL, NULL, NULL, coalesce(i.quantity, i.key), i.unit, NULL, 'left_out', NULL, NULL, NULL, NULL, NULL, NULL, l.figures, l.numbers
FROM left_out l JOIN indicator i ON i.key = l.indicator WHERE NOT EXISTS (SELECT 1 FROM every e WHERE e.dimension = l.dimension AND e.indicator = l.indicator)
ORDER BY "by", source, indicator, subject, scope, flow, nature, scheme, code NULLS FIRST, within, entries
