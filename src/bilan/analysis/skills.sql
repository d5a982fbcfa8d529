-- Each pool with the newest of what is told of it.
WITH cell AS (SELECT * FROM skills_cells),
weighed AS (SELECT * FROM cell WHERE quotient IS NOT NULL QUALIFY row_number() OVER (PARTITION BY pool ORDER BY year DESC) = 1),
sought AS (
    SELECT * FROM cell WHERE unemployed IS NOT NULL AND vacancies IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY pool ORDER BY year DESC) = 1
),
flow AS (
    -- Trained is what happened; what was announced to be trained is wanted, as a need is. A period from one year to another
    -- is as many years as lie between them, or one more: a school year is one, two budget years are two.
    SELECT pool, CASE WHEN quantity = 'need' OR nature = 'announced' THEN 'wanted' ELSE 'trained' END AS line, quantity, nature,
           about, value, number,
           CASE WHEN contains(unit, ' per year') THEN 1 ELSE greatest(year(about_to) - year(about_from), 1) END AS years_low,
           CASE WHEN contains(unit, ' per year') THEN 1 ELSE year(about_to) - year(about_from) + 1 END AS years_high
    FROM cohort
    WHERE quantity IN ('trained', 'need') AND value >= 0 AND about_from IS NOT NULL AND about_to IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY pool, line ORDER BY quantity = 'need' DESC, about_to DESC, public_on DESC, number DESC) = 1
),
used AS (SELECT unnest(entries) AS number FROM cell UNION SELECT number FROM flow),
told AS (
    SELECT pool, count(*) AS told, count(*) FILTER (WHERE quantity IS NULL) AS no_quantity,
           count(*) FILTER (WHERE quantity IS NOT NULL AND number NOT IN (SELECT number FROM used)) AS unused,
           list(number ORDER BY number) FILTER (WHERE quantity IS NULL) AS numbers
    FROM cohort GROUP BY pool
)
SELECT p.key AS pool, p.occupation, CASE WHEN p.occupation IS NOT NULL THEN coalesce(p.occupation_scheme, 'isco08') END AS scheme,
       coalesce(p.region, p.area) AS area, w.division, w.year, w.employees, w.qualifier, w.nature, w.total, w.total_qualifier,
       w.reference_employees, w.reference_total, w.areas, w.areas_of, w.quotient,
       (SELECT count(*) FROM weighed o WHERE o.scheme = w.scheme AND o.occupation = w.occupation AND o.division <> w.division) AS not_added,
       s.year AS sought_year, s.unemployed, s.vacancies, s.tightness,
       t.about AS trained_about, t.value / t.years_high AS trained_low, t.value / t.years_low AS trained_high, t.nature AS trained_nature,
       n.about AS wanted_about, n.quantity AS wanted_as, n.value / n.years_high AS wanted_low, n.value / n.years_low AS wanted_high,
       n.nature AS wanted_nature, coalesce(c.told, 0) AS told, coalesce(c.no_quantity, 0) AS no_quantity, coalesce(c.unused, 0) AS unused,
       coalesce((SELECT bool_or(told_twice) FROM cell x WHERE x.area = coalesce(p.region, p.area) AND x.occupation = p.occupation), false) AS told_twice,
       list_sort(list_distinct(flatten([[p.number], coalesce(w.entries, []), coalesce(s.entries, []), coalesce(c.numbers, []),
                                        list_filter([t.number, n.number], lambda one: one IS NOT NULL)]))) AS entries
FROM skill_pool p LEFT JOIN weighed w ON w.pool = p.key LEFT JOIN sought s ON s.pool = p.key LEFT JOIN told c ON c.pool = p.key
LEFT JOIN flow t ON t.pool = p.key AND t.line = 'trained' LEFT JOIN flow n ON n.pool = p.key AND n.line = 'wanted'
WHERE p.site IS NULL
  -- A pool of an area and of no occupation only tells the total of the area.
  AND NOT (p.occupation IS NULL AND coalesce(p.region, p.area) IS NOT NULL
           AND EXISTS (SELECT 1 FROM cohort e WHERE e.pool = p.key AND e.quantity = 'employees'))
ORDER BY p.occupation, w.quotient DESC NULLS LAST, p.key
