-- The courses of other countries, as known on the day of the question; where nothing was kept from then, as the oldest publication tells them.
WITH home AS (SELECT max(country) AS country FROM plan),
origin AS (SELECT least(as_of, known_on) AS origin_on FROM cut),
-- The newest known definition of each indicator, those of other countries' series too.
defined AS (
    SELECT * FROM indicator_known WHERE number NOT IN (SELECT number FROM indicator_gone)
    QUALIFY row_number() OVER (PARTITION BY key ORDER BY number DESC) = 1
),
said AS (
    SELECT s.indicator AS series, s.key, p.key AS area, p.country, s.about_to AS "on", s.reading, s.number, s.public_on
    FROM statement_known s JOIN party p ON p.key = s.subject CROSS JOIN cut
    -- A group of countries is made of those that stand beside it.
    WHERE p.party_kind = 'state' AND p.country IS NOT NULL AND s.indicator IS NOT NULL AND s.about_to IS NOT NULL
      AND s.nature <> 'announced' AND s.region IS NULL AND s.sector IS NULL AND s.audience IS NULL AND s.partner_country IS NULL
      AND coalesce(s.scope_relation, 'whole') <> 'part' AND (s.counts_on IS NULL OR s.counts_on <= as_of)
),
oldest AS (SELECT series, min(public_on) AS oldest_on FROM said GROUP BY series),
-- What was published about the years before may have been corrected by the oldest publication: a year less is known.
kept AS (
    SELECT said.*, oldest_on, CASE WHEN oldest_on <= origin_on THEN 'known_then' ELSE 'oldest_kept' END AS told_as
    FROM said JOIN oldest USING (series) CROSS JOIN origin
    WHERE CASE WHEN oldest_on <= origin_on THEN said.public_on <= origin_on AND said."on" <= origin_on
               ELSE said.public_on = oldest_on AND year(said."on") < year(origin_on) END
),
taken AS (SELECT entry, min(public_on) AS on_day FROM withdrawal_known GROUP BY entry),
version AS (
    SELECT * FROM kept QUALIFY row_number() OVER (PARTITION BY key ORDER BY number DESC) = 1
),
figure AS (
    SELECT v.series, v.area, v.country, v."on", v.told_as, v.oldest_on, arg_max(v.reading::DOUBLE, v.number) AS value, max(v.number) AS number
    FROM version v LEFT JOIN taken ON taken.entry = v.number CROSS JOIN origin
    WHERE v.reading IS NOT NULL AND (taken.on_day IS NULL OR taken.on_day > greatest(origin_on, v.oldest_on)) GROUP BY ALL
),
-- Of the series of one quantity, the one that most countries are in; what counts another thing is a class of its own.
size AS (SELECT series, count(DISTINCT area) AS areas, count(*) AS figures FROM figure GROUP BY series),
class AS (
    SELECT s.series, d.unit, d.measure, nullif(d.quantity, 'other_series') AS quantity FROM size s JOIN defined d ON d.key = s.series
    QUALIFY row_number() OVER (PARTITION BY coalesce(nullif(d.quantity, 'other_series'), s.series), d.measure
                               ORDER BY areas DESC, figures DESC, s.series) = 1
)
SELECT c.series, c.quantity, c.measure, c.unit, f.told_as, f.oldest_on, f.area, coalesce(f.country = home.country, false) AS own,
       f."on", f.value, [f.number] AS entries
FROM class c JOIN figure f ON f.series = c.series CROSS JOIN home
ORDER BY c.series, f.area, f."on"
