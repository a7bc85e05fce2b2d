-- IN
SELECT a FROM t WHERE a IN (SELECT a FROM u);
--> a INT
--> Join LEFT_SEMI on [a = a]
-->   Scan t json [a]
-->   Scan u json [a]

-- NOT IN: nothing if there is a NULL among the values
SELECT a FROM t WHERE a NOT IN (SELECT a FROM u);
--> a INT
--> Join LEFT_ANTI on [] and isnull(a)
-->   Join LEFT_ANTI on []
-->     Join LEFT_ANTI on [a = a]
-->       Scan t json [a]
-->       Scan u json [a]
-->     Project []
-->       Aggregate by [true]: []
-->         Filter isnull(a)
-->           Scan u json [a]
-->   Project []
-->     Aggregate by [true]: []
-->       Scan u json []

-- NOT IN of what cannot be NULL
SELECT n FROM t WHERE n NOT IN (SELECT n FROM t WHERE a > 1);
--> n INT NOT NULL
--> Join LEFT_ANTI on [n = n]
-->   Scan t json [n]
-->   Project [n]
-->     Filter (a > 1)
-->       Scan t json [a, n]

-- several columns
SELECT a FROM t WHERE (a, c) IN (SELECT a, name FROM u);
--> a INT
--> Project [a]
-->   Join LEFT_SEMI on [a = a, c = name]
-->     Scan t json [a, c]
-->     Scan u json [a, name]

-- EXISTS
SELECT a FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.a = t.a AND u.name <> t.c);
--> a INT
--> Project [a]
-->   Join LEFT_SEMI on [a = a] and (name <> c)
-->     Scan t json [a, c]
-->     Scan u json [a, name]

-- NOT EXISTS
SELECT a FROM t WHERE NOT EXISTS (SELECT * FROM u WHERE u.a = t.a);
--> a INT
--> Join LEFT_ANTI on [a = a]
-->   Scan t json [a]
-->   Scan u json [a]

-- EXISTS without correlation
SELECT a FROM t WHERE EXISTS (SELECT * FROM u WHERE name = 'x');
--> a INT
--> Join LEFT_SEMI on []
-->   Scan t json [a]
-->   Project []
-->     Aggregate by [true]: []
-->       Filter (name = 'x')
-->         Scan u json [name]

-- EXISTS in an OR
SELECT a FROM t WHERE c = 'x' OR EXISTS (SELECT * FROM u WHERE u.a = t.a);
--> a INT
--> Project [a]
-->   Filter ((c = 'x') OR isnotnull($f1))
-->     Join LEFT on [a = a]
-->       Scan t json [a, c]
-->       Project [a, true AS $f1]
-->         Aggregate by [a]: []
-->           Filter isnotnull(a)
-->             Scan u json [a]

-- IN as a value
SELECT a, a IN (SELECT a FROM u) AS known FROM t;
--> a INT, known BOOLEAN
--> Project [a, CASE WHEN (c0 = 0) THEN false WHEN isnull(a) THEN NULL WHEN isnotnull(i) THEN true WHEN (ck < c0) THEN NULL ELSE false END AS known]
-->   Join LEFT on [a = a]
-->     Join INNER on []
-->       Scan t json [a]
-->       Aggregate by []: [count(*), count(a)]
-->         Scan u json [a]
-->     Aggregate by [a]: [max(true)]
-->       Scan u json [a]

-- a scalar query of all rows
SELECT a, (SELECT max(a) FROM u) AS most FROM t;
--> a INT, most INT
--> Project [a, max(a) AS most]
-->   Join LEFT on []
-->     Scan t json [a]
-->     Aggregate by []: [max(a)]
-->       Scan u json [a]

-- more than one row is an error at run time
SELECT a, (SELECT name FROM u) AS name FROM t;
--> a INT, name STRING
--> Project [a, single_value(name) AS name]
-->   Join LEFT on []
-->     Scan t json [a]
-->     Aggregate by []: [single_value(name)]
-->       Scan u json [name]

