-- The courses of other countries that some forecast takes its class from.
SELECT series, area, own, "on", value FROM forecast_panel p
WHERE EXISTS (FROM forecast_points t WHERE t.indicator = p.series
                                        OR (t.quantity = p.quantity AND t.measure = p.measure AND t.measure IN ('rate', 'index')))
ORDER BY series, area, "on"
