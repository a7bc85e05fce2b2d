-- a column that does not exist
SELECT devise FROM readings;
--> [UNRESOLVED_COLUMN.WITH_SUGGESTION] there is no column 'devise' here, at line 1:8. To go on: write one of device, time, signal. SQLSTATE: 42703
-->
-->   SELECT devise FROM readings
-->          ^^^^^^

-- a column of another table
SELECT readings.a FROM t;
--> [UNRESOLVED_COLUMN.WITH_SUGGESTION] there is no column 'readings.a' here, at line 1:8. To go on: write one of a, arr, d, dt, e. SQLSTATE: 42703
-->
-->   SELECT readings.a FROM t
-->          ^^^^^^^^^^

-- a table that does not exist
SELECT * FROM reading;
--> [TABLE_OR_VIEW_NOT_FOUND] there is no table or view 'reading', at line 1:15. To go on: write 'readings', which is like it. SQLSTATE: 42P01
-->
-->   SELECT * FROM reading
-->                 ^^^^^^^

-- a function that does not exist
SELECT coalesc(a, b) FROM t;
--> [UNRESOLVED_ROUTINE] there is no function 'coalesc', at line 1:8. To go on: write coalesce, which is like it. SQLSTATE: 42883
-->
-->   SELECT coalesc(a, b) FROM t
-->          ^^^^^^^

-- a field that does not exist
SELECT s.y.q FROM t;
--> [FIELD_NOT_FOUND] No such struct field `q` in `z`, at line 1:8. To go on: use one of `z`. SQLSTATE: 42704
-->
-->   SELECT s.y.q FROM t
-->          ^^^^^

-- neither grouped nor aggregated
SELECT a, b FROM t GROUP BY a;
--> [MISSING_AGGREGATION] 'b' is neither grouped nor aggregated, at line 1:11. To go on: add it to GROUP BY, or aggregate it, as in any_value(..) or max(..). SQLSTATE: 42803
-->
-->   SELECT a, b FROM t GROUP BY a
-->             ^

-- an aggregate in WHERE
SELECT a FROM t WHERE count(*) > 1;
--> [GROUP_BY_AGGREGATE] Aggregate expression is illegal in WHERE clause, at line 1:23. SQLSTATE: 42903
-->
-->   SELECT a FROM t WHERE count(*) > 1
-->                         ^^^^^^^^

-- a place that does not exist
SELECT a FROM t GROUP BY 2;
--> [INVALID_SQL_SYNTAX] the select list has no column number 2, at line 1:26. To go on: count its columns from 1, or name one. SQLSTATE: 42000
-->
-->   SELECT a FROM t GROUP BY 2
-->                            ^
