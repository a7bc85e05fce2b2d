-- each prefix of the keys, down to none
SELECT a, c, count(*) AS n FROM t GROUP BY ROLLUP (a, c);
--> a INT, c STRING, n BIGINT NOT NULL
--> Project [a, c, n]
-->   Aggregate by [a, c, grouping_id]: [count(*)]
-->     Expand [[a, c, 0], [a, NULL, 1], [NULL, NULL, 2]]
-->       Scan t json [a, c]

-- every subset; which keys a row is not grouped by
SELECT a, c, grouping(a) AS ga, grouping_id(a, c) AS g, grouping_id() AS g2 FROM t GROUP BY CUBE (a, c);
--> a INT, c STRING, ga TINYINT NOT NULL, g BIGINT NOT NULL, g2 BIGINT NOT NULL
--> Project [a, c, CAST($f2 AS TINYINT) AS ga, g2 AS g, g2]
-->   Project [a, c, CASE WHEN (grouping_id = 0) THEN 0 WHEN (grouping_id = 1) THEN 0 WHEN (grouping_id = 2) THEN 1 ELSE 1 END AS $f2, CASE WHEN (grouping_id = 0) THEN 0 WHEN (grouping_id = 1) THEN 1 WHEN (grouping_id = 2) THEN 2 ELSE 3 END AS g2]
-->     Aggregate by [a, c, grouping_id]: []
-->       Expand [[a, c, 0], [a, NULL, 1], [NULL, c, 2], [NULL, NULL, 3]]
-->         Scan t json [a, c]

-- sets as they are listed; a name of the select list
SELECT a AS k, c, sum(a) FROM t GROUP BY GROUPING SETS ((k, c), c, ());
--> k INT, c STRING, `sum(a)` BIGINT
--> Project [k, c, sum(a)]
-->   Aggregate by [k, c, grouping_id]: [sum(k)]
-->     Expand [[k, k, c, 0], [k, NULL, c, 1], [k, NULL, NULL, 2]]
-->       Project [a AS k, c]
-->         Scan t json [a, c]

-- keys of every set, and a rollup
SELECT a, c, sum(e) FROM t GROUP BY a, ROLLUP (c, f);
--> a INT, c STRING, `sum(e)` DOUBLE
--> Project [a, c, sum(e)]
-->   Aggregate by [a, c, f, grouping_id]: [sum(e)]
-->     Expand [[e, a, c, f, 0], [e, a, c, NULL, 1], [e, a, NULL, NULL, 2]]
-->       Project [a, c, f, e]
-->         Scan t json [a, c, e, f]

-- as Hive writes it
SELECT a, c, sum(e) FROM t GROUP BY a, c WITH ROLLUP;
--> a INT, c STRING, `sum(e)` DOUBLE
--> Project [a, c, sum(e)]
-->   Aggregate by [a, c, grouping_id]: [sum(e)]
-->     Expand [[e, a, c, 0], [e, a, NULL, 1], [e, NULL, NULL, 2]]
-->       Scan t json [a, c, e]

-- positions in the select list; HAVING
SELECT a, c, sum(e) FROM t GROUP BY ROLLUP (1, 2) HAVING grouping(a) = 1;
--> a INT, c STRING, `sum(e)` DOUBLE
--> Project [a, c, sum(e)]
-->   Filter (CAST(CAST(CASE WHEN (grouping_id = 0) THEN 0 WHEN (grouping_id = 1) THEN 0 ELSE 1 END AS TINYINT) AS INT) = 1)
-->     Aggregate by [a, c, grouping_id]: [sum(e)]
-->       Expand [[e, a, c, 0], [e, a, NULL, 1], [e, NULL, NULL, 2]]
-->         Scan t json [a, c, e]

-- GROUP BY a position and a name of the select list
SELECT c AS kind, count(*) FROM t GROUP BY 1;
--> kind STRING, `count(1)` BIGINT NOT NULL
--> Aggregate by [c]: [count(*)]
-->   Scan t json [c]

-- HAVING without GROUP BY
SELECT count(*) FROM t HAVING count(*) > 3;
--> `count(1)` BIGINT NOT NULL
--> Filter (count(1) > 3)
-->   Aggregate by []: [count(*)]
-->     Scan t json []

-- aggregates with FILTER and DISTINCT
SELECT c, count(*) FILTER (WHERE a > 1) AS big, count(DISTINCT b, e) AS n FROM t GROUP BY c;
--> c STRING, big BIGINT NOT NULL, n BIGINT NOT NULL
--> Aggregate by [c]: [count(*) FILTER (WHERE ((a > 1) <=> true)), count(DISTINCT b, e)]
-->   Scan t json [a, b, c, e]
