-- an equality is what rows are found by, the rest is tested for each pair
SELECT t.a, name FROM t JOIN u ON t.a = u.a AND t.c < u.name;
--> a INT, name STRING
--> Project [a, name]
-->   Join INNER on [a = a] and (c < name)
-->     Scan t json [a, c]
-->     Scan u json [a, name]

-- INNER may be written; an alias for each side
SELECT l.a, r.c FROM t l INNER JOIN t r ON l.a = r.b;
--> a INT, c STRING
--> Project [a, c0 AS c]
-->   Join INNER on [CAST(a AS BIGINT) = b]
-->     Scan t json [a]
-->     Scan t json [b, c]

-- tables with commas, joined by WHERE
SELECT t.c, u.name FROM t, u WHERE t.a = u.a AND t.e > 1 AND u.name <> 'x';
--> c STRING, name STRING
--> Project [c, name]
-->   Join INNER on [a = a]
-->     Project [a, c]
-->       Filter (e > 1.0)
-->         Scan t json [a, c, e]
-->     Filter (name <> 'x')
-->       Scan u json [a, name]

-- no condition
SELECT t.a, u.name FROM t CROSS JOIN u;
--> a INT, name STRING
--> Join INNER on []
-->   Scan t json [a]
-->   Scan u json [name]

-- what may be missing can be NULL
SELECT t.n, u.name FROM u LEFT JOIN t ON t.n = u.a;
--> n INT, name STRING
--> Project [n, name]
-->   Join LEFT on [a = n]
-->     Scan u json [a, name]
-->     Scan t json [n]

-- RIGHT
SELECT t.n, u.name FROM t RIGHT OUTER JOIN u ON t.n = u.a;
--> n INT, name STRING
--> Project [n, name]
-->   Join RIGHT on [n = a]
-->     Scan t json [n]
-->     Scan u json [a, name]

-- FULL
SELECT t.n, u.name FROM t FULL JOIN u ON t.n = u.a AND t.e > 1;
--> n INT, name STRING
--> Project [n, name]
-->   Join FULL on [n = a] and (e > 1.0)
-->     Scan t json [e, n]
-->     Scan u json [a, name]

-- LEFT SEMI gives the left columns only
SELECT * FROM u LEFT SEMI JOIN t ON t.a = u.a AND t.e > 1;
--> a INT, name STRING
--> Join LEFT_SEMI on [a = a]
-->   Scan u json [a, name]
-->   Project [a]
-->     Filter (e > 1.0)
-->       Scan t json [a, e]

-- LEFT ANTI
SELECT * FROM u ANTI JOIN t ON t.a = u.a AND u.name = 'x';
--> a INT, name STRING
--> Join LEFT_ANTI on [a = a] and (name = 'x')
-->   Scan u json [a, name]
-->   Scan t json [a]

-- USING: the column stands once, first
SELECT * FROM u JOIN (SELECT c, a FROM t) AS x USING (a);
--> a INT, name STRING, c STRING
--> Project [a, name, c]
-->   Join INNER on [a = a]
-->     Scan u json [a, name]
-->     Project [c, a]
-->       Scan t json [a, c]

-- USING in an outer join
SELECT a, c FROM u LEFT JOIN (SELECT c, a FROM t) AS x USING (a);
--> a INT, c STRING
--> Project [a, c]
-->   Join LEFT on [a = a]
-->     Scan u json [a]
-->     Project [c, a]
-->       Scan t json [a, c]

-- USING in a full join: whichever is there
SELECT a, c FROM u FULL JOIN (SELECT c, b AS a FROM t) AS x USING (a);
--> a BIGINT, c STRING
--> Project [coalesce(CAST(a AS BIGINT), a0) AS a, c]
-->   Join FULL on [CAST(a AS BIGINT) = a]
-->     Scan u json [a]
-->     Project [c, b AS a]
-->       Scan t json [b, c]

-- USING in a semi join
SELECT * FROM u LEFT SEMI JOIN t USING (a);
--> a INT, name STRING
--> Join LEFT_SEMI on [a = a]
-->   Scan u json [a, name]
-->   Scan t json [a]

-- NATURAL
SELECT * FROM u NATURAL JOIN (SELECT c, a FROM t);
--> a INT, name STRING, c STRING
--> Project [a, name, c]
-->   Join INNER on [a = a]
-->     Scan u json [a, name]
-->     Project [c, a]
-->       Scan t json [a, c]

-- NATURAL LEFT
SELECT * FROM u NATURAL LEFT JOIN (SELECT c, a FROM t);
--> a INT, name STRING, c STRING
--> Project [a, name, c]
-->   Join LEFT on [a = a]
-->     Scan u json [a, name]
-->     Project [c, a]
-->       Scan t json [a, c]

-- NULL equals NULL
SELECT t.c FROM t JOIN u ON t.a <=> u.a AND t.c = u.name;
--> c STRING
--> Project [c]
-->   Join INNER on [a <=> a, c = name]
-->     Scan t json [a, c]
-->     Scan u json [a, name]

-- casts as in any comparison
SELECT t.a FROM t JOIN u ON t.b = u.a AND t.c = u.a;
--> a INT
--> Project [a]
-->   Join INNER on [b = CAST(a AS BIGINT), CAST(c AS BIGINT) = CAST(a AS BIGINT)]
-->     Scan t json [a, b, c]
-->     Scan u json [a]

-- an expression of each side
SELECT t.a FROM t JOIN u ON t.a % 7 = length(u.name);
--> a INT
--> Project [a]
-->   Join INNER on [(a % 7) = length(name)]
-->     Scan t json [a]
-->     Scan u json [name]

