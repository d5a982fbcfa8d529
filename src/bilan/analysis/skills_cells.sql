-- Employees, unemployed and vacancies of each occupation in each area and year, with the location quotient.
WITH place AS (
    -- A division is a set of areas that do not overlap: one edition of our regions, or one scheme of a country's own.
    -- Areas of two divisions are never added up.
    SELECT key AS pool, occupation, CASE WHEN occupation IS NOT NULL THEN coalesce(occupation_scheme, 'isco08') END AS scheme,
           coalesce(region, area) AS area,
           CASE WHEN region IS NOT NULL THEN regexp_replace(region, '^([A-Z]+)-.*@', '\1@')
                WHEN contains(area, '@') THEN split_part(area, '@', 2) ELSE coalesce(country, area) END AS division
    FROM skill_pool WHERE site IS NULL
),
told AS (
    -- Of one pool, year and quantity: what was verified before what was declared, then the newest. A figure of several
    -- years is of none of them.
    SELECT c.pool, c.quantity, year(c.about_to) AS year, c.value, c.qualifier, c.nature, c.number
    FROM cohort c
    WHERE c.quantity IN ('employees', 'unemployed', 'vacancies') AND c.nature <> 'announced' AND c.value >= 0
      AND year(c.about_from) = year(c.about_to)
    QUALIFY row_number() OVER (
        PARTITION BY c.pool, c.quantity, year(c.about_to)
        ORDER BY c.nature IN ('measured', 'audited') DESC, c.nature = 'declared' DESC, c.public_on DESC, c.number DESC) = 1
),
cell AS (
    -- Where two pools tell the same of one area, occupation and year, nobody can say whether they overlap: the figure is none.
    SELECT p.division, p.area, p.scheme, p.occupation, t.year, t.quantity,
           CASE WHEN count(*) = 1 THEN any_value(t.value) END AS value, any_value(t.qualifier) AS qualifier, any_value(t.nature) AS nature,
           count(*) > 1 AS told_twice, any_value(p.pool) AS pool, list(t.number ORDER BY t.number) AS numbers
    FROM told t JOIN place p USING (pool) WHERE p.area IS NOT NULL GROUP BY ALL
),
total AS (SELECT * FROM cell WHERE occupation IS NULL AND quantity = 'employees'),
wide AS (
    SELECT division, area, scheme, occupation, year, min(pool) AS pool, bool_or(told_twice) AS told_twice,
           any_value(value) FILTER (WHERE quantity = 'employees') AS employees,
           any_value(qualifier) FILTER (WHERE quantity = 'employees') AS qualifier,
           any_value(nature) FILTER (WHERE quantity = 'employees') AS nature,
           any_value(value) FILTER (WHERE quantity = 'unemployed') AS unemployed,
           any_value(value) FILTER (WHERE quantity = 'vacancies') AS vacancies,
           flatten(list(numbers ORDER BY numbers)) AS numbers
    FROM cell WHERE occupation IS NOT NULL GROUP BY division, area, scheme, occupation, year
),
beside AS (
    SELECT w.*, t.value AS total, t.qualifier AS total_qualifier, t.numbers AS total_numbers,
           -- What the whole is compared with: the areas of which both are told, and only those.
           w.employees IS NOT NULL AND t.value > 0 AND w.employees <= t.value AS counts
    FROM wide w LEFT JOIN total t ON t.division = w.division AND t.area = w.area AND t.year = w.year
),
whole AS (
    SELECT division, scheme, occupation, year, sum(employees) AS reference_employees, sum(total) AS reference_total, count(*) AS areas
    FROM beside WHERE counts GROUP BY division, scheme, occupation, year
),
every AS (SELECT division, year, count(DISTINCT area) AS areas_of FROM cell GROUP BY division, year)
SELECT b.division, b.area, b.scheme, b.occupation, b.year, b.pool, b.employees, b.qualifier, b.nature, b.total, b.total_qualifier,
       w.reference_employees, w.reference_total, coalesce(w.areas, 0) AS areas, e.areas_of,
       CASE WHEN b.counts AND w.reference_employees > 0
            -- Written as one division, so that an occupation spread evenly has exactly 1.
            THEN (b.employees::DOUBLE * w.reference_total::DOUBLE) / (b.total::DOUBLE * w.reference_employees::DOUBLE) END AS quotient,
       b.unemployed, b.vacancies,
       CASE WHEN b.unemployed > 0 THEN b.vacancies::DOUBLE / b.unemployed::DOUBLE END AS tightness,
       b.told_twice, list_concat(b.numbers, coalesce(b.total_numbers, [])) AS entries
FROM beside b JOIN every e ON e.division = b.division AND e.year = b.year
LEFT JOIN whole w ON w.division = b.division AND w.scheme = b.scheme AND w.occupation = b.occupation AND w.year = b.year
ORDER BY b.division, b.scheme, b.occupation, b.area, b.year
