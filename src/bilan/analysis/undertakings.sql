-- What has become of every undertaking by the day.
WITH promise AS (
    SELECT u.*, t.number AS target_entry, t.reading AS aim, i.direction, i.number AS definition, i.unit AS indicator_unit, t.unit AS target_unit,
           t.subject AS aim_subject, t.region AS aim_region, as_of
    FROM undertaking u CROSS JOIN cut
    -- A target for a part ("edition 4", "939 more") cannot be set beside statements on the whole.
    LEFT JOIN target t ON t.key = u.target AND t.scope IS NULL AND t.version <> 'partial' AND t.reading IS NOT NULL
    LEFT JOIN indicator i ON i.key = coalesce(u.indicator, t.indicator)
),
ruling AS (
    SELECT undertaking, arg_max(outcome, (counts_on, public_on, number)) AS outcome, arg_max(number, (counts_on, public_on, number)) AS number,
           max(counts_on) AS counts_on, bool_or(outcome = 'not_kept') AS was_broken, list(number ORDER BY number) AS numbers
    FROM verdict GROUP BY undertaking
),
told AS (
    SELECT p.key, s.number, s.reading, s.counts_on, s.about_from, s.about_to, s.nature <> 'declared' AS verified, p.due_on_to, p.aim, p.rhythm,
           CASE p.direction WHEN 'up' THEN s.reach_low >= p.aim WHEN 'down' THEN s.reach_high <= p.aim END AS reaches,
           CASE p.direction WHEN 'up' THEN s.reach_high < p.aim WHEN 'down' THEN s.reach_low > p.aim END AS misses
    FROM promise p JOIN statement s ON s.indicator = p.indicator
     AND s.subject IS NOT DISTINCT FROM p.aim_subject AND s.region IS NOT DISTINCT FROM p.aim_region
    WHERE s.nature IN ('declared', 'measured', 'audited') AND s.reading IS NOT NULL AND s.sector IS NULL AND s.audience IS NULL
      AND (s.scope_relation IS NULL OR s.scope_relation <> 'part')
      AND coalesce(s.unit, p.indicator_unit) = coalesce(p.target_unit, p.indicator_unit)
      -- What stood before the promise was made does not keep it.
      AND s.counts_on >= coalesce(p.made_on_from, s.counts_on)
),
-- The newest value by the due day, and the first within a year after it; of either, verified before declared.
by_then AS (
    SELECT *, row_number() OVER (PARTITION BY key ORDER BY verified DESC, counts_on DESC, number DESC) AS place
    FROM told WHERE aim IS NOT NULL AND counts_on <= due_on_to
),
thereafter AS (
    SELECT *, row_number() OVER (PARTITION BY key ORDER BY verified DESC, counts_on, number DESC) AS place
    FROM told WHERE aim IS NOT NULL AND counts_on BETWEEN due_on_to AND due_on_to + 365
),
shown AS (
    SELECT p.key, coalesce(b.number, a.number) AS number, coalesce(b.reading, a.reading) AS reading, coalesce(b.counts_on, a.counts_on) AS counts_on,
           CASE WHEN b.number IS NOT NULL THEN 'kept' WHEN a.reaches THEN 'kept_late' WHEN a.misses THEN 'broken' END AS state
    FROM promise p
    LEFT JOIN by_then b ON b.key = p.key AND b.place = 1 AND b.reaches
    LEFT JOIN thereafter a ON a.key = p.key AND a.place = 1
),
counted AS (
    SELECT key, arg_max(reading, (counts_on, number)) AS reading, arg_max(number, (counts_on, number)) AS number, max(counts_on) AS counts_on,
           min(about_from) FILTER (WHERE about_from < about_to) AS starts_on
    FROM told WHERE rhythm IS NOT NULL GROUP BY key
),
paced AS (
    -- One at the start and one each period since; where the start was not told, one each period since the rule was made.
    SELECT c.*, CASE WHEN c.starts_on IS NULL THEN 0 ELSE 1 END
                + floor(date_diff('day', coalesce(c.starts_on, p.made_on_to), c.counts_on) / days_of(p.rhythm))::INTEGER AS expected
    FROM counted c JOIN promise p ON p.key = c.key
),
judged AS (
    SELECT p.*, r.number AS verdict, r.counts_on AS verdict_on, r.numbers AS verdicts, s.number AS shown_by, s.reading AS value, s.counts_on AS shown_on,
           c.number AS counted_by, c.reading AS count, c.expected, c.counts_on AS counted_on,
           CASE WHEN r.outcome IN ('kept', 'late') AND r.was_broken THEN 'kept_late'
                WHEN r.outcome = 'late' THEN 'kept_late'
                WHEN r.outcome = 'unknown' THEN 'cannot_determine'
                WHEN r.outcome = 'not_kept' THEN CASE WHEN as_of > due_on_to OR due_on IS NULL THEN 'broken' END
                ELSE r.outcome END AS by_verdict,
           s.state AS by_indicator,
           CASE WHEN c.expected IS NOT NULL THEN CASE WHEN c.reading < c.expected THEN 'broken' ELSE 'kept' END END AS by_rhythm,
           CASE WHEN due_on IS NULL THEN 'cannot_determine' WHEN as_of > due_on_to THEN 'overdue'
                WHEN as_of < due_on_from THEN 'to_come' ELSE 'due' END AS by_calendar
    FROM promise p LEFT JOIN ruling r ON r.undertaking = p.key LEFT JOIN shown s ON s.key = p.key LEFT JOIN paced c ON c.key = p.key
),
stated AS (
    SELECT *, coalesce(by_verdict, by_indicator, by_rhythm, by_calendar) AS state,
           CASE WHEN by_verdict IS NOT NULL THEN 'verdict' WHEN by_indicator IS NOT NULL THEN 'indicator'
                WHEN by_rhythm IS NOT NULL THEN 'rhythm' ELSE 'calendar' END AS computed_from
    FROM judged
),
proven AS (
    SELECT *, CASE computed_from WHEN 'verdict' THEN verdict WHEN 'indicator' THEN shown_by WHEN 'rhythm' THEN counted_by END AS proof,
           CASE computed_from WHEN 'verdict' THEN verdict_on WHEN 'indicator' THEN shown_on WHEN 'rhythm' THEN counted_on END AS proof_on
    FROM stated
)
SELECT key AS undertaking, what, undertaking_kind AS kind, made_by, made_by_name, office, organisation, organisation_name, node, made_on, due_on,
       due_on_from AS due_from, due_on_to AS due_to, state, computed_from,
       CASE WHEN state IN ('to_come', 'due') THEN date_diff('day', as_of, due_on_to) END AS days_left,
       CASE WHEN state IN ('overdue', 'broken') THEN date_diff('day', due_on_to, as_of)
            WHEN state = 'kept_late' THEN greatest(date_diff('day', due_on_to, proof_on), 0) END AS days_late,
       CASE computed_from WHEN 'indicator' THEN value WHEN 'rhythm' THEN count END AS told,
       CASE computed_from WHEN 'indicator' THEN aim WHEN 'rhythm' THEN expected END AS expected,
       proof, proof_on,
       list_filter([number, CASE WHEN computed_from = 'indicator' THEN target_entry END, CASE WHEN computed_from IN ('indicator', 'rhythm') THEN proof END],
                   lambda one: one IS NOT NULL) || CASE WHEN computed_from = 'verdict' THEN verdicts ELSE [] END AS entries
FROM proven
ORDER BY due_on_to NULLS LAST, made_on_to, number
