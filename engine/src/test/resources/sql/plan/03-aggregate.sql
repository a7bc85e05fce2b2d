-- the quickstart's aggregate
SELECT device, count(*) AS n, avg(signal) AS mean FROM STREAM readings GROUP BY device;
--> device STRING, n BIGINT NOT NULL, mean DOUBLE
--> Aggregate by [device]: [count(*), avg(signal)]
-->   Watermark on time - 10 s
-->     Scan STREAM readings json [device, signal, time]

-- without keys there is one row
SELECT count(*), sum(a), min(b), max(c), avg(d) FROM t;
--> `count(1)` BIGINT NOT NULL, `sum(a)` BIGINT, `min(b)` BIGINT, `max(c)` STRING, `avg(d)` DECIMAL(14,6)
--> Aggregate by []: [count(*), sum(a), min(b), max(c), avg(d)]
-->   Scan t json [a, b, c, d]

-- a key can be an expression, named by its alias
SELECT a % 2 AS k, max(b) FROM t GROUP BY k;
--> k INT, `max(b)` BIGINT
--> Aggregate by [(a % 2)]: [max(b)]
-->   Scan t json [a, b]

-- or by its place
SELECT a % 2 AS k, max(b) FROM t GROUP BY 1;
--> k INT, `max(b)` BIGINT
--> Aggregate by [(a % 2)]: [max(b)]
-->   Scan t json [a, b]

-- a name is the column before it is an alias
SELECT upper(c) AS c, count(*) FROM t GROUP BY c;
--> c STRING, `count(1)` BIGINT NOT NULL
--> Project [upper(c) AS c, count(1)]
-->   Aggregate by [c]: [count(*)]
-->     Scan t json [c]

-- GROUP BY ALL takes what is not aggregated
SELECT a, s.x, count(*) AS n FROM t GROUP BY ALL;
--> a INT, x INT, n BIGINT NOT NULL
--> Aggregate by [a, s.x]: [count(*)]
-->   Scan t json [a, s]

-- HAVING filters groups, FILTER rows of one aggregate
SELECT a, sum(b) FILTER (WHERE f) AS s FROM t GROUP BY a HAVING count(*) > 1;
--> a INT, s BIGINT
--> Project [a, s]
-->   Filter (count(*) > 1)
-->     Aggregate by [a]: [sum(b) FILTER (WHERE (f <=> true)), count(*)]
-->       Scan t json [a, b, f]

-- aggregates inside expressions
SELECT a + 1 AS k, sum(b) / count(*) AS mean FROM t GROUP BY a + 1;
--> k INT, mean DOUBLE
--> Project [k, (CAST(sum(b) AS DOUBLE) / CAST(count(*) AS DOUBLE)) AS mean]
-->   Aggregate by [(a + 1)]: [sum(b), count(*)]
-->     Scan t json [a, b]

-- different values only
SELECT count(DISTINCT c), sum(DISTINCT a) FROM t;
--> `count(DISTINCT c)` BIGINT NOT NULL, `sum(DISTINCT a)` BIGINT
--> Aggregate by []: [count(DISTINCT c), sum(DISTINCT a)]
-->   Scan t json [a, c]

-- DISTINCT groups by all columns
SELECT DISTINCT a, f FROM t;
--> a INT, f BOOLEAN
--> Aggregate by [a, f]: []
-->   Scan t json [a, f]

-- columns that are not asked for get Spark's names
SELECT count(*), count(1), sum(a + 1), max(CAST(c AS INT)) FROM t;
--> `count(1)` BIGINT NOT NULL, `count(1)` BIGINT NOT NULL, `sum((a + 1))` BIGINT, `max(CAST(c AS INT))` INT
--> Project [count(1), count(1)_0 AS count(1), sum((a + 1)), max(CAST(c AS INT))]
-->   Aggregate by []: [count(*), count(1), sum((a + 1)), max(CAST(c AS INT))]
-->     Scan t json [a, c]

-- names leave the table out, but keep the struct
SELECT max(t.s.x), min(t.a) FROM t;
--> `max(s.x)` INT, `min(a)` INT
--> Aggregate by []: [max(s.x), min(a)]
-->   Scan t json [a, s]
