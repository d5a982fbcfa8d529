-- How unevenly an occupation is spread over areas, and how far the mix of an area is from that of all.
WITH newest AS (SELECT division, scheme, max(year) AS year FROM skills_cells WHERE quotient IS NOT NULL GROUP BY division, scheme),
here AS (
    SELECT c.division, c.area, c.scheme, c.occupation, c.year, c.employees::DOUBLE AS employees, c.total::DOUBLE AS total,
           c.reference_employees::DOUBLE AS all_employees, c.reference_total::DOUBLE AS all_total, c.areas, c.areas_of, c.entries
    FROM skills_cells c JOIN newest n ON n.division = c.division AND n.scheme = c.scheme AND n.year = c.year
    WHERE c.quotient IS NOT NULL
),
lorenz AS (
    SELECT *, total / all_total AS width, employees / all_employees AS height,
           sum(employees / all_employees) OVER (
               PARTITION BY division, scheme, occupation ORDER BY employees / total, area ROWS UNBOUNDED PRECEDING) AS below
    FROM here
),
mix AS (
    -- The mix of an area is known where each occupation told of in all areas is told of there.
    SELECT *, employees / sum(employees) OVER (PARTITION BY division, scheme, area) AS share,
           all_employees / sum(all_employees) OVER (PARTITION BY division, scheme, area) AS all_share,
           count(*) OVER (PARTITION BY division, scheme, area) AS known,
           (SELECT count(DISTINCT occupation) FROM here o WHERE o.division = here.division AND o.scheme = here.scheme) AS of
    FROM here
)
SELECT 'occupation' AS line, division, scheme, year, occupation, NULL AS area, 1 - sum(width * (2 * below - height)) AS gini, NULL::DOUBLE AS distance,
       any_value(areas) AS known, any_value(areas_of) AS of, list_sort(list_distinct(flatten(list(entries)))) AS entries
FROM lorenz GROUP BY division, scheme, year, occupation
UNION ALL BY NAME
SELECT 'area' AS line, division, scheme, year, NULL AS occupation, area, NULL::DOUBLE AS gini,
       CASE WHEN any_value(known) = any_value(of) THEN sum(abs(share - all_share)) END AS distance,
       any_value(known) AS known, any_value(of) AS of, list_sort(list_distinct(flatten(list(entries)))) AS entries
FROM mix GROUP BY division, scheme, year, area
ORDER BY line DESC, division, scheme, gini DESC NULLS LAST, distance DESC NULLS LAST, occupation, area
