-- The figures a forecast stands on: of every thing that has a target, what was declared, what was verified, where it started.
WITH version AS (
    SELECT key, number, in_force_on_from, unit, measure, numerator, denominator, definition,
           lag(number) OVER same AS earlier, lag(unit) OVER same AS old_unit, lag(measure) OVER same AS old_measure,
           lag(numerator) OVER same AS old_numerator, lag(denominator) OVER same AS old_denominator, lag(definition) OVER same AS old_definition
    FROM indicator_known CROSS JOIN cut WHERE counts_on IS NULL OR counts_on <= as_of WINDOW same AS (PARTITION BY key ORDER BY number)
),
-- From its first day on, another definition counts something else; a version without such a day only words it otherwise.
redefined AS (
    SELECT key, max(in_force_on_from) AS since FROM version
    WHERE earlier IS NOT NULL AND in_force_on_from IS NOT NULL
      AND (unit, measure, numerator, denominator, definition) IS DISTINCT FROM (old_unit, old_measure, old_numerator, old_denominator, old_definition)
    GROUP BY key
),
thing AS (
    SELECT p.indicator, p.subject, p.region, i.number, i.unit, i.measure, i.direction, i.quantity, i.floor, i.ceiling, i.periodicity, i.numerator,
           p.baseline_entry, t.due_on_from, t.due_on_to, r.since,
           i.measure = 'rate' AND i.unit LIKE 'percent%' AND i.unit NOT LIKE '% per %' AS in_percent
    FROM progress p JOIN indicator i ON i.key = p.indicator JOIN target t ON t.number = p.target_entry
    LEFT JOIN redefined r ON r.key = p.indicator
    WHERE i.measure NOT IN ('rank', 'qualitative', 'ladder')
),
class AS (SELECT * FROM (VALUES ('declared'), ('verified')) AS class (told_as)),
said AS (
    -- As in `progress`: on the whole, in the unit of the indicator, told as a number. Without a day it tells no course.
    SELECT s.indicator, s.subject, s.region, s.nature, s.recency, s.number, s.reading, s.reach_low, s.reach_high, s.qualifier,
           s.about_from, s.about_to, s.counts_on, s.public_on, s.numerator, s.denominator,
           CASE WHEN s.scope_relation = 'other_definition' THEN coalesce(s.scope, '') END AS definition,
           coalesce(s.organisation, s.organisation_name, s.speaker, s.speaker_name) AS reporter
    FROM statement s JOIN indicator i ON i.key = s.indicator
    WHERE s.nature IN ('declared', 'measured', 'audited') AND s.missing IS NULL AND s.about_to IS NOT NULL
      AND (s.relation IS DISTINCT FROM 'repeats' OR coalesce(s.related NOT IN (SELECT key FROM statement WHERE key IS NOT NULL), true))
      AND (s.scope_relation IS NULL OR s.scope_relation <> 'part') AND (s.unit IS NULL OR s.unit = i.unit)
      AND (s.scope_relation = 'whole' OR (s.sector IS NULL AND s.audience IS NULL))
      AND (i.key IN (SELECT indicator FROM thing) OR i.numerator IN (SELECT indicator FROM thing))
      AND (s.value IS NOT NULL OR CASE WHEN s.numerator IS NOT NULL AND s.denominator IS NOT NULL THEN i.measure = 'rate'
                                       ELSE s.low IS NOT NULL OR s.high IS NOT NULL END)
),
told AS (
    SELECT indicator, subject, region, CASE WHEN nature = 'declared' THEN 'declared' ELSE 'verified' END AS told_as, nature, recency, number,
           reading, reach_low, reach_high, qualifier, about_to - about_from AS lasts, counts_on, public_on,
           definition, reporter, false AS from_rate
    FROM said
    UNION ALL
    -- A rate told with its denominator also tells its numerator.
    SELECT i.numerator, s.subject, s.region, CASE WHEN s.nature = 'declared' THEN 'declared' ELSE 'verified' END, s.nature, s.recency, s.number,
           coalesce(s.numerator, percent_of(s.reading, s.denominator)), coalesce(s.numerator, percent_of(s.reach_low, s.denominator)),
           coalesce(s.numerator, percent_of(s.reach_high, s.denominator)), CASE WHEN s.numerator IS NULL THEN 'about' ELSE s.qualifier END,
           s.about_to - s.about_from, s.counts_on, s.public_on, s.definition, s.reporter, true
    FROM said s JOIN indicator i ON i.key = s.indicator
    WHERE i.numerator IS NOT NULL AND s.denominator IS NOT NULL
),
-- A course is of one definition: its own, else that of the newest figure.
alike AS (
    SELECT * FROM told
    QUALIFY definition IS NOT DISTINCT FROM first_value(definition) OVER (PARTITION BY indicator, subject, region, told_as
                                                                          ORDER BY definition IS NOT NULL, recency DESC)
),
figure AS (
    SELECT t.indicator, t.subject, t.region, f.told_as, f.counts_on AS "on", coalesce(f.reading, (f.reach_low + f.reach_high) / 2, f.reach_low, f.reach_high) AS value,
           f.reach_low AS low, f.reach_high AS high, f.nature, f.qualifier, f.public_on, f.definition, f.reporter, f.number, f.lasts,
           nullif(t.due_on_to - t.due_on_from, 0) AS due_lasts, t.measure, t.since
    FROM thing t JOIN alike f ON f.indicator = t.indicator AND f.subject IS NOT DISTINCT FROM t.subject AND f.region IS NOT DISTINCT FROM t.region
    WHERE coalesce(f.reading, f.reach_low, f.reach_high) IS NOT NULL
    -- One figure a day: the audited before the measured, the one told outright, the newest.
    QUALIFY row_number() OVER (PARTITION BY t.indicator, t.subject, t.region, f.told_as, f.counts_on
                               ORDER BY f.nature = 'audited' DESC, f.from_rate, f.recency DESC) = 1
),
-- Where it started was told by the plan, and is the start of what was declared and of what was verified. A count that
-- starts from nothing tells nothing of its course.
start AS (
    SELECT t.indicator, t.subject, t.region, coalesce(b.about_to, cut.starts_on) AS "on", b.reading AS value, b.reach_low AS low, b.reach_high AS high,
           CASE WHEN t.measure IN ('cumulative', 'stock') AND b.reading = 0 THEN 'definition' ELSE 'baseline' END AS nature, b.qualifier, b.public_on,
           NULL AS definition, NULL AS reporter, b.number, b.about_to - b.about_from AS lasts, nullif(t.due_on_to - t.due_on_from, 0) AS due_lasts, t.measure, t.since
    FROM thing t JOIN baseline b ON b.number = t.baseline_entry CROSS JOIN cut WHERE b.reading IS NOT NULL
    UNION ALL
    -- What accumulates starts from nothing: no figure, a definition.
    SELECT t.indicator, t.subject, t.region, cut.starts_on, 0, 0, 0, 'definition', NULL, NULL, NULL, NULL, t.number, NULL, NULL, t.measure, t.since
    FROM thing t CROSS JOIN cut WHERE t.measure = 'cumulative' AND t.baseline_entry IS NULL
),
figures AS (
    SELECT * FROM figure
    UNION ALL
    SELECT s.indicator, s.subject, s.region, c.told_as, s.* EXCLUDE (indicator, subject, region)
    FROM start s CROSS JOIN class c CROSS JOIN cut
    WHERE s."on" <= as_of AND NOT EXISTS (
        FROM figure f WHERE f.indicator = s.indicator AND f.subject IS NOT DISTINCT FROM s.subject AND f.region IS NOT DISTINCT FROM s.region
                        AND CASE WHEN s.nature = 'definition' THEN f."on" <= s."on" ELSE f.told_as = c.told_as AND f."on" = s."on" END)
),
-- What flows is told for a period, and compares with amounts of as long a one: that of the target, else the newest.
periods AS (
    SELECT *, coalesce(due_lasts, arg_max(lasts, "on") OVER (PARTITION BY indicator, subject, region)) AS usual FROM figures
),
counted AS (
    SELECT *, count(*) FILTER (since > "on") OVER (PARTITION BY indicator, subject, region, told_as) AS left_out
    FROM periods WHERE measure <> 'flow' OR usual IS NULL OR abs(lasts - usual) <= 3
    -- What is older tells nothing more.
    QUALIFY row_number() OVER (PARTITION BY indicator, subject, region, told_as ORDER BY "on" DESC) <= 40
)
SELECT t.indicator, t.subject, t.region, class.told_as, c."on", c.value, c.low, c.high, c.nature, c.qualifier, c.public_on, c.definition, c.reporter,
       t.unit, t.measure, t.direction, t.quantity,
       CASE WHEN in_percent THEN 'share' WHEN t.measure IN ('rate', 'index') THEN t.measure
            WHEN t.measure = 'flow' OR currency_of(t.unit) IS NOT NULL THEN 'level' ELSE 'count' END AS kind,
       coalesce(t.floor, CASE WHEN in_percent OR t.measure IN ('stock', 'cumulative') THEN 0 END) AS lower,
       coalesce(t.ceiling, CASE WHEN in_percent THEN 100 END) AS upper,
       CASE WHEN days_of(t.periodicity) BETWEEN 1 AND 100 THEN 'quarter' ELSE 'year' END AS frequency,
       coalesce(c.left_out, 0) AS left_out, [coalesce(c.number, t.number)] AS entries
FROM thing t CROSS JOIN class
LEFT JOIN counted c ON c.indicator = t.indicator AND c.subject IS NOT DISTINCT FROM t.subject AND c.region IS NOT DISTINCT FROM t.region
                   AND c.told_as = class.told_as AND (c.since IS NULL OR c."on" >= c.since)
ORDER BY t.indicator, t.subject, t.region, class.told_as, c."on"