-- a correlated scalar query
SELECT a, (SELECT max(name) FROM u WHERE u.a = t.a) AS most FROM t;
--> a INT, most STRING
--> Project [a, max(name) AS most]
-->   Join LEFT on [a = a]
-->     Scan t json [a]
-->     Aggregate by [a]: [max(name)]
-->       Filter isnotnull(a)
-->         Scan u json [a, name]

-- count gives 0 where there is nothing
SELECT a, (SELECT count(*) FROM u WHERE u.a = t.a) AS n FROM t;
--> a INT, n BIGINT
--> Project [a, CASE WHEN isnull(count(1)) THEN 0 ELSE CAST(count(1) AS BIGINT) END AS n]
-->   Join LEFT on [a <=> a]
-->     Scan t json [a]
-->     Project [a, CASE WHEN isnotnull(count(1)) THEN count(1) ELSE 0 END AS count(1)]
-->       Join LEFT on [a <=> a]
-->         Aggregate by [a]: []
-->           Scan t json [a]
-->         Aggregate by [a]: [count(*)]
-->           Filter isnotnull(a)
-->             Scan u json [a]

-- a scalar query in a condition
SELECT a FROM t WHERE e > (SELECT avg(x.e) FROM t AS x WHERE x.c = t.c);
--> a INT
--> Project [a]
-->   Join INNER on [c = c] and (e > avg(e))
-->     Scan t json [a, c, e]
-->     Aggregate by [c]: [avg(e)]
-->       Filter isnotnull(c)
-->         Scan t json [c, e]

-- in HAVING
SELECT c, sum(a) FROM t GROUP BY c HAVING sum(a) > (SELECT max(a) FROM u);
--> c STRING, `sum(a)` BIGINT
--> Project [c, sum(a)]
-->   Join INNER on [] and (sum(a) > CAST(max(a) AS BIGINT))
-->     Aggregate by [c]: [sum(a)]
-->       Scan t json [a, c]
-->     Aggregate by []: [max(a)]
-->       Scan u json [a]

-- in ON
SELECT t.a FROM t JOIN u ON t.a = u.a AND t.b IN (SELECT a FROM u);
--> a INT
--> Project [a]
-->   Join INNER on [a = a]
-->     Project [a]
-->       Join INNER on [b = CAST(a AS BIGINT)]
-->         Scan t json [a, b]
-->         Aggregate by [a]: []
-->           Scan u json [a]
-->     Scan u json [a]

-- in ORDER BY and GROUP BY
SELECT a FROM t ORDER BY (SELECT max(a) FROM u);
--> a INT
--> Project [a]
-->   Sort by EXPR$1 ASC NULLS FIRST
-->     Project [a, max(a) AS EXPR$1]
-->       Join LEFT on []
-->         Scan t json [a]
-->         Aggregate by []: [max(a)]
-->           Scan u json [a]

-- nested
SELECT a FROM t WHERE a IN (SELECT a FROM u WHERE name IN (SELECT c FROM t WHERE b > 3));
--> a INT
--> Join LEFT_SEMI on [a = a]
-->   Scan t json [a]
-->   Project [a]
-->     Join LEFT_SEMI on [name = c]
-->       Scan u json [a, name]
-->       Project [c]
-->         Filter (b > 3)
-->           Scan t json [b, c]

-- correlated over two levels
SELECT a FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.a = t.a AND EXISTS (SELECT 1 FROM u AS w WHERE w.a = t.a AND w.name = u.name));
--> a INT
--> Project [a]
-->   Join INNER on [a = a0]
-->     Scan t json [a]
-->     Aggregate by [a0]: []
-->       Join INNER on [name = name, a = a]
-->         Scan u json [a, name]
-->         Aggregate by [a, name]: []
-->           Filter (isnotnull(a) AND isnotnull(name))
-->             Scan u json [a, name]

-- streams in a sub-query
SELECT device FROM STREAM readings WHERE device IN (SELECT name FROM u);
--> device STRING
--> Join LEFT_SEMI on [device = name]
-->   Project [device]
-->     Watermark on time - 10 s
-->       Scan STREAM readings json [device, time]
-->   Scan u json [name]

