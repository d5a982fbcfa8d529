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
    SELECT s.number, s.indicator, s.subject, s.region, 'rate' AS what, s.rate_as_said AS said, s.denominator,
           coalesce(s.numerator, s.reading) AS value, coalesce(s.numerator, s.reach_low) AS low, coalesce(s.numerator, s.reach_high) AS high,
           NULL::DECIMAL(38, 18) AS baseline, NULL::DECIMAL(38, 18) AS target, NULL::BIGINT AS baseline_entry, NULL::BIGINT AS target_entry
    FROM statement s WHERE s.rate_as_said IS NOT NULL AND s.denominator > 0
    UNION ALL
    SELECT s.number, s.indicator, s.subject, s.region, 'progress', s.progress_as_said, NULL, s.reading, s.reading, s.reading,
           start.reading, final.reading, start.number, final.number
    FROM statement s
    LEFT JOIN start ON start.indicator = s.indicator AND coalesce(start.subject, '') = coalesce(s.subject, '') AND coalesce(start.region, '') = coalesce(s.region, '')
    LEFT JOIN final ON final.indicator = s.indicator AND coalesce(final.subject, '') = coalesce(s.subject, '') AND coalesce(final.region, '') = coalesce(s.region, '')
    WHERE s.progress_as_said IS NOT NULL
),
computed AS (
    SELECT *,
           CASE WHEN what = 'rate' THEN 100 * value::DOUBLE / denominator::DOUBLE
                WHEN target <> baseline THEN 100 * (value - baseline)::DOUBLE / (target - baseline)::DOUBLE END AS computed,
           100 * low::DOUBLE / denominator::DOUBLE AS computed_low, 100 * high::DOUBLE / denominator::DOUBLE AS computed_high,
           -- One unit of the last digit that was printed.
           power(10.0, -length(rtrim(split_part(said::VARCHAR, '.', 2), '0'))) AS unit
    FROM printed
),
judged AS (
    -- Rounded (half a unit either way) or cut (up to a unit above); what reaches without end leaves only the other bound.
    SELECT *,
           CASE WHEN computed IS NULL AND computed_low IS NULL AND computed_high IS NULL THEN 'cannot'
                WHEN coalesce(computed_high, 1e300) >= said::DOUBLE - unit / 2 - 1e-9
                     AND coalesce(computed_low, -1e300) <= said::DOUBLE + unit AND what = 'rate' THEN 'follows'
                WHEN what = 'progress' AND computed BETWEEN said::DOUBLE - unit / 2 - 1e-9 AND said::DOUBLE + greatest(unit, 1e-9) THEN 'follows'
                WHEN what = 'progress' AND greatest(0.0, least(100.0, computed)) BETWEEN said::DOUBLE - unit / 2 - 1e-9 AND said::DOUBLE + greatest(unit, 1e-9)
                THEN 'follows_when_clamped'
                WHEN what = 'progress' AND target > 0 AND 100 * value::DOUBLE / target::DOUBLE BETWEEN said::DOUBLE - unit / 2 - 1e-9 AND said::DOUBLE + unit
                THEN 'share_of_target'
                ELSE 'differs' END AS outcome
    FROM computed
)
SELECT indicator, subject, region, what, said, computed, said::DOUBLE - computed AS difference, outcome, value, denominator, baseline, target,
       number AS entry, list_filter([number, baseline_entry, target_entry], lambda entry: entry IS NOT NULL) AS entries
FROM judged
ORDER BY indicator, number, what
