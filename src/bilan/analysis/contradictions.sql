-- What does not fit together: statements side by side with the other that speaks of the same thing.
WITH said AS (
    -- Whose voice, of which thing, of which part of it. Statements repeated word for word stand once.
    SELECT s.number, s.indicator, s.subject, s.region, s.nature, s.reading, s.reach_low, s.reach_high, s.about, s.counts_on, s.public_on,
           s.recency, s.said_on, s.said_on_from = s.said_on_to AS day_known, s.source, s.speaker, s.words, s.relation, s.related, s.certainty,
           s.scope, s.scope_relation, s.denominator, s.denominator_qualifier, i.node, i.unit, i.measure, i.direction, i.headline,
           s.nature IN ('audited', 'measured') AS verified, coalesce(s.speaker, s.organisation, s.speaker_name, s.organisation_name) AS voice,
           coalesce(s.organisation, s.organisation_name, s.speaker_name) AS house,
           concat_ws('|', s.subject, s.region, s.sector, s.edition, s.audience, CASE WHEN s.scope_relation = 'part' THEN coalesce(s.scope, '?') END) AS part
    FROM statement s JOIN indicator i ON i.key = s.indicator
    WHERE s.missing IS NULL AND coalesce(s.unit, i.unit) = i.unit
),
-- Numbers, and the counts that rates of a told total stand for.
number_said AS (
    SELECT number, indicator, indicator AS told_on, part, CASE WHEN measure = 'flow' THEN about ELSE '' END AS period, nature, verified, reading,
           reach_low, reach_high, about, counts_on, recency, denominator, denominator_qualifier, scope, scope_relation, certainty, measure
    FROM said WHERE reading IS NOT NULL AND measure <> 'qualitative' AND coalesce(relation, '') <> 'repeats' AND nature <> 'announced'
    UNION ALL
    SELECT s.number, i.numerator, s.indicator, s.part, '', s.nature, s.verified, percent_of(s.reading, s.denominator), percent_of(s.reach_low, s.denominator),
           percent_of(s.reach_high, s.denominator), s.about, s.counts_on, s.recency, s.denominator, s.denominator_qualifier, s.scope, s.scope_relation,
           s.certainty, i.measure
    FROM said s JOIN indicator i ON i.key = s.indicator
    WHERE i.numerator IS NOT NULL AND s.denominator > 0 AND s.verified AND s.reading IS NOT NULL AND coalesce(s.relation, '') <> 'repeats'
),
-- For each declared number and each judgement in words: the next verified one about that day or later, else the last one before.
neighbour AS (
    SELECT number AS told, indicator, told_on, nature, reading, reach_low, reach_high, about, counts_on, denominator, denominator_qualifier, scope, scope_relation, certainty,
           coalesce(min(CASE WHEN verified THEN recency END) OVER (same RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING),
                    max(CASE WHEN verified THEN recency END) OVER (same RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)) & 2147483647 AS other
    FROM number_said
    WINDOW same AS (PARTITION BY indicator, part, period ORDER BY counts_on)
),
declared_v_verified AS (
    SELECT 'declared_v_verified' AS kind, d.indicator, v.told_on AS other_indicator, d.told, v.number AS other, d.reading AS value, v.reading AS other_value,
           coalesce(d.reach_high < v.reach_low, false) OR coalesce(v.reach_high < d.reach_low, false) AS beyond
    FROM neighbour d JOIN number_said v ON v.number = d.other AND v.indicator = d.indicator
    WHERE d.nature = 'declared' AND (d.about IS NULL OR v.about IS NULL OR abs(date_diff('day', d.counts_on, v.counts_on)) <= 731)
),
-- Two figures for the same thing and the same period.
same_thing AS (
    SELECT a.number AS told, b.number AS other, a.indicator, a.reading AS value, b.reading AS other_value, a.nature, b.nature AS other_nature,
           coalesce(a.reach_high < b.reach_low, false) OR coalesce(b.reach_high < a.reach_low, false) AS beyond,
           a.said_on = b.said_on AND a.voice = b.voice AND (a.day_known OR a.source = b.source) AS one_speech,
           'repeats' IN (a.relation, b.relation) AS repeated
    FROM said a JOIN said b ON b.indicator = a.indicator AND b.part = a.part AND b.about = a.about AND b.number <> a.number
    WHERE a.reading <> b.reading AND (a.public_on, a.number) < (b.public_on, b.number)
),
words AS (
    SELECT number, indicator, node, nature, verified, counts_on, public_on, recency, speaker,
           lag(number) OVER (PARTITION BY indicator, part, speaker ORDER BY recency) AS before,
           lag(said_on) OVER (PARTITION BY indicator, part, speaker ORDER BY recency) IS DISTINCT FROM said_on AS on_another_day,
           min(CASE WHEN verified THEN recency END) OVER (PARTITION BY indicator, part ORDER BY counts_on RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)
           & 2147483647 AS verified_later
    FROM said WHERE words IS NOT NULL AND measure = 'qualitative' AND coalesce(scope_relation, 'whole') = 'whole'
),
-- The newest verified value of each indicator, and those whose own target it misses.
newest AS (
    SELECT indicator, arg_max(number, recency) AS number, arg_max(reading, recency) AS reading, arg_max(counts_on, recency) AS counts_on
    FROM said WHERE verified AND reading IS NOT NULL AND part = '' AND coalesce(relation, '') <> 'repeats' GROUP BY indicator
),
goal AS (
    SELECT indicator, arg_max(reading, (due_on_to, recency)) AS target, arg_max(number, (due_on_to, recency)) AS number
    FROM target WHERE version IN ('original', 'revised') AND reading IS NOT NULL AND due_on_to IS NOT NULL AND subject IS NULL AND region IS NULL AND scope IS NULL
    GROUP BY indicator
),
tree AS (SELECT key, parent FROM node),
-- The neighbours of an indicator whose verified value misses its target: first of indicators, which are few, then of statements.
beside AS MATERIALIZED (
    SELECT i.key AS indicator, o.key AS other, v.number, v.reading, v.counts_on, goal.target, goal.number AS goal
    FROM newest v JOIN goal ON goal.indicator = v.indicator AND v.reading < goal.target
    JOIN indicator i ON i.key = v.indicator AND i.headline AND i.direction = 'up'
    JOIN indicator o ON o.unit = i.unit AND o.measure = i.measure AND o.direction = i.direction AND o.key <> i.key
    JOIN tree AS here ON here.key = i.node JOIN tree AS there ON there.key = o.node AND (there.key = here.key OR there.parent = here.parent)
),
-- Digits and power of ten: two figures with the same digits and another power may be one slip of the pen.
digits AS (
    SELECT number, indicator, part, about, counts_on, public_on, reading, floor(log10(reading::DOUBLE))::INTEGER AS power,
           round(reading::DOUBLE / power(10.0, floor(log10(reading::DOUBLE))), 6) AS digits
    FROM said WHERE reading > 0 AND measure <> 'rate'
),
aim AS (
    SELECT t.number, t.indicator, t.version, t.due_on, i.node, i.unit, t.reading, floor(log10(t.reading::DOUBLE))::INTEGER AS power,
           round(t.reading::DOUBLE / power(10.0, floor(log10(t.reading::DOUBLE))), 6) AS digits
    FROM target t JOIN indicator i ON i.key = t.indicator WHERE t.reading > 0
),
found AS (
    SELECT kind, indicator, other_indicator, told, other, value, other_value, beyond, []::VARCHAR[] AS because, NULL::BIGINT AS also FROM declared_v_verified
    UNION ALL
    SELECT CASE WHEN one_speech THEN 'told_twice'
                WHEN 'announced' IN (nature, other_nature) AND nature <> other_nature THEN 'told_otherwise_than_announced'
                ELSE 'same_thing_other_figure' END,
           indicator, indicator, told, other, value, other_value, beyond, [], NULL
    FROM same_thing WHERE one_speech OR (beyond AND NOT coalesce(repeated, false))
    UNION ALL
    -- A total and its parts, told the same day by the same house on neighbouring indicators.
    SELECT 'told_in_parts', whole.indicator, part.indicator, whole.number, part.number, whole.reading, part.reading, NULL, ['indicator_differs'], NULL
    FROM said part JOIN statement k ON k.key = part.related JOIN said whole ON whole.number = k.number
    WHERE part.relation = 'splits' AND part.indicator <> whole.indicator AND part.unit = whole.unit AND part.said_on = whole.said_on AND part.house = whole.house
      AND part.nature = 'declared' AND part.reading < whole.reading
    UNION ALL
    SELECT 'words_v_audited', d.indicator, d.indicator, d.number, d.verified_later, NULL, NULL, NULL, [], NULL
    FROM words d WHERE d.nature = 'declared' AND d.verified_later IS NOT NULL
    UNION ALL
    SELECT 'said_otherwise_later', indicator, indicator, before, number, NULL, NULL, NULL, [], NULL
    FROM words WHERE before IS NOT NULL AND speaker IS NOT NULL AND on_another_day AND nature = 'declared'
    UNION ALL
    -- The words spoken of a node, and the rate at which it or a part of it was verified to be done.
    SELECT 'words_v_completion', d.indicator, v.indicator, d.number, v.number, NULL, v.reading, NULL, [], NULL
    FROM words d JOIN newest v ON v.counts_on >= d.counts_on JOIN indicator i ON i.key = v.indicator
    LEFT JOIN tree AS one ON one.key = i.completion_of LEFT JOIN tree AS two ON two.key = one.parent
    WHERE d.nature = 'declared' AND d.node IN (i.completion_of, one.parent, two.parent)
    UNION ALL
    -- A place or an index told of one ranking that is verified of another, while the first was verified otherwise.
    SELECT 'index_mistaken', a.indicator, right_one.indicator, a.number, true_one.number, a.reading, true_one.reading, true, ['index_differs'], right_one.number
    FROM said a
    JOIN said true_one ON true_one.indicator = a.indicator AND true_one.about = a.about AND true_one.verified AND true_one.reading <> a.reading
    JOIN said right_one ON right_one.node = a.node AND right_one.about = a.about AND right_one.verified AND right_one.indicator <> a.indicator
                       AND right_one.unit = a.unit AND right_one.measure = a.measure AND right_one.reading = a.reading
    WHERE NOT a.verified AND a.measure IN ('rank', 'index')
    UNION ALL
    -- A headline declared, and verified only on a neighbouring indicator of the same node, unit and sort.
    SELECT 'verified_beside', d.indicator, v.indicator, d.number, v.number, d.reading, v.reading,
           coalesce(d.reach_high < v.reach_low, false) OR coalesce(v.reach_high < d.reach_low, false),
           ['indicator_differs'], NULL
    FROM said d JOIN said v ON v.node = d.node AND v.unit = d.unit AND v.measure = d.measure AND v.direction = d.direction AND v.part = d.part AND v.indicator <> d.indicator
    WHERE d.headline AND d.measure = 'rate' AND d.nature = 'declared' AND v.nature = 'audited' AND d.reading IS NOT NULL AND v.reading IS NOT NULL
      AND d.indicator NOT IN (SELECT indicator FROM newest) AND abs(date_diff('day', d.counts_on, v.counts_on)) <= 730
    UNION ALL
    -- A figure of a neighbouring indicator of the same unit and sort that passes the target which the verified figure misses.
    SELECT 'told_beside_target', m.indicator, w.indicator, w.number, m.number, w.reading, m.reading, true, ['indicator_differs', 'scope_may_differ'], m.goal
    FROM beside m JOIN said w ON w.indicator = m.other AND w.reading >= m.target
    WHERE w.nature IN ('declared', 'estimated') AND w.part = '' AND abs(date_diff('day', m.counts_on, w.counts_on)) <= 366
    UNION ALL
    -- Money paid of a total, where that total is told on a neighbouring indicator.
    SELECT 'paid_v_planned', p.indicator, d.indicator, p.number, d.number, p.reading, d.reading, p.reach_high < d.reach_low, [], NULL
    FROM said p JOIN said d ON d.node = p.node AND d.unit = p.unit AND d.reading = p.denominator AND d.indicator <> p.indicator
    WHERE p.measure = 'cumulative' AND d.measure = 'stock' AND p.reading < d.reading AND length(p.unit) = 3 AND upper(p.unit) = p.unit
    UNION ALL
    SELECT 'slip', a.indicator, b.indicator, a.number, b.number, a.reading, b.reading, true, [], NULL
    FROM digits a JOIN digits b ON b.indicator = a.indicator AND b.part = a.part AND b.digits = a.digits AND b.power <> a.power
    WHERE (a.public_on, a.number) < (b.public_on, b.number)
      AND (a.about = b.about OR (abs(a.power - b.power) IN (3, 6, 9) AND abs(date_diff('day', a.counts_on, b.counts_on)) <= 800))
    UNION ALL
    SELECT 'slip', a.indicator, b.indicator, a.number, b.number, a.reading, b.reading, true, ['indicator_differs'], NULL
    FROM aim a JOIN aim b ON b.node = a.node AND b.unit = a.unit AND b.digits = a.digits AND b.power <> a.power AND b.due_on = a.due_on
    WHERE a.version = 'restated' AND b.version <> 'restated'
    UNION ALL
    SELECT 'below_own_baseline', s.indicator, s.indicator, s.number, base.number, s.reading, base.reading, true, [], NULL
    FROM (SELECT indicator, subject, region, direction, nature, arg_max(number, recency) AS number, arg_max(reading, recency) AS reading,
                 arg_max(reach_high, recency) AS reach_high, arg_max(reach_low, recency) AS reach_low, max(counts_on) AS counts_on
          FROM said WHERE reading IS NOT NULL AND coalesce(scope_relation, 'whole') = 'whole' AND measure IN ('stock', 'cumulative') AND nature <> 'announced'
            AND about IS NOT NULL GROUP BY indicator, subject, region, direction, nature) s
    JOIN baseline base ON base.indicator = s.indicator AND coalesce(base.subject, '') = coalesce(s.subject, '') AND coalesce(base.region, '') = coalesce(s.region, '')
    WHERE s.counts_on > base.about_to AND ((s.direction = 'up' AND s.reach_high < base.reach_low) OR (s.direction = 'down' AND s.reach_low > base.reach_high))
    UNION ALL
    SELECT 'rate_does_not_follow', indicator, indicator, entry, entry, said, computed::DECIMAL(38, 18), true, [], NULL FROM "rates" WHERE outcome = 'differs'
    UNION ALL
    SELECT CASE s.relation WHEN 'misreads' THEN 'misread' ELSE 'said_to_contradict' END, s.indicator, o.indicator, s.number, o.number, s.reading, o.reading,
           CASE WHEN s.reading IS NOT NULL THEN coalesce(s.reach_high < o.reach_low, false) OR coalesce(o.reach_high < s.reach_low, false) END,
           CASE WHEN s.indicator <> o.indicator THEN ['indicator_differs'] ELSE [] END, NULL
    FROM said s JOIN statement o ON o.key = s.related WHERE s.relation = 'contradicts' OR (s.relation = 'misreads' AND (s.reading <> o.reading OR s.measure NOT IN ('rank', 'index')))
),
-- One row for two entries: the first kind of this order that found them.
one AS (
    SELECT *, row_number() OVER (
        PARTITION BY least(told, other), greatest(told, other)
        ORDER BY list_position(['rate_does_not_follow', 'slip', 'index_mistaken', 'misread', 'told_twice', 'told_in_parts', 'declared_v_verified', 'words_v_audited',
                                'said_otherwise_later', 'same_thing_other_figure'], kind) NULLS LAST, kind) AS place
    FROM found
),
-- Why the two may not be compared, or not surely. What two words mean is for the reader to compare.
weighed AS (
    SELECT one.* REPLACE (list_filter(list_concat(because, [
               CASE WHEN a.denominator <> b.denominator AND coalesce(a.denominator_qualifier, b.denominator_qualifier, 'exact') = 'exact' THEN 'base_differs' END,
               CASE WHEN (a.denominator IS NULL) <> (b.denominator IS NULL) AND b.measure = 'rate' AND value IS NOT NULL THEN 'base_not_told' END,
               CASE WHEN a.words IS NOT NULL THEN 'in_words' END,
               CASE WHEN a.scope IS DISTINCT FROM b.scope AND a.indicator = b.indicator AND (a.scope_relation <> 'whole' OR b.scope_relation <> 'whole') THEN 'definition_differs' END,
               CASE WHEN a.number IS NULL OR b.number IS NULL THEN NULL WHEN a.about IS NULL OR b.about IS NULL THEN 'date_unknown'
                    WHEN abs(date_diff('day', a.counts_on, b.counts_on)) > 366 AND a.about <> b.about THEN 'dates_differ' END,
               CASE WHEN 'uncertain' IN (a.certainty, b.certainty) THEN 'reading_uncertain' END]), lambda reason: reason IS NOT NULL) AS because)
    FROM one LEFT JOIN said a ON a.number = told LEFT JOIN said b ON b.number = other WHERE place = 1
)
SELECT kind, weighed.indicator, other_indicator, coalesce(a.subject, b.subject) AS subject, coalesce(a.region, b.region) AS region,
       value, other_value, value - other_value AS difference, CASE WHEN other_value <> 0 THEN value::DOUBLE / other_value::DOUBLE END AS ratio, beyond,
       a.nature, b.nature AS other_nature, a.speaker, b.speaker AS other_speaker, a.house AS organisation, b.house AS other_organisation,
       a.words, b.words AS other_words, a.about, b.about AS other_about, a.public_on, b.public_on AS other_public_on,
       date_diff('day', a.counts_on, b.counts_on) AS days_between,
       CASE WHEN list_has_any(because, ['base_differs', 'indicator_differs', 'index_differs', 'in_words']) THEN 'no'
            WHEN len(because) > 0 THEN 'uncertain' ELSE 'yes' END AS comparable, because,
       told AS entry, nullif(other, told) AS other_entry, list_sort(list_distinct(list_filter([told, other, also], lambda entry: entry IS NOT NULL))) AS entries
FROM weighed LEFT JOIN said a ON a.number = told LEFT JOIN said b ON b.number = other
ORDER BY indicator, kind, entry, other_entry
