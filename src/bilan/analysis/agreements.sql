-- What each agreement counts: obligations by what became of them, money, jobs, amendments, penalties.
WITH weighed AS (
    SELECT *, CASE WHEN bool_or(weight IS NOT NULL) OVER (PARTITION BY agreement) THEN coalesce(weight, 0) ELSE 1 END::DOUBLE AS heft
    FROM obligations
),
owed AS (
    SELECT agreement, count(*) FILTER (WHERE state IS NOT NULL) AS obligations, count(*) FILTER (WHERE state IS NULL) AS risks,
           count(*) FILTER (WHERE state IS NOT NULL AND due_to IS NULL) AS undated, count(*) FILTER (WHERE NOT is_due AND due_to IS NOT NULL) AS to_come,
           count(*) FILTER (WHERE outcome = 'kept_on_time') AS kept_on_time, count(*) FILTER (WHERE outcome = 'late') AS late,
           count(*) FILTER (WHERE outcome = 'broken') AS broken, count(*) FILTER (WHERE outcome = 'unknown') AS unknown,
           count(*) FILTER (WHERE outcome <> 'unknown' AND nature IN ('measured', 'audited')) AS verified,
           count(*) FILTER (WHERE outcome = 'kept_on_time' AND nature IN ('measured', 'audited')) AS kept_verified,
           count(*) FILTER (WHERE is_due AND heft <= 0) AS weightless, count(*) FILTER (WHERE is_due AND moved) AS moved,
           bool_or(heft <> 1) AS is_weighted,
           coalesce(sum(heft) FILTER (WHERE outcome = 'kept_on_time' AND heft > 0), 0) AS good,
           coalesce(sum(heft) FILTER (WHERE outcome IN ('late', 'broken') AND heft > 0), 0) AS bad,
           coalesce(sum(heft) FILTER (WHERE outcome = 'unknown' AND heft > 0), 0) AS open,
           coalesce(sum(heft * heft) FILTER (WHERE outcome <> 'unknown' AND heft > 0), 0) AS squares_known,
           coalesce(sum(heft * heft) FILTER (WHERE outcome = 'unknown' AND heft > 0), 0) AS squares_unknown,
           max(days_late) FILTER (WHERE outcome = 'late') AS longest_delay, sum(failures::DECIMAL(38, 6))::DECIMAL(38, 0) AS failures,
           count(DISTINCT currency) FILTER (WHERE coalesce(penalty_contracted, penalty_imposed, penalty_paid) IS NOT NULL) AS currencies,
           min(currency) FILTER (WHERE coalesce(penalty_contracted, penalty_imposed, penalty_paid) IS NOT NULL) AS penalty_currency,
           sum(penalty_expected::DECIMAL(38, 6)) AS penalty_expected, sum(penalty_imposed::DECIMAL(38, 6)) AS penalty_imposed,
           sum(penalty_paid::DECIMAL(38, 6)) AS penalty_paid,
           list(entries[1] ORDER BY entries[1]) AS numbers
    FROM weighed GROUP BY agreement
),
amended AS (
    SELECT agreement, count(*) AS amendments, count(*) FILTER (WHERE reason IS NULL AND reason_words IS NULL) AS without_reason, list(number ORDER BY number) AS numbers
    FROM amendment GROUP BY agreement
),
-- Of the figures of what was paid: those on the whole, verified first, then money that left the payer.
paid AS (
    SELECT a.key AS agreement, s.amount, s.currency, s.amount_low, s.amount_high, s.flow, s.nature, s.about, s.entries,
           count(*) OVER (PARTITION BY a.key) - 1 AS otherwise
    FROM agreement a JOIN spending s ON s.subject = a.key AND s.line = 'executed' AND s.flow IN ('disbursement', 'expenditure') AND s.scope IS NULL
     AND (a.currency IS NULL OR s.currency = a.currency)
    QUALIFY row_number() OVER (PARTITION BY a.key ORDER BY s.nature IN ('measured', 'audited') DESC, s.flow = 'disbursement' DESC, s.public_on DESC, s.currency) = 1
),
side AS (
    -- Where several sides tell of jobs, which of them were promised is not told.
    SELECT * FROM benefit WHERE (unit = 'jobs' OR what = 'jobs') AND currency IS NULL AND nature <> 'announced' AND scenario IS DISTINCT FROM 'without' AND value IS NOT NULL
    QUALIFY min(side) OVER (PARTITION BY agreement) = max(side) OVER (PARTITION BY agreement)
),
seen AS (
    SELECT s.subject AS agreement, s.reading AS jobs, s.reach_low AS low, s.reach_high AS high, s.nature, s.about, s.counts_on, s.number
    FROM statement s LEFT JOIN indicator i ON i.key = s.indicator
    WHERE coalesce(s.unit, i.unit) = 'jobs' AND s.reading IS NOT NULL AND s.nature <> 'announced' AND s.scope_relation IS DISTINCT FROM 'part'
      AND s.region IS NULL AND s.sector IS NULL AND s.audience IS NULL AND s.edition IS NULL AND s.size IS NULL AND s.partner_country IS NULL
    UNION ALL
    SELECT agreement, observed, observed, observed, nature, observed_on, public_on, entries[1] FROM obligations
    WHERE unit = 'jobs' AND observed IS NOT NULL AND computed_from = 'observed'
    UNION ALL
    SELECT agreement, value, CASE WHEN qualifier IS NULL OR qualifier = 'exact' THEN value END, CASE WHEN qualifier IS NULL OR qualifier = 'exact' THEN value END,
           nature, about, counts_on, number
    FROM side
),
job AS (
    SELECT * FROM seen
    QUALIFY row_number() OVER (PARTITION BY agreement ORDER BY nature IS NOT NULL AND nature IN ('measured', 'audited') DESC, counts_on DESC, number DESC) = 1
)
SELECT a.key AS agreement, a.agreement_kind, a.partner_country, a.signed_on, a.ends_on, a.node,
       coalesce(o.obligations, 0) AS obligations, coalesce(o.undated, 0) AS undated, coalesce(o.to_come, 0) AS to_come,
       coalesce(o.kept_on_time, 0) AS kept_on_time, coalesce(o.late, 0) AS late, coalesce(o.broken, 0) AS broken, coalesce(o.unknown, 0) AS unknown,
       coalesce(o.verified, 0) AS verified, coalesce(o.kept_verified, 0) AS kept_verified, coalesce(o.moved, 0) AS moved, coalesce(o.weightless, 0) AS weightless, o.longest_delay,
       coalesce(o.is_weighted, false) AS is_weighted, o.good, o.bad, o.open, o.squares_known, o.squares_unknown,
       a.amount, a.currency, p.amount AS paid, p.currency AS paid_currency, p.amount_low AS paid_low, p.amount_high AS paid_high, p.flow AS paid_flow, p.nature AS paid_nature, p.about AS paid_on,
       coalesce(p.otherwise, 0) AS paid_otherwise,
       CASE WHEN a.amount > 0 AND a.currency IS NOT NULL THEN p.amount::DOUBLE / a.amount::DOUBLE END AS paid_share,
       CASE WHEN a.amount > 0 AND a.currency IS NOT NULL THEN p.amount_low::DOUBLE / a.amount::DOUBLE END AS paid_share_low,
       CASE WHEN a.amount > 0 AND a.currency IS NOT NULL THEN p.amount_high::DOUBLE / a.amount::DOUBLE END AS paid_share_high,
       a.promised_jobs, j.jobs AS jobs, j.nature AS jobs_nature, j.about AS jobs_on,
       CASE WHEN a.promised_jobs > 0 THEN j.jobs::DOUBLE / a.promised_jobs::DOUBLE END AS jobs_share,
       CASE WHEN a.promised_jobs > 0 THEN j.low::DOUBLE / a.promised_jobs::DOUBLE END AS jobs_share_low,
       CASE WHEN a.promised_jobs > 0 THEN j.high::DOUBLE / a.promised_jobs::DOUBLE END AS jobs_share_high,
       coalesce(m.amendments, 0) AS amendments, coalesce(m.without_reason, 0) AS without_reason, coalesce(o.risks, 0) AS risks, o.failures,
       CASE WHEN o.currencies = 1 THEN o.penalty_currency END AS penalty_currency, CASE WHEN o.currencies = 1 THEN o.penalty_expected END AS penalty_expected,
       CASE WHEN o.currencies = 1 THEN o.penalty_imposed END AS penalty_imposed, CASE WHEN o.currencies = 1 THEN o.penalty_paid END AS penalty_paid,
       coalesce(o.currencies, 0) AS penalty_currencies,
       list_sort(list_distinct([a.number] || coalesce(o.numbers, []) || coalesce(m.numbers, []) || coalesce(p.entries, [])
                               || CASE WHEN j.number IS NULL THEN [] ELSE [j.number] END)) AS entries
FROM agreement a LEFT JOIN owed o ON o.agreement = a.key LEFT JOIN amended m ON m.agreement = a.key LEFT JOIN paid p ON p.agreement = a.key LEFT JOIN job j ON j.agreement = a.key
ORDER BY a.counts_on NULLS LAST, a.number