-- the greatest of each, for a row around
SELECT a, (SELECT name FROM u WHERE u.a = t.a ORDER BY name DESC LIMIT 1) AS first FROM t;
--> a INT, first STRING
--> Project [a, single_value($f1) AS first]
-->   Join LEFT on [a = a]
-->     Scan t json [a]
-->     Aggregate by [a]: [single_value(max(name))]
-->       Aggregate by [a]: [max(name)]
-->         Filter isnotnull(a)
-->           Scan u json [a, name]

-- the first rows of each, beside the row around
SELECT t.a, x.name FROM t, LATERAL (SELECT name FROM u WHERE u.a = t.a ORDER BY name LIMIT 2) AS x;
--> a INT, name STRING
--> Project [a, name]
-->   Join INNER on [a = a]
-->     Scan t json [a]
-->     Project [name, a]
-->       Top 1 to 2 by ROW_NUMBER of [a] ordered by name ASC NULLS FIRST
-->         Filter isnotnull(a)
-->           Scan u json [a, name]

-- an aggregate over columns of both
SELECT (SELECT sum(u.a + t.a) FROM u) AS s FROM t;
--> s BIGINT
--> Project [sum((a + a)) AS s]
-->   Join LEFT on [a <=> a0]
-->     Scan t json [a]
-->     Aggregate by [a0]: [sum((a + a0))]
-->       Join INNER on []
-->         Scan u json [a]
-->         Aggregate by [a]: []
-->           Scan t json [a]

-- a union that names the row around
SELECT a, (SELECT max(x) FROM (SELECT a AS x FROM u WHERE u.name = t.c UNION ALL SELECT b FROM t AS z WHERE z.c = t.c) AS w) AS m FROM t;
--> a INT, m BIGINT
--> Project [a, max(x) AS m]
-->   Join LEFT on [c <=> c]
-->     Scan t json [a, c]
-->     Aggregate by [c]: [max(x)]
-->       Union of 2
-->         Project [c, CAST(x AS BIGINT) AS x]
-->           Join INNER on [c <=> name]
-->             Aggregate by [c]: []
-->               Scan t json [c]
-->             Project [a AS x, name]
-->               Filter isnotnull(name)
-->                 Scan u json [a, name]
-->         Project [c, b AS x]
-->           Join INNER on [c <=> c]
-->             Aggregate by [c]: []
-->               Scan t json [c]
-->             Filter isnotnull(c)
-->               Scan t json [b, c]

-- LEFT JOIN LATERAL
SELECT t.a, x.y FROM t LEFT JOIN LATERAL (SELECT max(a) AS y FROM u WHERE u.name = t.c) AS x ON true;
--> a INT, y INT
--> Project [a, y]
-->   Join LEFT on [c = name]
-->     Scan t json [a, c]
-->     Aggregate by [name]: [max(a)]
-->       Filter isnotnull(name)
-->         Scan u json [a, name]

-- EXISTS in ON, over both sides
SELECT t.a FROM t JOIN u ON t.a = u.a AND EXISTS (SELECT 1 FROM u AS w WHERE w.name = t.c AND w.a = u.a);
--> a INT
--> Project [a]
-->   Join INNER on [c = name, a0 = a]
-->     Join INNER on [a = a]
-->       Scan t json [a, c]
-->       Scan u json [a]
-->     Aggregate by [name, a]: []
-->       Filter (isnotnull(name) AND isnotnull(a))
-->         Scan u json [a, name]

-- inside an aggregate
SELECT sum((SELECT max(u.a) FROM u WHERE u.a = t.a)) AS s FROM t;
--> s BIGINT
--> Aggregate by []: [sum(max(a))]
-->   Join LEFT on [a = a1]
-->     Scan t json [a]
-->     Aggregate by [a]: [max(a)]
-->       Filter isnotnull(a)
-->         Scan u json [a]

-- inside a window
SELECT a, rank() OVER (ORDER BY (SELECT max(a) FROM u)) AS r FROM t;
--> a INT, r INT NOT NULL
--> Project [a, rank AS r]
-->   Over [] ordered by max(a) ASC NULLS FIRST: [rank() over ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW]
-->     Join LEFT on []
-->       Scan t json [a]
-->       Aggregate by []: [max(a)]
-->         Scan u json [a]
