-- INTERSECT: rows that both have, each once; NULL equals NULL
SELECT a FROM t INTERSECT SELECT a FROM u;
--> a INT
--> Project [a]
-->   Filter ((count1 > 0) AND (count2 > 0))
-->     Aggregate by [a]: [count(in1), count(in2)]
-->       Union of 2
-->         Project [a, 1 AS in1, NULL AS in2]
-->           Scan t json [a]
-->         Project [a, NULL AS in1, 1 AS in2]
-->           Scan u json [a]

-- INTERSECT ALL: as often as the one that has it fewer times
SELECT a FROM t INTERSECT ALL SELECT a FROM u;
--> a INT
--> Project [a]
-->   Generate array_repeat(1, CAST(least(count1, count2) AS INT))
-->     Filter (least(count1, count2) > 0)
-->       Aggregate by [a]: [count(in1), count(in2)]
-->         Union of 2
-->           Project [a, 1 AS in1, NULL AS in2]
-->             Scan t json [a]
-->           Project [a, NULL AS in1, 1 AS in2]
-->             Scan u json [a]

-- EXCEPT
SELECT a, c FROM t EXCEPT SELECT a, name FROM u;
--> a INT, c STRING
--> Project [a, c]
-->   Filter ((count1 > 0) AND (count2 = 0))
-->     Aggregate by [a, c]: [count(in1), count(in2)]
-->       Union of 2
-->         Project [a, c, 1 AS in1, NULL AS in2]
-->           Scan t json [a, c]
-->         Project [a, name AS c, NULL AS in1, 1 AS in2]
-->           Scan u json [a, name]

-- MINUS is EXCEPT; ALL
SELECT b FROM t MINUS ALL SELECT a FROM u;
--> b BIGINT
--> Project [b]
-->   Generate array_repeat(1, CAST((count1 - count2) AS INT))
-->     Filter ((count1 - count2) > 0)
-->       Aggregate by [b]: [count(in1), count(in2)]
-->         Union of 2
-->           Project [b, 1 AS in1, NULL AS in2]
-->             Scan t json [b]
-->           Project [CAST(a AS BIGINT) AS b, NULL AS in1, 1 AS in2]
-->             Scan u json [a]

-- INTERSECT binds tighter than UNION
SELECT a FROM t UNION SELECT a FROM u INTERSECT SELECT a FROM u WHERE name = 'x';
--> a INT
--> Aggregate by [a]: []
-->   Union of 2
-->     Scan t json [a]
-->     Project [a]
-->       Filter ((count1 > 0) AND (count2 > 0))
-->         Aggregate by [a]: [count(in1), count(in2)]
-->           Union of 2
-->             Project [a, 1 AS in1, NULL AS in2]
-->               Scan u json [a]
-->             Project [a, NULL AS in1, 1 AS in2]
-->               Filter (name = 'x')
-->                 Scan u json [a, name]

-- different rows
SELECT DISTINCT a, c FROM t;
--> a INT, c STRING
--> Aggregate by [a, c]: []
-->   Scan t json [a, c]

-- different rows of a set
SELECT count(DISTINCT a) FROM t;
--> `count(DISTINCT a)` BIGINT NOT NULL
--> Aggregate by []: [count(DISTINCT a)]
-->   Scan t json [a]

-- order in a query inside another one, with a limit
SELECT a, c FROM (SELECT a, c FROM t ORDER BY c DESC, a LIMIT 5 OFFSET 2) WHERE a > 1 ORDER BY a;
--> a INT, c STRING
--> Sort by a ASC NULLS FIRST
-->   Filter (a > 1)
-->     Top 3 to 7 by ROW_NUMBER of [] ordered by c DESC NULLS LAST, a ASC NULLS FIRST
-->       Scan t json [a, c]

-- a limit without order inside another query
SELECT count(*) FROM (SELECT a FROM t LIMIT 5);
--> `count(1)` BIGINT NOT NULL
--> Aggregate by []: [count(*)]
-->   Top 1 to 5 by ROW_NUMBER of [] ordered by
-->     Scan t json []

-- an offset without limit inside another query
SELECT count(*) FROM (SELECT a FROM t ORDER BY a OFFSET 5);
--> `count(1)` BIGINT NOT NULL
--> Aggregate by []: [count(*)]
-->   Top 6 to 9223372036854775807 by ROW_NUMBER of [] ordered by a ASC NULLS FIRST
-->     Scan t json [a]

-- an order without limit inside another query means nothing
SELECT count(*) FROM (SELECT a FROM t ORDER BY a);
--> `count(1)` BIGINT NOT NULL
--> Aggregate by []: [count(*)]
-->   Scan t json []

-- a limit above the order of an inner query
SELECT a FROM (SELECT a, c FROM t ORDER BY c) WHERE a > 3 LIMIT 10;
--> a INT
--> Project [a]
-->   Limit 10
-->     Sort by c ASC NULLS FIRST
-->       Filter (a > 3)
-->         Scan t json [a, c]

-- limits in the parts of a union
(SELECT a FROM t ORDER BY a LIMIT 1) UNION ALL (SELECT a FROM u ORDER BY a DESC LIMIT 1);
--> a INT
--> Union of 2
-->   Top 1 to 1 by ROW_NUMBER of [] ordered by a ASC NULLS FIRST
-->     Scan t json [a]
-->   Top 1 to 1 by ROW_NUMBER of [] ordered by a DESC NULLS LAST
-->     Scan u json [a]

-- names that hide tables, and names in names
WITH u AS (SELECT a AS k FROM t), w AS (SELECT k FROM u) SELECT u.k FROM u JOIN w ON u.k = w.k;
--> k INT
--> Project [k]
-->   Join INNER on [k = k]
-->     Project [a AS k]
-->       Scan t json [a]
-->     Project [a AS k]
-->       Scan t json [a]

-- a name with columns
WITH x(p, q) AS (SELECT a, c FROM t) SELECT q FROM x WHERE p = 1;
--> q STRING
--> Project [c AS q]
-->   Filter (a = 1)
-->     Scan t json [a, c]
