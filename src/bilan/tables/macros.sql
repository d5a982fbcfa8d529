-- Progress, written once: how much of the way from the baseline to the target is done.
--
-- raw      = (value - baseline) / (target - baseline), in either direction;
-- already at or beyond the target at the start: 1 while still there, 0 once fallen behind;
-- NULL when any of the three is unknown. Kept raw; whoever shows it holds it between 0 and 1.
CREATE MACRO progress(value, baseline, target, direction) AS
    CASE
        WHEN value IS NULL OR baseline IS NULL OR target IS NULL THEN NULL
        WHEN direction = 'up' AND baseline >= target THEN CASE WHEN value >= target THEN 1.0::DOUBLE ELSE 0.0::DOUBLE END
        WHEN direction = 'down' AND baseline <= target THEN CASE WHEN value <= target THEN 1.0::DOUBLE ELSE 0.0::DOUBLE END
        WHEN baseline = target THEN NULL
        ELSE (value - baseline)::DOUBLE / (target - baseline)::DOUBLE
    END;
-- Days in a duration of ISO 8601, a year being 365 and a month 30 days; NULL when none was given.
CREATE MACRO days_of(duration) AS
    365 * coalesce(try_cast(regexp_extract(duration, '([0-9]+)Y', 1) AS INTEGER), 0)
    + 30 * coalesce(try_cast(regexp_extract(duration, '([0-9]+)M', 1) AS INTEGER), 0)
    + 7 * coalesce(try_cast(regexp_extract(duration, '([0-9]+)W', 1) AS INTEGER), 0)
    + CASE WHEN duration IS NOT NULL THEN coalesce(try_cast(regexp_extract(duration, '([0-9]+)D', 1) AS INTEGER), 0) END;
-- A percentage of a total, exact; NULL beyond sixteen digits.
CREATE MACRO percent_of(share, total) AS
    try_cast(try_cast(share AS DECIMAL(16, 6)) * try_cast(total AS DECIMAL(18, 2)) * 0.01 AS DECIMAL(38, 18));
-- An exact number as text, without the zeros that its type adds.
CREATE MACRO plainly(number) AS
    CASE WHEN number = trunc(number) THEN trunc(number)::DECIMAL(38, 0)::VARCHAR ELSE rtrim(number::VARCHAR, '0') END;
-- The currency a unit is counted in: three capitals of ISO 4217, "MAD per year" like "MAD"; NULL when it is no money.
CREATE MACRO currency_of(unit) AS nullif(regexp_extract(unit, '^([A-Z]{3})( per .*)?$', 1), '');
-- A duration of ISO 8601 as an interval of the calendar, a month being as long as that month; NULL when none was given.
CREATE MACRO lapse_of(duration) AS CASE WHEN duration IS NOT NULL THEN
    to_years(coalesce(try_cast(regexp_extract(duration, '([0-9]+)Y', 1) AS INTEGER), 0))
    + to_months(coalesce(try_cast(regexp_extract(duration, '([0-9]+)M', 1) AS INTEGER), 0))
    + to_days(7 * coalesce(try_cast(regexp_extract(duration, '([0-9]+)W', 1) AS INTEGER), 0)
              + coalesce(try_cast(regexp_extract(duration, '([0-9]+)D', 1) AS INTEGER), 0)) END;
