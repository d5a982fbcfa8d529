-- Progress, written once: how much of the way from the baseline to the target is done.
--
-- raw      = (value - baseline) / (target - baseline), in either direction;
-- already at or beyond the target at the start: 1 while still there, 0 once fallen behind;
-- NULL when any of the three is unknown. Shown clamped to 0..1, kept raw.
CREATE TEMP MACRO progress(value, baseline, target, direction) AS
    CASE
        WHEN value IS NULL OR baseline IS NULL OR target IS NULL THEN NULL
        WHEN direction = 'up' AND baseline >= target THEN CASE WHEN value >= target THEN 1.0::DOUBLE ELSE 0.0::DOUBLE END
        WHEN direction = 'down' AND baseline <= target THEN CASE WHEN value <= target THEN 1.0::DOUBLE ELSE 0.0::DOUBLE END
        WHEN baseline = target THEN NULL
        ELSE (value - baseline)::DOUBLE / (target - baseline)::DOUBLE
    END;
CREATE TEMP MACRO shown(progress) AS greatest(0.0::DOUBLE, least(1.0::DOUBLE, progress));
