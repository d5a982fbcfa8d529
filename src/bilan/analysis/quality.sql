-- What is missing or unsure about each indicator, one row per gap.
WITH observed AS (
    SELECT s.indicator, count(*) FILTER (s.missing IS NULL AND s.nature <> 'announced') AS observations,
           count(*) FILTER (s.missing IS NULL AND s.nature IN ('audited', 'measured')) AS verified,
           list(s.number ORDER BY s.number) FILTER (s.missing IS NULL AND s.about IS NULL) AS undated,
           list(s.number ORDER BY s.number) FILTER (s.certainty = 'uncertain') AS uncertain,
           list(s.number ORDER BY s.number) FILTER (s.missing IN ('not_reported', 'not_available', 'cannot_determine')) AS unreported,
           list(s.number ORDER BY s.number) FILTER (s.unit <> i.unit) AS other_unit,
           list(s.number ORDER BY s.number) FILTER (s.source IS NULL) AS unsourced,
           list(s.number ORDER BY s.number) FILTER (s.speaker IS NULL AND s.organisation IS NULL AND s.organisation_name IS NULL AND s.speaker_name IS NULL) AS unsigned,
           list(s.number ORDER BY s.number) FILTER (date_diff('day', s.said_on_to, s.recorded_at::DATE) > 365) AS late,
           list(s.number ORDER BY s.number) FILTER (s.words IS NOT NULL AND s.nature = 'declared' AND i.measure = 'qualitative') AS in_words,
           max(s.counts_on) AS newest
    FROM statement s JOIN indicator i ON i.key = s.indicator GROUP BY s.indicator
),
-- A rate verified of a told total verifies its numerator too.
by_rate AS (
    SELECT i.numerator FROM indicator i JOIN statement s ON s.indicator = i.key
    WHERE i.numerator IS NOT NULL AND s.denominator > 0 AND s.nature IN ('audited', 'measured')
),
aimed AS (
    SELECT indicator, count(*) AS targets, list(number ORDER BY number) FILTER (due_on IS NULL) AS undue,
           list(number ORDER BY number) FILTER (version = 'revised' AND reason IS NULL AND reason_words IS NULL) AS unexplained
    FROM target WHERE version IN ('original', 'revised') GROUP BY indicator
),
state AS (
    SELECT i.number, i.key, i.node, i.unit, i.measure, i.direction, i.headline, i.in_plan, i.definition, i.method, i.periodicity, i.delay,
           coalesce(i.owner, n.owner, n.owner_name) AS owner, i.key IN (SELECT indicator FROM baseline) AS has_baseline,
           coalesce(a.targets, 0) AS targets, a.undue, a.unexplained, coalesce(o.observations, 0) AS observations, coalesce(o.verified, 0) AS verified,
           o.undated, o.uncertain, o.unreported, o.other_unit, o.unsourced, o.unsigned, o.late, o.in_words, o.newest
    FROM indicator i LEFT JOIN node n ON n.key = i.node LEFT JOIN aimed a ON a.indicator = i.key LEFT JOIN observed o ON o.indicator = i.key
    WHERE i.closing IS NULL
),
gap AS (
    SELECT code.place, code.gap, state.*,
           CASE code.gap WHEN 'undated' THEN undated WHEN 'uncertain' THEN uncertain WHEN 'unreported' THEN unreported WHEN 'other_unit' THEN other_unit
                WHEN 'unsourced' THEN unsourced WHEN 'unsigned' THEN unsigned WHEN 'recorded_late' THEN late WHEN 'undefined_words' THEN in_words
                WHEN 'target_without_due_day' THEN undue WHEN 'target_moved_without_reason' THEN unexplained
                ELSE CASE WHEN CASE code.gap
                    WHEN 'no_definition' THEN definition IS NULL
                    WHEN 'no_owner' THEN owner IS NULL
                    -- What accumulates starts from nothing; what has no better way has nowhere to start from.
                    WHEN 'no_baseline' THEN direction IS NOT NULL AND measure <> 'cumulative' AND NOT has_baseline
                    WHEN 'no_target' THEN direction IS NOT NULL AND targets = 0
                    WHEN 'no_observation' THEN observations = 0
                    WHEN 'no_verified_observation' THEN verified = 0 AND state.key NOT IN (SELECT numerator FROM by_rate)
                    WHEN 'no_method' THEN method IS NULL AND direction IS NOT NULL
                    WHEN 'value_overdue' THEN periodicity IS NOT NULL AND date_diff('day', newest, as_of) > days_of(periodicity) + days_of(coalesce(delay, 'P0D'))
                    END THEN [state.number] END END AS found
    FROM state CROSS JOIN cut CROSS JOIN (VALUES
        (1, 'no_definition'), (2, 'no_owner'), (3, 'no_baseline'), (4, 'no_target'), (5, 'no_observation'), (6, 'no_verified_observation'), (7, 'no_method'),
        (8, 'value_overdue'), (9, 'target_without_due_day'), (10, 'target_moved_without_reason'), (11, 'undefined_words'), (12, 'undated'), (13, 'uncertain'),
        (14, 'unreported'), (15, 'other_unit'), (16, 'unsourced'), (17, 'unsigned'), (18, 'recorded_late')) AS code (place, gap)
)
SELECT key AS indicator, node, coalesce(headline, false) AS headline, in_plan, gap, len(found) AS concerned, observations, verified,
       list_sort(list_distinct(list_prepend(number, found))) AS entries
FROM gap WHERE len(found) > 0
ORDER BY indicator, place
