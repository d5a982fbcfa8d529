-- Every version of a declared end: of nodes, milestones, agreements, undertakings, and the due days of targets.
WITH told AS (
    SELECT 'node' AS kind, key, key AS node, number, ends_on_to AS end_on, public_on, NULL::DATE AS reached_on FROM node_known
    UNION ALL SELECT 'milestone', key, node, number, due_on_to, public_on, reached_on_to FROM milestone_known
    UNION ALL SELECT 'agreement', key, node, number, ends_on_to, public_on, NULL FROM agreement_known
    UNION ALL SELECT 'undertaking', key, node, number, due_on_to, coalesce(made_on_to, public_on), NULL FROM undertaking_known
    -- A revised target stands in the place of the one it supersedes.
    UNION ALL SELECT 'target', concat_ws('|', indicator, subject, region, scope), NULL, number, due_on_to, public_on, NULL
    FROM target_known WHERE version IN ('original', 'revised')
),
-- What was withdrawn, or was kept or broken, runs no more.
running AS (
    SELECT 'node' AS kind, key FROM node WHERE closing IS NULL UNION ALL SELECT 'milestone', key FROM milestone WHERE reached_on IS NULL
    UNION ALL SELECT 'agreement', key FROM agreement
    UNION ALL SELECT 'undertaking', undertaking FROM undertakings WHERE state IN ('to_come', 'due', 'overdue')
)
SELECT told.kind, told.key AS item, told.node, told.number, told.end_on, running.key IS NOT NULL AS runs,
       -- What frames the plan was known from its start on.
       least(coalesce(told.public_on, starts_on), as_of) AS said_on
FROM told CROSS JOIN cut LEFT JOIN running ON running.kind = told.kind AND running.key = told.key
WHERE told.end_on IS NOT NULL AND (told.public_on IS NOT NULL OR starts_on IS NOT NULL)
ORDER BY told.kind, told.key, said_on, told.number
