-- PIVOT: a column for each value; the rest groups
SELECT * FROM (SELECT c, f, e FROM t) PIVOT (sum(e) FOR c IN ('x', 'y' AS why));
--> f BOOLEAN, x DOUBLE, why DOUBLE
--> Project [f, x_null AS x, why_null AS why]
-->   Aggregate by [f]: [sum(e) FILTER (WHERE ((c = 'x') <=> true)), sum(e) FILTER (WHERE ((c = 'y') <=> true))]
-->     Scan t json [c, e, f]

-- several columns and aggregates
SELECT * FROM (SELECT c, f, e, a FROM t) PIVOT (sum(e) AS s, max(a) FOR (c, f) IN (('x', true) AS xt, ('y', false)));
--> xt_s DOUBLE, `xt_max(a)` INT, `{y, false}_s` DOUBLE, `{y, false}_max(a)` INT
--> Aggregate by []: [sum(e) FILTER (WHERE $f4), max(a) FILTER (WHERE $f4), sum(e) FILTER (WHERE $f5), max(a) FILTER (WHERE $f5)]
-->   Project [e, a, (((c = 'x') AND (f = true)) <=> true) AS $f4, (((c = 'y') AND (f = false)) <=> true) AS $f5]
-->     Scan t json [a, c, e, f]

-- UNPIVOT: a row for each column that is not NULL
SELECT * FROM (SELECT a, b, n FROM t) UNPIVOT (v FOR k IN (b, n));
--> a INT, k STRING NOT NULL, v BIGINT NOT NULL
--> Project [a, k, CAST(CASE WHEN (k = 'b') THEN b WHEN (k = 'n') THEN CAST(n AS BIGINT) ELSE NULL END AS BIGINT) AS v]
-->   Filter isnotnull(CASE WHEN (k = 'b') THEN b WHEN (k = 'n') THEN CAST(n AS BIGINT) ELSE NULL END)
-->     Expand [[a, b, n, 'b'], [a, b, n, 'n']]
-->       Scan t json [a, b, n]

-- and for those that are
SELECT * FROM (SELECT c, a, n FROM t) UNPIVOT INCLUDE NULLS (v FOR k IN (a, n));
--> c STRING, k STRING NOT NULL, v INT
--> Project [c, k, CASE WHEN (k = 'a') THEN a WHEN (k = 'n') THEN n ELSE NULL END AS v]
-->   Expand [[c, a, n, 'a'], [c, a, n, 'n']]
-->     Project [c, a, n]
-->       Scan t json [a, c, n]

-- a few rows beside each row need no join
SELECT a, x FROM t CROSS JOIN (VALUES (1), (2)) AS two(x);
--> a INT, x INT NOT NULL
--> Expand [[a, 1], [a, 2]]
-->   Scan t json [a]
