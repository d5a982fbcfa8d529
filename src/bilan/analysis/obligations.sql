-- What has become of every obligation of an agreement by the day.
WITH moved AS (
    -- The day it was first due, in the oldest version that told one.
    SELECT key, arg_min(due_on_to, number) FILTER (WHERE due_on_to IS NOT NULL) AS first_due_to FROM obligation_known WHERE key IS NOT NULL GROUP BY key
),
owed AS (
    SELECT o.*, a.agreement_kind, a.partner_country, a.number AS signed_by, m.first_due_to, as_of,
           o.obligation_kind IS NOT DISTINCT FROM 'risk' AS borne,
           -- A word on its keeping counts once its last day has come.
           CASE WHEN o.kept_on_to <= as_of THEN o.kept_on_to END AS kept_by,
           CASE WHEN o.broken_on_to <= as_of THEN o.broken_on_to END AS broken_by,
           CASE WHEN coalesce(o.observed_on_to, o.public_on) <= as_of AND o.observed IS NOT NULL AND o.amount IS NOT NULL
                THEN coalesce(o.observed_on_to, o.public_on) END AS observed_by,
           CASE WHEN o.failures IS NOT NULL AND coalesce(o.observed_on_to, o.due_on_to, o.public_on) <= as_of
                THEN coalesce(o.observed_on_to, o.due_on_to, o.public_on) END AS counted_by
    FROM obligation o JOIN agreement a ON a.key = o.agreement LEFT JOIN moved m ON m.key = o.key CROSS JOIN cut
),
read AS (
    SELECT *,
           CASE WHEN borne THEN NULL
                -- Of two words the newer decides; told on one day, the worse.
                WHEN kept_by IS NOT NULL AND (broken_by IS NULL OR kept_by > broken_by) THEN 'kept'
                WHEN broken_by IS NOT NULL THEN 'broken'
                WHEN counted_by IS NOT NULL THEN CASE WHEN failures = 0 THEN 'kept' ELSE 'broken' END
                WHEN observed_by IS NOT NULL AND observed >= amount THEN 'kept'
                WHEN observed_by >= due_on_to THEN 'broken' END AS found,
           CASE WHEN borne THEN NULL WHEN kept_by IS NOT NULL OR broken_by IS NOT NULL THEN 'told' WHEN counted_by IS NOT NULL THEN 'failures'
                WHEN observed_by IS NOT NULL AND (observed >= amount OR observed_by >= due_on_to) THEN 'observed' ELSE 'calendar' END AS computed_from,
           CASE WHEN as_of > due_on_to AND NOT borne THEN true ELSE false END AS is_due
    FROM owed
),
dated AS (
    SELECT *,
           CASE WHEN found IS NULL OR due_on_to IS NULL THEN NULL
                WHEN found = 'broken' THEN false
                WHEN computed_from = 'failures' THEN true
                WHEN computed_from = 'told' THEN CASE WHEN kept_by <= due_on_to THEN true WHEN kept_on_from > due_on_to THEN false END
                -- What is seen to be reached after the due day may have been reached before it.
                WHEN observed_by <= due_on_to THEN true END AS on_time
    FROM read
),
stated AS (
    SELECT *,
           CASE WHEN borne THEN NULL
                WHEN found = 'kept' THEN CASE WHEN on_time IS FALSE THEN 'kept_late' ELSE 'kept' END
                -- Nothing is broken before the day it is due.
                WHEN found = 'broken' AND (due_on_to IS NULL OR is_due) THEN 'broken'
                WHEN due_on IS NULL THEN 'cannot_determine'
                WHEN is_due THEN 'overdue'
                WHEN as_of < due_on_from THEN 'to_come'
                ELSE 'due' END AS state
    FROM dated
)
SELECT key AS obligation, agreement, agreement_kind, partner_country, party, party_name, what, obligation_kind, risk, amount, unit, currency,
       due_on, due_on_from AS due_from, due_on_to AS due_to, first_due_to, first_due_to < due_on_to AS moved, state, computed_from, is_due, on_time,
       CASE WHEN is_due AND state = 'broken' THEN 'broken' WHEN is_due AND on_time THEN 'kept_on_time' WHEN is_due AND state = 'kept_late' THEN 'late'
            WHEN is_due THEN 'unknown' END AS outcome,
       CASE WHEN state IN ('overdue', 'broken') THEN date_diff('day', due_on_to, as_of) WHEN state = 'kept_late' THEN date_diff('day', due_on_to, kept_by) END AS days_late,
       CASE WHEN state IN ('to_come', 'due') THEN date_diff('day', as_of, due_on_to) END AS days_left,
       kept_on, broken_on, observed, observed_on, nature, weight, failures, penalty_contracted, try_cast(failures AS DECIMAL(9, 0)) * try_cast(penalty_contracted AS DECIMAL(24, 4)) AS penalty_expected,
       penalty_imposed, penalty_paid, public_on, [number, signed_by] AS entries
FROM stated
ORDER BY agreement, due_on_to NULLS LAST, number
