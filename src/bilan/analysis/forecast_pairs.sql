-- The pairs that tell what is behind a declared figure: of each reporter the newest, for what is older has faded.
SELECT indicator, subject, region, measure, direction, target, reporter, declared, verified, declared_entry, verified_on, entries
FROM candour_pairs
QUALIFY row_number() OVER (PARTITION BY reporter ORDER BY verified_on DESC, verified_entry DESC) <= 48
