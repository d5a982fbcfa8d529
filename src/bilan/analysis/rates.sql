-- Do printed rates follow from the numbers printed with them, and printed progress from the values published with it?
WITH start AS (
    SELECT indicator, subject, region, arg_max(reading, recency) AS reading, max(recency) & 2147483647 AS number
    FROM baseline WHERE reading IS NOT NULL GROUP BY indicator, subject, region
),
-- The way a printed progress is told of ends at the final target: of those in force the one due last.
final AS (
    SELECT indicator, subject, region, arg_max(reading, (due_on_to, recency)) AS reading, arg_max(number, (due_on_to, recency)) AS number
    FROM target WHERE version IN ('original', 'revised', 'interim') AND reading IS NOT NULL AND due_on_to IS NOT NULL AND scope IS NULL
    GROUP BY indicator, subject, region
),
printed AS (
    SELECT number, indicator, subject, region, 'rate' AS what, rate_as_said AS said, denominator, coalesce(numerator, reading) AS value,
           coalesce(numerator, reach_low) AS low, coalesce(numerator, reach_high) AS high,
           NULL::DECIMAL(38, 18) AS baseline, NULL::DECIMAL(38, 18) AS target, NULL::BIGINT AS baseline_entry, NULL::BIGINT AS target_entry
    FROM statement WHERE rate_as_said IS NOT NULL AND denominator > 0
    UNION ALL
    SELECT s.number, s.indicator, s.subject, s.region, 'progress', s.progress_as_said, NULL, s.reading, NULL, NULL,
           start.reading, final.reading, start.number, final.number
    FROM statement s
    LEFT JOIN start ON start.indicator = s.indicator AND coalesce(start.subject, '') = coalesce(s.subject, '') AND coalesce(start.region, '') = coalesce(s.region, '')
    LEFT JOIN final ON final.indicator = s.indicator AND coalesce(final.subject, '') = coalesce(s.subject, '') AND coalesce(final.region, '') = coalesce(s.region, '')
    WHERE s.progress_as_said IS NOT NULL
),
-- How many decimals were printed tells how far rounding may have gone; whole numbers are taken as counted, not rounded.
digits AS (
    SELECT printed.*, i.direction, power(10.0, -length(rtrim(split_part(said::VARCHAR, '.', 2), '0'))) AS unit,
           length(rtrim(split_part(value::VARCHAR, '.', 2), '0')) AS value_decimals, length(rtrim(split_part(baseline::VARCHAR, '.', 2), '0')) AS baseline_decimals
    FROM printed JOIN indicator i ON i.key = printed.indicator
),
computed AS (
    SELECT *,
           CASE WHEN what = 'rate' THEN 100 * value::DOUBLE / denominator::DOUBLE
                WHEN target <> baseline THEN 100 * (value - baseline)::DOUBLE / (target - baseline)::DOUBLE END AS computed,
           100 * low::DOUBLE / denominator::DOUBLE AS computed_low, 100 * high::DOUBLE / denominator::DOUBLE AS computed_high,
           100 * progress(value, baseline, target, direction) AS held, 100 * value::DOUBLE / nullif(target, 0)::DOUBLE AS of_target,
           -- Rounding at the last digit printed goes half a unit either way, cutting a whole one towards zero.
           said::DOUBLE - unit / CASE WHEN said < 0 THEN 1 ELSE 2 END - 1e-9 AS at_least, said::DOUBLE + unit / CASE WHEN said < 0 THEN 2 ELSE 1 END + 1e-9 AS at_most,
           50 * (CASE WHEN value_decimals > 0 THEN power(10.0, -value_decimals) ELSE 0 END + CASE WHEN baseline_decimals > 0 THEN power(10.0, -baseline_decimals) ELSE 0 END)
           / nullif(abs((target - baseline)::DOUBLE), 0) AS slack
    FROM digits
),
judged AS (
    SELECT *,
           CASE WHEN what = 'rate' AND computed_low IS NULL AND computed_high IS NULL THEN 'cannot'
                WHEN what = 'rate' AND coalesce(computed_low <= at_most, true) AND coalesce(computed_high >= at_least, true) THEN 'follows'
                WHEN what = 'rate' THEN 'differs'
                WHEN computed IS NULL AND held IS NULL THEN 'cannot'
                WHEN computed BETWEEN at_least - slack AND at_most + slack THEN 'follows'
                WHEN computed < 0 AND 0 BETWEEN at_least - slack AND at_most + slack THEN 'follows_when_clamped'
                WHEN computed > 100 AND 100 BETWEEN at_least - slack AND at_most + slack THEN 'follows_when_clamped'
                WHEN held BETWEEN at_least AND at_most THEN 'already_there'
                WHEN of_target BETWEEN at_least AND at_most THEN 'share_of_target'
                ELSE 'differs' END AS outcome
    FROM computed
)
SELECT indicator, subject, region, what, said, computed, said::DOUBLE - computed AS difference, outcome, value, denominator, baseline, target,
       number AS entry, list_filter([number, baseline_entry, target_entry], lambda entry: entry IS NOT NULL) AS entries
FROM judged
ORDER BY indicator, number, what
