-- The figures of every thing that is foreseen, with the series of other countries that its class is taken from.
WITH thing AS (SELECT DISTINCT indicator, quantity, measure FROM forecast_points),
series AS (SELECT DISTINCT series, quantity, measure FROM forecast_panel),
-- Its own series, where others are told by the same indicator; else that of the quantity, else the one that stands in for
-- it. Amounts and counts tell how large a country is.
stand_in AS (SELECT * FROM (VALUES ('internet_households', 'internet_users')) AS pairs (quantity, nearest)),
class AS (
    SELECT t.indicator, arg_min(s.series, (s.series <> t.indicator, s.quantity IS DISTINCT FROM t.quantity, s.series)) AS series
    FROM thing t LEFT JOIN stand_in n ON n.quantity = t.quantity
    JOIN series s ON s.series = t.indicator
                  OR (s.quantity IN (t.quantity, n.nearest) AND s.measure = t.measure AND t.measure IN ('rate', 'index'))
    GROUP BY t.indicator
)
SELECT p.indicator, subject, region, told_as, "on", value::DOUBLE AS value, low::DOUBLE AS low, high::DOUBLE AS high, nature, definition,
       reporter, measure, quantity, kind, lower, upper, frequency, left_out, class.series, entries
FROM forecast_points p LEFT JOIN class ON class.indicator = p.indicator
