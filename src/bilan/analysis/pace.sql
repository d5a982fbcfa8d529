-- Speed shown beside speed needed, as declared and as verified.
WITH claim AS (
    SELECT indicator, subject, region, headline, 'declared' AS told_as, unit, measure, direction, baseline, baseline_entry, target,
           path_starts_on, path_ends_on, expected_progress, declared AS value, declared_about AS about, declared_counts_on AS counts_on,
           declared_entry AS entry, declared_progress AS progress, declared_progress_low AS at_low, declared_progress_high AS at_high,
           expected_when_declared AS expected_then, declared_planned_on AS planned_on,
           list_filter(entries, lambda one: one IS DISTINCT FROM verified_entry) AS entries
    FROM progress WHERE declared_progress IS NOT NULL
    UNION ALL
    SELECT indicator, subject, region, headline, 'verified', unit, measure, direction, baseline, baseline_entry, target,
           path_starts_on, path_ends_on, expected_progress, verified, verified_about, verified_counts_on,
           verified_entry, verified_progress, verified_progress_low, verified_progress_high,
           expected_when_verified, verified_planned_on,
           list_filter(entries, lambda one: one IS DISTINCT FROM declared_entry)
    FROM progress WHERE verified_progress IS NOT NULL
),
timed AS (
    SELECT c.*, as_of, date_diff('day', path_starts_on, c.counts_on) / 365.25 AS years, progress >= 1 AS reached,
           date_diff('day', c.counts_on, path_ends_on) / 365.25 AS years_left,
           -- Months and years differ by a day or three; periods that differ by more are other periods.
           CASE WHEN path_starts_on >= c.counts_on THEN 'no_time'
                WHEN (direction = 'up' AND baseline >= target) OR (direction = 'down' AND baseline <= target) THEN 'beyond_at_start'
                WHEN measure = 'flow' AND coalesce(abs((s.about_to - s.about_from) - (b.about_to - b.about_from)) > 3, true)
                THEN 'periods_differ' END AS cannot
    FROM claim c CROSS JOIN cut
    LEFT JOIN statement s ON s.number = c.entry LEFT JOIN baseline b ON b.number = c.baseline_entry
),
going AS (
    SELECT *, CASE WHEN cannot IS NULL THEN (value - baseline)::DOUBLE / years END AS speed,
           CASE WHEN NOT reached AND years_left > 0 THEN (target - value)::DOUBLE / years_left END AS speed_needed,
           CASE WHEN cannot IS NULL THEN progress / years END AS progress_per_year,
           CASE WHEN NOT reached AND cannot IS NULL AND progress > 0 THEN (1 - progress) / progress * years * 365.25 END AS days_to_go
    FROM timed
)
SELECT indicator, subject, region, headline, told_as, unit, value, about, counts_on, progress, path_starts_on AS from_on,
       path_ends_on AS due_on, reached, speed, speed_needed, progress_per_year,
       CASE WHEN cannot IS NULL THEN CASE WHEN target > baseline THEN at_low ELSE at_high END / years END AS progress_per_year_low,
       CASE WHEN cannot IS NULL THEN CASE WHEN target > baseline THEN at_high ELSE at_low END / years END AS progress_per_year_high,
       speed / speed_needed AS ratio, expected_then, progress - expected_then AS ahead_then, progress - expected_progress AS ahead_now,
       CASE WHEN reached THEN greatest(date_diff('day', counts_on, planned_on), 0) ELSE date_diff('day', counts_on, planned_on) END AS days_ahead_then,
       CASE WHEN reached THEN greatest(date_diff('day', as_of, planned_on), 0) ELSE date_diff('day', as_of, planned_on) END AS days_ahead_now,
       CASE WHEN days_to_go <= 36525 THEN counts_on + ceil(days_to_go)::INTEGER END AS arrives_on,
       CASE WHEN days_to_go <= 36525 THEN date_diff('day', path_ends_on, counts_on + ceil(days_to_go)::INTEGER) END AS days_late,
       cannot, entries
FROM going
ORDER BY indicator, subject, region, told_as
