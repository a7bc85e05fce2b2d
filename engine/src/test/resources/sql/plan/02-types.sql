-- a whole number divided by another is a double
SELECT 7 / 2 AS x, a / b AS y, a DIV 2 AS z, a % 2 AS r FROM t;
--> x DOUBLE NOT NULL, y DOUBLE, z BIGINT, r INT
--> Project [3.5 AS x, (CAST(a AS DOUBLE) / CAST(b AS DOUBLE)) AS y, div(CAST(a AS BIGINT), 2) AS z, (a % 2) AS r]
-->   Scan t json [a, b]

-- the wider type wins, decimals grow
SELECT a + b AS ab, a + d AS ad, d * d AS dd, d + e AS de, n + 1 AS n1 FROM t;
--> ab BIGINT, ad DECIMAL(13,2), dd DECIMAL(21,4), de DOUBLE, n1 INT NOT NULL
--> Project [(CAST(a AS BIGINT) + b) AS ab, (CAST(a AS DECIMAL(10,0)) + d) AS ad, (d * d) AS dd, (CAST(d AS DOUBLE) + e) AS de, (n + 1) AS n1]
-->   Scan t json [a, b, d, e, n]

-- text is cast where a number is asked for
SELECT a > '3' AS p, a + '1' AS q, c = 5 AS r FROM t;
--> p BOOLEAN, q BIGINT, r BOOLEAN
--> Project [(CAST(a AS BIGINT) > 3) AS p, (CAST(a AS BIGINT) + 1) AS q, (CAST(c AS BIGINT) = 5) AS r]
-->   Scan t json [a, c]

-- the branches of CASE meet in one type
SELECT CASE WHEN a > 1 THEN b ELSE d END AS x, CASE a WHEN 1 THEN 'one' END AS y FROM t;
--> x DECIMAL(22,2), y STRING
--> Project [CASE WHEN (a > 1) THEN CAST(b AS DECIMAL(22,2)) ELSE CAST(d AS DECIMAL(22,2)) END AS x, CASE WHEN (a = 1) THEN 'one' ELSE NULL END AS y]
-->   Scan t json [a, b, d]

-- IF, COALESCE and NULLIF do so, too
SELECT coalesce(a, b) AS x, if(f, 1, 2.5) AS y, nullif(a, 1) AS z FROM t;
--> x BIGINT, y DECIMAL(11,1) NOT NULL, z INT
--> Project [coalesce(CAST(a AS BIGINT), b) AS x, CASE WHEN f THEN 1.0 ELSE 2.5 END AS y, CASE WHEN (a = 1) THEN NULL ELSE a END AS z]
-->   Scan t json [a, b, f]

-- explicit casts, strict and lenient
SELECT CAST(c AS INT) AS i, TRY_CAST(c AS DATE) AS d, a::STRING AS s, c::DECIMAL(5,2) AS m FROM t;
--> i INT, d DATE, s STRING, m DECIMAL(5,2)
--> Project [CAST(c AS INT) AS i, TRY_CAST(c AS DATE) AS d, CAST(a AS STRING) AS s, CAST(c AS DECIMAL(5,2)) AS m]
-->   Scan t json [a, c]

-- fields of structs, elements of arrays, values of maps
SELECT s.x, s.y.z, t.s.y, arr[0] AS first, m['k'] AS k FROM t;
--> x INT, z STRING, y STRUCT<z: STRING>, first INT, k INT
--> Project [s.x AS x, s.y.z AS z, s.y AS y, (arr [] 0) AS first, (m [] 'k') AS k]
-->   Scan t json [s, arr, m]

-- NULL is a value of every type
SELECT NULL AS nothing, a <=> NULL AS same, f AND NULL AS maybe FROM t;
--> nothing VOID, same BOOLEAN NOT NULL, maybe BOOLEAN
--> Project [NULL AS nothing, (a <=> NULL) AS same, (f AND NULL) AS maybe]
-->   Scan t json [a, f]

-- tests that are never NULL
SELECT a IS NULL AS p, f IS NOT TRUE AS q, a IS DISTINCT FROM b AS r, a <=> b AS s FROM t;
--> p BOOLEAN NOT NULL, q BOOLEAN NOT NULL, r BOOLEAN NOT NULL, s BOOLEAN NOT NULL
--> Project [isnull(a) AS p, not((f <=> true)) AS q, not((CAST(a AS BIGINT) <=> b)) AS r, (CAST(a AS BIGINT) <=> b) AS s]
-->   Scan t json [a, b, f]

-- patterns
SELECT c LIKE 'x%' AS p, c NOT LIKE '_y' AS q, c RLIKE '^z' AS r, c ILIKE 'X' AS s FROM t;
--> p BOOLEAN, q BOOLEAN, r BOOLEAN, s BOOLEAN
--> Project [like(c, 'x%') AS p, not(like(c, '_y')) AS q, regexp_like(c, '^z') AS r, ilike(c, 'X') AS s]
-->   Scan t json [c]

-- any and all of several patterns
SELECT c LIKE ANY ('a%', 'b%') AS p, c NOT LIKE ALL ('a', 'b') AS q FROM t;
--> p BOOLEAN, q BOOLEAN
--> Project [(like(c, 'a%') OR like(c, 'b%')) AS p, (not(like(c, 'a')) AND not(like(c, 'b'))) AS q]
-->   Scan t json [c]

-- times and intervals
SELECT ts - INTERVAL 10 MINUTES AS t1, dt + INTERVAL 1 DAY AS t2 FROM t;
--> t1 TIMESTAMP, t2 DATE
--> Project [(ts - PT10M) AS t1, (dt + PT24H) AS t2]
-->   Scan t json [dt, ts]

-- constants are computed when the query is planned, but for errors
SELECT 1 + 2 * 3 AS seven, 1 / 0 AS never, 'a' || 'b' AS ab;
--> seven INT NOT NULL, never DOUBLE NOT NULL, ab STRING NOT NULL
--> Project [7 AS seven, (1.0 / 0.0) AS never, 'ab' AS ab]
-->   Values 1 rows []

-- structs, arrays and maps are made as well
SELECT struct(a, c AS name) AS st, array(a, b) AS list, map('k', a) AS m FROM t;
--> st STRUCT<a: INT, name: STRING> NOT NULL, list ARRAY<BIGINT> NOT NULL, m MAP<STRING, INT> NOT NULL
--> Project [named_struct('a', a, 'name', c) AS st, array(CAST(a AS BIGINT), b) AS list, map('k', a) AS m]
-->   Scan t json [a, b, c]

-- lambdas see their parameters
SELECT aggregate(array(1, 2), 0, (acc, x) -> acc + x) AS sum, a << 1 AS twice FROM t;
--> sum INT, twice INT
--> Project [aggregate(array(1, 2), 0, (acc#n, x#n) -> (acc#n + x#n)) AS sum, shiftleft(a, 1) AS twice]
-->   Scan t json [a]

-- parts of times
SELECT EXTRACT(YEAR FROM ts) AS y, DATEADD(DAY, 1, ts) AS next, TRIM(LEADING 'x' FROM c) AS c FROM t;
--> y INT, next TIMESTAMP, c STRING
--> Project [date_part('YEAR', ts) AS y, timestampadd('DAY', 1, ts) AS next, ltrim('x', c) AS c]
-->   Scan t json [c, ts]
