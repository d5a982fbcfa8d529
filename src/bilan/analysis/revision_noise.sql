-- Of each source and quantity: the figures that were once its newest, and what became of them in later publications.
WITH defined AS (
    SELECT key, measure, unit, quantity FROM indicator_known WHERE number NOT IN (SELECT number FROM indicator_gone)
    QUALIFY row_number() OVER (PARTITION BY key ORDER BY number DESC) = 1
),
taken AS (SELECT DISTINCT entry FROM withdrawal_known),
scaled AS (SELECT key, CASE WHEN unit LIKE 'percent%' AND unit NOT LIKE '% per %' THEN 100 WHEN unit = 'index 0-1' THEN 1 END AS ceiling FROM defined),
-- Each version of a figure, on the scale of a forecast: the logit between bounds, else the logarithm. A course is what one
-- source says of one thing.
version AS (
    SELECT s.indicator, coalesce(s.organisation, s.organisation_name, '') AS publisher, s.subject, s.region, s.nature = 'declared' AS declared,
           s.about_to AS "on", s.about_from, s.public_on, s.number, taken.entry IS NULL AND s.missing IS NULL AS stands, s.reading,
           (date_diff('day', DATE '1970-01-01', s.public_on) << 31) | s.number AS turn, coalesce(o.source_kind = 'data', false) AS of_data,
           CASE WHEN c.ceiling IS NOT NULL THEN ln(within / (1 - within)) WHEN s.reading > 0 THEN ln(s.reading::DOUBLE) END AS told
    FROM statement_known s JOIN scaled c ON c.key = s.indicator
    LEFT JOIN party p ON p.key = s.subject LEFT JOIN source o ON o.key = s.source LEFT JOIN taken ON taken.entry = s.number CROSS JOIN cut,
    LATERAL (SELECT 0.0005 + 0.999 * least(greatest(s.reading::DOUBLE / c.ceiling, 0), 1) AS within)
    WHERE s.about_to IS NOT NULL AND s.nature <> 'announced' AND s.public_on IS NOT NULL AND (s.counts_on IS NULL OR s.counts_on <= as_of)
      AND coalesce(p.party_kind, '') <> 'group' AND s.sector IS NULL AND s.audience IS NULL AND s.partner_country IS NULL AND s.size IS NULL
      AND coalesce(s.scope_relation, 'whole') <> 'part'
),
course AS (SELECT *, hash(indicator, publisher, subject, region, declared) AS course FROM version),
figure AS (
    SELECT course, any_value(indicator) AS indicator, any_value(publisher) AS publisher, "on", about_from, min(public_on) AS first_on,
           arg_min({told: told, reading: reading}, turn) FILTER (told IS NOT NULL) AS was, arg_max({told: told, reading: reading, stands: stands}, turn) AS became,
           min(number) AS first_number, max(number) AS last_number, count(*) > 1 OR bool_or(of_data) AS followed
    FROM course GROUP BY course, "on", about_from
    HAVING count(told) > 0
),
publication AS (SELECT indicator, publisher, max(public_on) AS last_on FROM course GROUP BY indicator, publisher),
-- What moved with more than half of the figures of its course was not corrected: the base was.
moved AS (
    SELECT *, became.told - was.told AS change, max("on") OVER earlier AS newest_on,
           CASE WHEN count(*) OVER (PARTITION BY course) > 3 THEN median(became.told - was.told) OVER (PARTITION BY course) ELSE 0 END AS base
    FROM figure WINDOW earlier AS (PARTITION BY course ORDER BY first_on RANGE UNBOUNDED PRECEDING)
),
-- The newest when it was published, of a source that has published since, a year later or more. What is not corrected in
-- data stands; what somebody said once, and nobody said again, was neither confirmed nor corrected.
newest AS (
    SELECT m.*, became.stands AS stands, abs(change - base) >= $least AND abs(became.reading - was.reading) > 0.5 * pow(10, -least(
               length(split_part(rtrim(was.reading::VARCHAR, '0'), '.', 2)), length(split_part(rtrim(became.reading::VARCHAR, '0'), '.', 2)))) AS corrected
    FROM moved m JOIN publication p USING (indicator, publisher)
    WHERE followed AND "on" = newest_on AND p.last_on >= first_on + INTERVAL 1 YEAR
)
SELECT n.publisher, nullif(d.quantity, 'other_series') AS quantity, CASE WHEN coalesce(d.quantity, 'other_series') = 'other_series' THEN d.key END AS indicator,
       count(*) FILTER (stands) AS figures, count(*) FILTER (stands AND corrected) AS corrected, count(*) FILTER (NOT stands) AS taken_away,
       median(abs(change - base)) FILTER (stands AND corrected) AS size,
       list_distinct(flatten(list([first_number, last_number]) FILTER (stands AND corrected))) AS entries
FROM newest n JOIN defined d ON d.key = n.indicator
GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