-- nothing but an inequality
SELECT t.a, u.a FROM t JOIN u ON t.a < u.a;
--> a INT, a INT
--> Project [a, a0 AS a]
-->   Join INNER on [] and (a < a0)
-->     Scan t json [a]
-->     Scan u json [a]

-- literally true and false
SELECT t.a, u.a FROM t JOIN u ON true;
--> a INT, a INT
--> Project [a, a0 AS a]
-->   Join INNER on []
-->     Scan t json [a]
-->     Scan u json [a]

-- false: no pairs
SELECT t.a, u.a FROM t JOIN u ON 1 = 2;
--> a INT, a INT
--> Project [a, a0 AS a]
-->   Values 0 rows [a, a0]

-- false in an outer join pads each row
SELECT t.a, u.a FROM t LEFT JOIN u ON false;
--> a INT, a INT
--> Project [a, NULL AS a]
-->   Scan t json [a]

-- false in a full join: both, padded
SELECT t.n, u.a FROM t FULL JOIN u ON NULL;
--> n INT, a INT
--> Project [n, a0 AS a]
-->   Union of 2
-->     Project [n, NULL AS a0]
-->       Scan t json [n]
-->     Project [NULL AS n, a AS a0]
-->       Scan u json [a]

-- filters go to their sides
SELECT * FROM (SELECT t.a, t.c, u.name FROM t JOIN u ON t.a = u.a) WHERE c = 'x' AND name = 'y';
--> a INT, c STRING, name STRING
--> Project [a, c, name]
-->   Join INNER on [a = a]
-->     Filter (c = 'x')
-->       Scan t json [a, c]
-->     Filter (name = 'y')
-->       Scan u json [a, name]

-- not to the side that is padded, but the join does not pad when that is filtered out
SELECT t.a, u.name FROM t LEFT JOIN u ON t.a = u.a WHERE u.name > 'm' AND t.c = 'x';
--> a INT, name STRING
--> Project [a, name]
-->   Join INNER on [a = a]
-->     Project [a]
-->       Filter (c = 'x')
-->         Scan t json [a, c]
-->     Filter (name > 'm')
-->       Scan u json [a, name]

-- a padded row that passes the filter
SELECT t.a, u.name FROM t LEFT JOIN u ON t.a = u.a WHERE u.name IS NULL;
--> a INT, name STRING
--> Project [a, name]
-->   Filter isnull(name)
-->     Join LEFT on [a = a]
-->       Scan t json [a]
-->       Scan u json [a, name]

-- what can raise stays where it was written
SELECT t.a, u.name FROM t JOIN u ON t.a = u.a WHERE 10 / t.b > 1 AND t.c = 'x';
--> a INT, name STRING
--> Project [a, name]
-->   Filter ((10.0 / CAST(b AS DOUBLE)) > 1.0)
-->     Join INNER on [a = a]
-->       Project [a, b]
-->         Filter (c = 'x')
-->           Scan t json [a, b, c]
-->       Scan u json [a, name]

-- a table without an equality waits for one
SELECT t.a FROM u AS x, u AS y, t WHERE x.a = t.a AND y.name = t.c;
--> a INT
--> Project [a1 AS a]
-->   Join INNER on [c = name]
-->     Project [a1, c]
-->       Join INNER on [a = a]
-->         Scan u json [a]
-->         Scan t json [a, c]
-->     Scan u json [name]

-- a chain in the order as written
SELECT x.name, y.name FROM t JOIN u x ON t.a = x.a LEFT JOIN u y ON t.b = y.a;
--> name STRING, name STRING
--> Project [name, name0 AS name]
-->   Join LEFT on [b = CAST(a AS BIGINT)]
-->     Project [b, name]
-->       Join INNER on [a = a]
-->         Scan t json [a, b]
-->         Scan u json [a, name]
-->     Scan u json [a, name]

-- joins of queries, grouped; a filter on keys goes below
SELECT x.a, x.n, y.m FROM (SELECT a, count(*) AS n FROM t GROUP BY a) x JOIN (SELECT a, max(name) AS m FROM u GROUP BY a) y ON x.a = y.a WHERE x.a > 3;
--> a INT, n BIGINT NOT NULL, m STRING
--> Project [a, n, m]
-->   Join INNER on [a = a]
-->     Aggregate by [a]: [count(*)]
-->       Filter (a > 3)
-->         Scan t json [a]
-->     Aggregate by [a]: [max(name)]
-->       Scan u json [a, name]

-- streams
SELECT r.device, r.signal, u.name FROM STREAM readings r JOIN u ON r.device = u.name WHERE r.signal > 1;
--> device STRING, signal DOUBLE, name STRING
--> Join INNER on [device = name]
-->   Project [device, signal]
-->     Filter (signal > 1.0)
-->       Watermark on time - 10 s
-->         Scan STREAM readings json [device, signal, time]
-->   Scan u json [name]

-- all columns of one side
SELECT u.* FROM t JOIN u ON t.a = u.a;
--> a INT, name STRING
--> Project [a0 AS a, name]
-->   Join INNER on [a = a]
-->     Scan t json [a]
-->     Scan u json [a, name]

-- parentheses
SELECT t.a FROM t JOIN (u x JOIN u y ON x.a = y.a) ON t.a = x.a;
--> a INT
--> Project [a]
-->   Join INNER on [a = a]
-->     Scan t json [a]
-->     Project [a]
-->       Join INNER on [a = a]
-->         Scan u json [a]
-->         Scan u json [a]
