-- The figures of every thing that is foreseen, with the series of other countries that its class is taken from.
WITH thing AS (SELECT DISTINCT indicator, quantity, measure FROM forecast_points),
series AS (SELECT DISTINCT series, quantity, measure FROM forecast_panel),
-- Its own series, where others are told by the same indicator; else that of the quantity. Amounts and counts tell how large
-- a country is.
class AS (
    SELECT t.indicator, coalesce(max(s.series) FILTER (s.series = t.indicator), max(s.series)) AS series
    FROM thing t JOIN series s ON s.series = t.indicator
                               OR (s.quantity = t.quantity AND s.measure = t.measure AND t.measure IN ('rate', 'index'))
    GROUP BY t.indicator
)
SELECT p.indicator, subject, region, told_as, "on", value::DOUBLE AS value, low::DOUBLE AS low, high::DOUBLE AS high, nature, definition,
       reporter, measure, quantity, kind, lower, upper, frequency, left_out, class.series, entries
FROM forecast_points p LEFT JOIN class ON class.indicator = p.indicator
