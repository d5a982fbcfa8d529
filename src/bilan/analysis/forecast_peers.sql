-- The courses of other countries that a forecast may take its class from.
SELECT series, area, own, "on", value FROM forecast_panel
WHERE measure IN ('rate', 'index') OR series IN (SELECT indicator FROM forecast_points)
ORDER BY series, area, "on"
