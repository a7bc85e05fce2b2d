-- two columns where one is asked for
SELECT (SELECT a, name FROM u) FROM t;
--> [INVALID_SUBQUERY_EXPRESSION.SCALAR_SUBQUERY_RETURN_MORE_THAN_ONE_OUTPUT_COLUMN] a query that stands for a value gives more than one column, at line 1:8. To go on: select one column in it. SQLSTATE: 42823
-->
-->   SELECT (SELECT a, name FROM u) FROM t
-->          ^^^^^^^^^^^^^^^^^^^^^^^

-- two columns against one value
SELECT a FROM t WHERE a IN (SELECT a, name FROM u);
--> [NUM_COLUMNS_MISMATCH] 1 values are looked for among rows of 2 columns, at line 1:23. To go on: select as many columns as there are values. SQLSTATE: 42826
-->
-->   SELECT a FROM t WHERE a IN (SELECT a, name FROM u)
-->                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^

-- types that cannot be compared
SELECT a FROM t WHERE arr IN (SELECT a FROM u);
--> [DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES] Cannot resolve "=(arr, SELECT a FROM u)" due to data type mismatch: the left and right operands of the binary operator have incompatible types ("ARRAY<INT>" and "INT"), at line 1:23. To go on: cast the arguments to types that go together. SQLSTATE: 42K09
-->
-->   SELECT a FROM t WHERE arr IN (SELECT a FROM u)
-->                         ^^^^^^^^^^^^^^^^^^^^^^^

-- different numbers of columns
SELECT a FROM t INTERSECT SELECT a, name FROM u;
--> [NUM_COLUMNS_MISMATCH] the queries of this INTERSECT have different numbers of columns, at line 1:34. To go on: select the same number of columns in each. SQLSTATE: 42826
-->
-->   SELECT a FROM t INTERSECT SELECT a, name FROM u
-->                                    ^^^^^^^

-- types that have nothing in common
SELECT arr FROM t EXCEPT SELECT a FROM u;
--> [INCOMPATIBLE_COLUMN_TYPE] column 1 of this EXCEPT has types that do not go together, at line 1:8. To go on: cast one of the two. SQLSTATE: 42825
-->
-->   SELECT arr FROM t EXCEPT SELECT a FROM u
-->          ^^^

-- a recursive query
WITH RECURSIVE x AS (SELECT a FROM t UNION ALL SELECT a + 1 FROM x WHERE a < 10) SELECT * FROM x;
--> [UNSUPPORTED_FEATURE] WITH RECURSIVE cannot be planned yet, at line 1:16. To go on: write the query without it. SQLSTATE: 0A000
-->
-->   WITH RECURSIVE x AS (SELECT a FROM t UNION ALL SELECT a + 1 FROM x WHERE a < 10) SELECT * FROM x
-->                  ^

-- a column of nowhere
SELECT a FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.a = t.nowhere);
--> [UNRESOLVED_COLUMN.WITH_SUGGESTION] there is no column 't.nowhere' here, at line 1:59. To go on: write one of name, arr, e, n, a. SQLSTATE: 42703
-->
-->   SELECT a FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.a = t.nowhere)
-->                                                             ^^^^^^^^^

-- rows made of a list of the row around, as one value
SELECT a, (SELECT max(x) FROM (SELECT explode(t.arr) AS x)) AS m FROM t;
--> [UNSUPPORTED_FEATURE] this query names columns of the query around it in a way that cannot be planned as a join, at line 1:39. To go on: join the tables, or group the inner query and join that. SQLSTATE: 0A000
-->
-->   SELECT a, (SELECT max(x) FROM (SELECT explode(t.arr) AS x)) AS m FROM t
-->                                         ^^^^^^^^^^^^^^

-- a window function over the rows that go with a row of the query around it
SELECT a, (SELECT max(n) FROM (SELECT row_number() OVER (ORDER BY x.b) AS n FROM t x WHERE x.a = t.a) AS z) FROM t;
--> [UNSUPPORTED_FEATURE] a window function or a session stands in a query that names columns of the query around it ("row_number() OVER (ORDER BY x.b)" at line 1, column 39). To go on: compute it for all rows in a sub-query, with the columns in question in PARTITION BY, and join that. SQLSTATE: 0A000

-- a query inside a lambda
SELECT transform(d, x -> x + (SELECT max(a) FROM t)) FROM t;
--> [UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.HIGHER_ORDER_FUNCTION] a query stands inside a lambda of transform, at line 1:30. To go on: make rows of the array with LATERAL VIEW explode(..) and join the tables, or compute the query as a column and name that in the lambda. SQLSTATE: 0A000
-->
-->   SELECT transform(d, x -> x + (SELECT max(a) FROM t)) FROM t
-->                                ^^^^^^^^^^^^^^^^^^^^^^

-- a query inside a lambda inside of another one
SELECT filter(d, x -> exists(d, y -> y IN (SELECT a FROM t) AND y > x)) FROM t;
--> [UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.HIGHER_ORDER_FUNCTION] a query stands inside a lambda of filter, at line 1:44. To go on: make rows of the array with LATERAL VIEW explode(..) and join the tables, or compute the query as a column and name that in the lambda. SQLSTATE: 0A000
-->
-->   SELECT filter(d, x -> exists(d, y -> y IN (SELECT a FROM t) AND y > x)) FROM t
-->                                              ^^^^^^^^^^^^^^^
