-- How often two occupations weigh more than elsewhere in the same areas.
WITH newest AS (SELECT division, scheme, max(year) AS year FROM skills_cells WHERE quotient IS NOT NULL GROUP BY division, scheme),
here AS (
    SELECT c.division, c.area, c.scheme, c.occupation, c.year, c.quotient > 1 AS special, c.entries
    FROM skills_cells c JOIN newest n ON n.division = c.division AND n.scheme = c.scheme AND n.year = c.year
    WHERE c.quotient IS NOT NULL
),
pair AS (
    SELECT a.division, a.scheme, a.year, a.occupation, b.occupation AS other, count(*) AS areas,
           count(*) FILTER (WHERE a.special AND b.special) AS together,
           count(*) FILTER (WHERE a.special) AS special, count(*) FILTER (WHERE b.special) AS other_special,
           list_sort(list_distinct(flatten(list(list_concat(a.entries, b.entries)) FILTER (WHERE a.special OR b.special)))) AS entries
    FROM here a JOIN here b ON b.division = a.division AND b.scheme = a.scheme AND b.area = a.area AND a.occupation < b.occupation
    GROUP BY ALL
)
SELECT division, scheme, year, occupation, other, areas, special, other_special, together,
       CASE WHEN special > 0 AND other_special > 0 THEN together / greatest(special, other_special) END AS proximity,
       coalesce(entries, []) AS entries
FROM pair ORDER BY division, scheme, proximity DESC NULLS LAST, occupation, other
