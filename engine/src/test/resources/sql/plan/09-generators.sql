-- each element of an array
SELECT a, x FROM t LATERAL VIEW explode(arr) e AS x;
--> a INT, x INT
--> Project [a, element AS x]
-->   Generate arr
-->     Scan t json [a, arr]

-- key and value of a map; OUTER keeps rows without any
SELECT a, k, v FROM t LATERAL VIEW OUTER explode(m) e AS k, v WHERE a > 1;
--> a INT, k STRING, v INT
--> Project [a, element.key AS k, element.value AS v]
-->   Generate outer map_entries(m)
-->     Filter (a > 1)
-->       Scan t json [a, m]

-- positions count from 0
SELECT a, pos, x FROM t LATERAL VIEW posexplode(arr) e AS pos, x;
--> a INT, pos INT NOT NULL, x INT
--> Project [a, pos, element AS x]
-->   Generate with position arr
-->     Scan t json [a, arr]

-- in the select list
SELECT a, explode(arr) AS x FROM t;
--> a INT, x INT
--> Project [a, element AS x]
-->   Generate arr
-->     Scan t json [a, arr]

-- behind all columns of a join
SELECT *, explode(m) FROM u JOIN (SELECT a AS b, m FROM t) ON a = b;
--> a INT, name STRING, b INT, m MAP<STRING, INT>, key STRING NOT NULL, value INT
--> Project [a, name, b, m, element.key AS key, element.value AS value]
-->   Generate map_entries(m)
-->     Join INNER on [a = b]
-->       Scan u json [a, name]
-->       Project [a AS b, m]
-->         Scan t json [a, m]

-- without a table
SELECT explode(array(1, 2, NULL));
--> col INT
--> Project [element AS col]
-->   Generate array(1, 2, NULL)
-->     Values 1 rows []

-- fields of structs
SELECT a, i.* FROM t LATERAL VIEW inline(array(s, s)) i;
--> a INT, x INT, y STRUCT<z: STRING>
--> Project [a, element.x AS x, element.y AS y]
-->   Generate array(s, s)
-->     Scan t json [a, s]

-- rows of values
SELECT a, stack(2, 'b', b, 'n', n) FROM t;
--> a INT, col0 STRING NOT NULL, col1 BIGINT
--> Project [a, element.col0 AS col0, element.col1 AS col1]
-->   Generate array(named_struct('col0', 'b', 'col1', b), CAST(named_struct('col0', 'n', 'col1', CAST(n AS BIGINT)) AS STRUCT<col0: STRING NOT NULL, col1: BIGINT>))
-->     Scan t json [a, b, n]

-- fields of a JSON text
SELECT j.c0 FROM u LATERAL VIEW json_tuple(name, 'x', 'y') j;
--> c0 STRING
--> Project [element.c0 AS c0]
-->   Generate array(named_struct('c0', get_json_object(name, '$[\'x\']'), 'c1', get_json_object(name, '$[\'y\']')))
-->     Scan u json [name]

-- as the standard writes it
SELECT a, x, o FROM t CROSS JOIN UNNEST(arr) WITH ORDINALITY AS g(x, o);
--> a INT, x INT, o INT NOT NULL
--> Project [a, element AS x, (pos + 1) AS o]
-->   Generate with position arr
-->     Scan t json [a, arr]

-- UNNEST behind a comma; a filter of what it gives stays above
SELECT a, x FROM t, UNNEST(arr) AS g(x) WHERE x > a;
--> a INT, x INT
--> Project [a, element AS x]
-->   Filter (element > a)
-->     Generate arr
-->       Scan t json [a, arr]

-- a query that names the tables to its left
SELECT u.name, z.c FROM u, LATERAL (SELECT c FROM t WHERE t.a = u.a) AS z;
--> name STRING, c STRING
--> Project [name, c]
-->   Join INNER on [a = a]
-->     Scan u json [a, name]
-->     Project [c, a]
-->       Filter isnotnull(a)
-->         Scan t json [a, c]

-- LATERAL with an aggregate: a row for each row
SELECT u.name, z.n FROM u, LATERAL (SELECT count(*) AS n FROM t WHERE t.a = u.a) AS z;
--> name STRING, n BIGINT NOT NULL
--> Project [name, n]
-->   Join INNER on [a <=> a]
-->     Scan u json [a, name]
-->     Project [a, CASE WHEN isnotnull(n) THEN n ELSE 0 END AS n]
-->       Join LEFT on [a <=> a]
-->         Aggregate by [a]: []
-->           Scan u json [a]
-->         Aggregate by [a]: [count(*)]
-->           Filter isnotnull(a)
-->             Scan t json [a]

-- one behind the other
SELECT x, y FROM t LATERAL VIEW explode(arr) e AS x LATERAL VIEW explode(array(x, x + 1)) f AS y;
--> x INT, y INT
--> Project [col AS x, element AS y]
-->   Generate array(col, (col + 1))
-->     Project [element AS col]
-->       Generate arr
-->         Scan t json [arr]

-- several names
SELECT posexplode(arr) AS (p, x) FROM t;
--> p INT NOT NULL, x INT
--> Project [pos AS p, element AS x]
-->   Generate with position arr
-->     Scan t json [arr]
