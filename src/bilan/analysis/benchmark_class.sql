-- Levels of other countries, as known when a target was set; where nothing was kept from then, as the oldest publication tells them.
WITH home AS (SELECT max(country) AS country FROM plan),
-- The newest known definition of each indicator, those of other countries' series too.
defined AS (
    SELECT * FROM indicator_known WHERE number NOT IN (SELECT number FROM indicator_gone)
    QUALIFY row_number() OVER (PARTITION BY key ORDER BY number DESC) = 1
),
said AS (
    SELECT s.indicator AS series, s.key, s.subject, year(s.about_to) AS year, s.reading, s.number, s.public_on
    FROM statement_known s CROSS JOIN cut
    WHERE s.subject IN (SELECT key FROM abroad) AND s.indicator IS NOT NULL AND year(s.about_from) = year(s.about_to)
      AND s.nature <> 'announced' AND s.region IS NULL AND s.sector IS NULL AND s.audience IS NULL AND s.partner_country IS NULL
      AND coalesce(s.scope_relation, 'whole') <> 'part' AND (s.counts_on IS NULL OR s.counts_on <= as_of)
),
series AS (
    SELECT said.series, d.quantity, d.unit, min(said.public_on) AS oldest_on
    FROM said JOIN defined d ON d.key = said.series
    -- Amounts and counts tell how large a country is; only shares and indices compare.
    WHERE d.measure IN ('rate', 'index') AND d.quantity IS NOT NULL GROUP BY ALL
),
question AS (
    SELECT p.indicator, i.quantity, p.unit, p.baseline::DOUBLE AS start, p.target::DOUBLE AS target,
           year(t.due_on_to) - year(b.about_to) AS years, least(coalesce(t.set_on_to, t.public_on), known_on) AS origin_on,
           [p.baseline_entry, p.target_entry] AS asked
    FROM progress p JOIN indicator i ON i.key = p.indicator CROSS JOIN cut
    JOIN baseline b ON b.number = p.baseline_entry JOIN target t ON t.number = p.target_entry
    WHERE $years = 0 AND p.subject IS NULL AND p.region IS NULL AND i.measure IN ('rate', 'index') AND i.quantity IS NOT NULL
      AND p.baseline <> p.target AND year(t.due_on_to) > year(b.about_to)
    UNION ALL
    SELECT series, quantity, unit, $start, $target, $years::INTEGER,
           CASE WHEN $origin = 0 THEN least(as_of, known_on) ELSE least(make_date($origin::INTEGER, 12, 31), known_on) END, []
    FROM series CROSS JOIN cut WHERE $years > 0
),
-- A series of the same quantity, else the one that stands in for it.
stand_in AS (SELECT * FROM (VALUES ('internet_households', 'internet_users')) AS pairs (quantity, nearest)),
pair AS (
    SELECT q.*, s.series, s.unit AS series_unit, s.oldest_on, s.quantity <> q.quantity AS stand_in
    FROM question q LEFT JOIN stand_in n ON n.quantity = q.quantity
    LEFT JOIN series s ON CASE WHEN $years > 0 THEN s.series = q.indicator ELSE s.quantity IN (q.quantity, n.nearest) END
    QUALIFY (s.quantity <> q.quantity) IS NOT DISTINCT FROM min(s.quantity <> q.quantity) OVER (PARTITION BY q.indicator)
),
told AS (
    SELECT pair.*, 'known_then' AS told_as, year(origin_on) AS latest FROM pair
    UNION ALL
    SELECT pair.*, 'oldest_kept', year(origin_on) - $lag_years::INTEGER FROM pair WHERE oldest_on > origin_on
),
taken AS (SELECT entry, min(public_on) AS on_day FROM withdrawal_known GROUP BY entry),
version AS (
    SELECT told.indicator, told.series, told.told_as, said.*
    FROM told JOIN said ON said.series = told.series AND said.year <= told.latest
     AND CASE WHEN told.told_as = 'known_then' THEN said.public_on <= told.origin_on ELSE said.public_on = told.oldest_on END
    QUALIFY row_number() OVER (PARTITION BY told.indicator, told.told_as, said.key ORDER BY said.number DESC) = 1
),
level AS (
    SELECT v.indicator, v.series, v.told_as, p.country, v.year, arg_max(v.reading::DOUBLE, v.number) AS level, max(v.number) AS number,
           max(v.public_on) AS vintage_on
    FROM version v JOIN told ON told.indicator = v.indicator AND told.series = v.series AND told.told_as = v.told_as
    JOIN party p ON p.key = v.subject CROSS JOIN home LEFT JOIN taken ON taken.entry = v.number
    WHERE v.reading IS NOT NULL AND p.party_kind = 'state' AND p.country IS NOT NULL AND p.country IS DISTINCT FROM home.country
      AND (taken.on_day IS NULL OR taken.on_day > CASE WHEN v.told_as = 'known_then' THEN told.origin_on ELSE told.oldest_on END)
    GROUP BY ALL
)
SELECT t.indicator, t.series, t.stand_in, t.told_as, t.origin_on, t.oldest_on, t.unit, t.series_unit, t.start, t.target, t.years, t.latest,
       t.asked, l.country, l.year, l.level, l.number, l.vintage_on
FROM told t LEFT JOIN level l ON l.indicator = t.indicator AND l.series = t.series AND l.told_as = t.told_as
ORDER BY t.indicator, t.series, t.told_as, l.country, l.year
