-- Which targets, baselines and bases were moved, by how much, and whether a reason was given.
WITH version AS (
    -- Every version that could be known, in the order recorded; it stands beside the one it took the place of under its key.
    SELECT *, row_number() OVER same AS place, lag(number) OVER same AS earlier
    FROM target_known CROSS JOIN cut WHERE counts_on IS NULL OR counts_on <= as_of
    WINDOW same AS (PARTITION BY key ORDER BY number)
),
pair AS (
    SELECT number AS after, earlier AS before, 'replacement' AS way FROM version WHERE earlier IS NOT NULL
    UNION ALL
    -- A chain names the key of the target it takes the place of: meant is the version that stood when it was recorded.
    SELECT a.number, coalesce(max(CASE WHEN b.number < a.number THEN b.number END), min(b.number)), 'chain'
    FROM version a JOIN version b ON b.key = a.supersedes
    WHERE a.place = 1 AND a.version IN ('revised', 'restated')
    GROUP BY a.number
),
-- Two partial days of which one lies within the other are one day told more or less exactly.
move AS (
    SELECT CASE WHEN way = 'chain' AND a.version = 'restated' THEN 'target_restated' ELSE 'target_moved' END AS kind, way,
           a.indicator, a.subject, a.region, b.key AS before_key, a.key AS after_key, b.reading AS before, a.reading AS after,
           b.indicator = a.indicator AND coalesce(b.unit, a.unit, '') = coalesce(a.unit, b.unit, '') AS comparable,
           (b.reading, b.low, b.high, b.indicator) IS DISTINCT FROM (a.reading, a.low, a.high, a.indicator) AS value_moved,
           b.due_on AS before_due, a.due_on AS after_due, b.due_on_from AS before_from, b.due_on_to AS before_to,
           a.due_on_from AS after_from, a.due_on_to AS after_to, b.public_on AS before_public_on, a.public_on,
           a.reason, a.reason_words, b.number AS before_entry, a.number AS after_entry
    FROM pair JOIN version b ON b.number = pair.before JOIN version a ON a.number = pair.after
    UNION ALL
    SELECT 'baseline_moved', 'replacement', indicator, subject, region, key, key, lag(reading) OVER same, reading, true,
           lag(reading) OVER same IS DISTINCT FROM reading, lag(about) OVER same, about, lag(about_from) OVER same, lag(about_to) OVER same,
           about_from, about_to, lag(public_on) OVER same, public_on, reason, reason_words, lag(number) OVER same, number
    FROM baseline_known
    WINDOW same AS (PARTITION BY key ORDER BY number)
),
moved AS (
    SELECT *, coalesce(before_from > after_to OR after_from > before_to, before_to IS DISTINCT FROM after_to) AS date_moved
    FROM move WHERE before_entry IS NOT NULL
),
-- What a statement on an indicator tells of a count: the count itself, its share of a total, or that total.
speaks_of AS (
    SELECT key AS says, coalesce(numerator, key) AS indicator, measure = 'rate' AS in_percent, false AS of_total, unit
    FROM indicator WHERE measure NOT IN ('flow', 'rank', 'index', 'qualitative')
    UNION ALL
    SELECT denominator, numerator, false, true, NULL FROM indicator WHERE numerator IS NOT NULL AND denominator IS NOT NULL
),
counted AS (
    SELECT p.indicator, p.of_total, s.public_on, s.number, s.recency, s.about,
           CASE WHEN s.nature IN ('audited', 'measured') THEN 'verified' ELSE s.nature END AS class,
           CASE WHEN p.of_total THEN s.reading ELSE s.denominator END AS base,
           coalesce(CASE WHEN p.of_total THEN s.qualifier ELSE s.denominator_qualifier END, 'exact') = 'exact' AS exactly,
           -- Nineteen digits each: their product is then computed in 128 bits, budgets too.
           CASE WHEN p.in_percent THEN try_cast(try_cast(s.reading AS DECIMAL(19, 6)) * try_cast(s.denominator AS DECIMAL(19, 2)) / 100 AS DECIMAL(38, 18)) ELSE s.reading END AS reading
    FROM statement s JOIN speaks_of p ON p.says = s.indicator
    WHERE s.subject IS NULL AND s.region IS NULL AND coalesce(s.scope_relation, 'whole') <> 'part' AND coalesce(s.unit, p.unit, '') = coalesce(p.unit, s.unit, '')
),
-- A total that was told as "more than" says nothing of another base; the target of a part is no base of the whole.
told AS (
    SELECT indicator, base, 'told' AS as_what, public_on, number, NULL AS reason FROM counted WHERE base > 0 AND exactly
    UNION ALL
    SELECT indicator, reading, version, public_on, number, coalesce(reason, reason_words) FROM target_known CROSS JOIN cut
    WHERE reading > 0 AND subject IS NULL AND region IS NULL AND (counts_on IS NULL OR counts_on <= as_of)
      AND (version <> 'original' OR scope IS NULL)
),
candidate AS (
    SELECT indicator, base, min(public_on) FILTER (as_what IN ('told', 'observed_base', 'original')) AS public_on,
           arg_min(number, (public_on, number)) FILTER (as_what IN ('told', 'observed_base', 'original')) AS number,
           list(number ORDER BY number) FILTER (as_what IN ('told', 'observed_base', 'original')) AS numbers,
           bool_or(as_what = 'told') AND NOT bool_or(as_what IN ('partial', 'interim')) AS was_told,
           bool_or(as_what = 'original') AS was_target, bool_or(as_what = 'observed_base') AS was_observed,
           bool_or(as_what = 'revised') AS was_revised, max(reason) FILTER (as_what = 'revised') AS reason,
           bool_or(bool_or(as_what = 'observed_base')) OVER (PARTITION BY indicator) AS measured_by_target
    FROM told GROUP BY indicator, base
),
-- A target is a base once somebody measured by it.
chain AS (
    SELECT indicator, list(base ORDER BY public_on, number) AS bases, list(public_on ORDER BY public_on, number) AS base_days,
           list(number ORDER BY public_on, number) AS base_entries, flatten(list(numbers ORDER BY public_on, number)) AS told_in,
           arg_max(was_revised, (public_on, number)) AS revised, arg_max(reason, (public_on, number)) AS reason,
           bool_or(was_target) AS of_target
    FROM candidate WHERE was_told OR was_observed OR (was_target AND measured_by_target)
    GROUP BY indicator
),
newest AS (
    SELECT indicator, arg_max(reading, recency) FILTER (class = 'declared') AS declared, arg_max(coalesce(base, 0), recency) FILTER (class = 'declared') AS declared_base,
           arg_max(number, recency) FILTER (class = 'declared') AS declared_entry,
           arg_max(reading, recency) FILTER (class = 'verified') AS verified, arg_max(coalesce(base, 0), recency) FILTER (class = 'verified') AS verified_base,
           arg_max(number, recency) FILTER (class = 'verified') AS verified_entry
    FROM counted WHERE reading IS NOT NULL AND NOT of_total AND about IS NOT NULL GROUP BY indicator
)
SELECT kind, indicator, subject, region, way, before_key, after_key, before, after,
       CASE WHEN comparable THEN after - before END AS difference,
       CASE WHEN comparable AND before <> 0 THEN (after - before)::DOUBLE / abs(before)::DOUBLE END AS change,
       CASE WHEN value_moved AND date_moved THEN 'value_and_date' WHEN value_moved THEN 'value' ELSE 'date' END AS moved,
       before_due, after_due, date_diff('day', before_to, after_to) AS days_moved, before_public_on, public_on, reason, reason_words,
       reason IS NULL AND reason_words IS NULL AS without_reason, NULL::BOOLEAN AS without_revision, NULL::BOOLEAN AS of_target,
       NULL::DECIMAL(38, 18)[] AS bases, NULL::DATE[] AS base_days, NULL::BIGINT[] AS base_entries,
       NULL::DECIMAL(38, 18) AS declared, NULL::DECIMAL(38, 18) AS declared_base, NULL::DOUBLE AS declared_share, NULL::DOUBLE AS declared_on_first,
       NULL::DECIMAL(38, 18) AS verified, NULL::DECIMAL(38, 18) AS verified_base, NULL::DOUBLE AS verified_share, NULL::DOUBLE AS verified_on_first,
       before_entry, after_entry, [before_entry, after_entry] AS entries
