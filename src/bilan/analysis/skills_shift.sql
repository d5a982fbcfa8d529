-- The change of each occupation in each area, divided into what the whole, the occupation and the area brought.
WITH cell AS (
    SELECT division, area, scheme, occupation, year, pool, employees::DOUBLE AS employees, total::DOUBLE AS total, nature, entries
    FROM skills_cells WHERE quotient IS NOT NULL
),
ends AS (
    SELECT division, area, scheme, occupation, min(year) AS first_year, max(year) AS last_year
    FROM cell GROUP BY ALL HAVING min(year) < max(year)
),
-- The whole of two years is that of the areas which tell both, so that no area appears or vanishes in between.
span AS (
    SELECT DISTINCT division, scheme, occupation, first_year, last_year FROM ends
    UNION SELECT DISTINCT division, scheme, occupation, year, year + 1 FROM cell
),
whole AS (
    SELECT s.division, s.scheme, s.occupation, s.first_year, s.last_year, count(*) AS areas,
           sum(b.employees) / nullif(sum(a.employees), 0) AS occupation_grew, sum(b.total) / sum(a.total) AS all_grew
    FROM span s
    JOIN cell a ON a.division = s.division AND a.scheme = s.scheme AND a.occupation = s.occupation AND a.year = s.first_year
    JOIN cell b ON b.division = s.division AND b.scheme = s.scheme AND b.occupation = s.occupation AND b.year = s.last_year AND b.area = a.area
    GROUP BY ALL
),
step AS (
    SELECT a.division, a.area, a.scheme, a.occupation, count(*) AS steps, sum(a.employees * (w.all_grew - 1)) AS national,
           sum(a.employees * (w.occupation_grew - w.all_grew)) AS mix, sum(b.employees - a.employees * w.occupation_grew) AS regional
    FROM cell a JOIN cell b ON b.division = a.division AND b.area = a.area AND b.scheme = a.scheme AND b.occupation = a.occupation AND b.year = a.year + 1
    JOIN whole w ON w.division = a.division AND w.scheme = a.scheme AND w.occupation = a.occupation AND w.first_year = a.year AND w.last_year = b.year
    GROUP BY ALL
)
SELECT e.division, e.area, e.scheme, e.occupation, b.pool, e.first_year, e.last_year, a.employees AS employees_first, b.employees AS employees_last,
       b.employees - a.employees AS change, a.employees * (w.all_grew - 1) AS national, a.employees * (w.occupation_grew - w.all_grew) AS mix,
       b.employees - a.employees * w.occupation_grew AS regional,
       CASE WHEN s.steps = e.last_year - e.first_year THEN s.national END AS yearly_national,
       CASE WHEN s.steps = e.last_year - e.first_year THEN s.mix END AS yearly_mix,
       CASE WHEN s.steps = e.last_year - e.first_year THEN s.regional END AS yearly_regional,
       e.last_year - e.first_year - coalesce(s.steps, 0) AS steps_missing, w.areas,
       CASE WHEN 'estimated' IN (a.nature, b.nature) THEN 'estimated' WHEN 'declared' IN (a.nature, b.nature) THEN 'declared' ELSE 'measured' END AS nature,
       list_sort(list_concat(a.entries, b.entries)) AS entries
FROM ends e
JOIN cell a ON a.division = e.division AND a.area = e.area AND a.scheme = e.scheme AND a.occupation = e.occupation AND a.year = e.first_year
JOIN cell b ON b.division = e.division AND b.area = e.area AND b.scheme = e.scheme AND b.occupation = e.occupation AND b.year = e.last_year
JOIN whole w ON w.division = e.division AND w.scheme = e.scheme AND w.occupation = e.occupation AND w.first_year = e.first_year AND w.last_year = e.last_year
LEFT JOIN step s ON s.division = e.division AND s.area = e.area AND s.scheme = e.scheme AND s.occupation = e.occupation
ORDER BY e.division, e.scheme, e.occupation, e.area
