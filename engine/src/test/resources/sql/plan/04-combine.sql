-- columns of a union meet in one type
SELECT a FROM t UNION ALL SELECT b FROM t UNION ALL SELECT 1.5;
--> a DECIMAL(21,1)
--> Union of 3
-->   Project [CAST(CAST(a AS BIGINT) AS DECIMAL(21,1)) AS a]
-->     Scan t json [a]
-->   Project [CAST(b AS DECIMAL(21,1)) AS a]
-->     Scan t json [b]
-->   Project [1.5 AS a]
-->     Values 1 rows []

-- UNION without ALL gives different rows
SELECT a FROM t UNION SELECT a FROM u;
--> a INT
--> Aggregate by [a]: []
-->   Union of 2
-->     Scan t json [a]
-->     Scan u json [a]

-- rows in the query
VALUES (1, 'a'), (2, NULL), (3L, 'c');
--> col1 BIGINT NOT NULL, col2 STRING
--> Values 3 rows [col1, col2]

-- rows as a table, with names
SELECT * FROM VALUES (1, 'a'), (2, 'b') AS pairs(x, y) WHERE x = 1;
--> x INT NOT NULL, y STRING NOT NULL
--> Filter (x = 1)
-->   Values 2 rows [x, y]

-- order and limit; NULLs first when ascending
SELECT a, c FROM t ORDER BY a, c DESC LIMIT 3 OFFSET 1;
--> a INT, c STRING
--> Limit 3 offset 1
-->   Sort by a ASC NULLS FIRST, c DESC NULLS LAST
-->     Scan t json [a, c]

-- by a column that is not selected
SELECT a FROM t ORDER BY b DESC NULLS FIRST;
--> a INT
--> Project [a]
-->   Sort by b DESC NULLS FIRST
-->     Scan t json [a, b]

-- by what a group gives
SELECT c, count(*) AS n FROM t GROUP BY c ORDER BY n DESC, c LIMIT 10;
--> c STRING, n BIGINT NOT NULL
--> Limit 10
-->   Sort by n DESC NULLS LAST, c ASC NULLS FIRST
-->     Aggregate by [c]: [count(*)]
-->       Scan t json [c]

-- queries with names
WITH x AS (SELECT a, b FROM t), y AS (SELECT a FROM x WHERE b IS NOT NULL) SELECT count(*) FROM y;
--> `count(1)` BIGINT NOT NULL
--> Aggregate by []: [count(*)]
-->   Filter isnotnull(b)
-->     Scan t json [b]

-- a filter goes into the parts of a union
SELECT * FROM (SELECT a FROM t UNION ALL SELECT a FROM u) WHERE a > 1;
--> a INT
--> Union of 2
-->   Filter (a > 1)
-->     Scan t json [a]
-->   Filter (a > 1)
-->     Scan u json [a]

-- no table at all
SELECT 1, 'x' AS s, DATE '2026-01-31' AS d;
--> `1` INT NOT NULL, s STRING NOT NULL, d DATE NOT NULL
--> Project [1, 'x' AS s, 2026-01-31 AS d]
-->   Values 1 rows []