FROM moved WHERE value_moved OR date_moved
UNION ALL
SELECT CASE WHEN len(bases) > 1 THEN 'base_changed' ELSE 'base_kept' END, indicator, NULL, NULL, NULL, NULL, NULL, bases[1], bases[-1],
       bases[-1] - bases[1], (bases[-1] - bases[1])::DOUBLE / bases[1]::DOUBLE, NULL, NULL, NULL, NULL, base_days[1], base_days[-1],
       NULL, reason, CASE WHEN len(bases) > 1 THEN reason IS NULL END, CASE WHEN len(bases) > 1 THEN NOT revised END, of_target,
       bases, base_days, base_entries,
       declared, nullif(declared_base, 0), declared::DOUBLE / nullif(declared_base, 0)::DOUBLE, declared::DOUBLE / bases[1]::DOUBLE,
       verified, nullif(verified_base, 0), verified::DOUBLE / nullif(verified_base, 0)::DOUBLE, verified::DOUBLE / bases[1]::DOUBLE,
       base_entries[1], base_entries[-1],
       list_sort(list_distinct(list_filter(list_concat(told_in, [declared_entry, verified_entry]), lambda entry: entry IS NOT NULL)))
FROM chain LEFT JOIN newest USING (indicator)
ORDER BY indicator, kind, after_entry, before_entry
