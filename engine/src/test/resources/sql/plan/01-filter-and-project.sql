-- the quickstart's filter: the literal is cast once, at planning
SELECT device, signal, time FROM STREAM readings WHERE signal > 15;
--> device STRING, signal DOUBLE, time TIMESTAMP
--> Filter (signal > 15.0)
-->   Watermark on time - 10 s
-->     Scan STREAM readings json [device, signal, time]

-- a table without STREAM is read as it is now
SELECT device FROM readings;
--> device STRING
--> Project [device]
-->   Watermark on time - 10 s
-->     Scan readings json [device, time]

-- conditions of nested queries become one, the inner one first
SELECT * FROM (SELECT a, b AS bb FROM t WHERE a > 1) WHERE bb < 5 AND a IN (1, 2, 3);
--> a INT, bb BIGINT
--> Project [a, b AS bb]
-->   Filter ((a > 1) AND (b < 5) AND in(a, 1, 2, 3))
-->     Scan t json [a, b]

-- a filter does not move below what can raise
SELECT a FROM (SELECT a, 1 / a AS q FROM t) WHERE q > 2;
--> a INT
--> Project [a]
-->   Filter (q > 2.0)
-->     Project [a, (1.0 / CAST(a AS DOUBLE)) AS q]
-->       Scan t json [a]

-- columns that nobody reads are not read
SELECT x.a FROM (SELECT a, upper(c) AS u, b FROM t) x;
--> a INT
--> Scan t json [a]

-- a condition that is always true is no filter
SELECT a FROM t WHERE true;
--> a INT
--> Scan t json [a]

-- all columns but some
SELECT * EXCEPT (s, arr, m, d, e, f, dt, ts, n) FROM t;
--> a INT, b BIGINT, c STRING
--> Scan t json [a, b, c]

-- an alias of the select list can be used further right
SELECT a + 1 AS x, x * 2 AS y FROM t;
--> x INT, y INT
--> Project [(a + 1) AS x, ((a + 1) * 2) AS y]
-->   Scan t json [a]

-- a view stays what it was
SELECT key, value FROM v WHERE key = 1;
--> key INT, value STRING
--> Project [a AS key, c AS value]
-->   Filter (a = 1)
-->     Scan t json [a, c]

-- a view over a table can be read as a stream
SELECT value FROM STREAM v;
--> value STRING
--> Project [c AS value]
-->   Scan STREAM t json [c]

-- names differ from columns in case only
SELECT DEVICE, Readings.Signal FROM READINGS;
--> DEVICE STRING, Signal DOUBLE
--> Project [device AS DEVICE, signal AS Signal]
-->   Watermark on time - 10 s
-->     Scan readings json [device, signal, time]

-- a condition without a table
SELECT 1 AS a WHERE 1 = 2;
--> a INT NOT NULL
--> Project [1 AS a]
-->   Filter false
-->     Values 1 rows []

-- a NULL is a condition that is never true
SELECT a FROM t WHERE NULL;
--> a INT
--> Filter NULL
-->   Scan t json [a]

-- a column goes before an alias of the select list
SELECT a AS b, b FROM t;
--> b INT, b BIGINT
--> Project [a AS b, b]
-->   Scan t json [a, b]
