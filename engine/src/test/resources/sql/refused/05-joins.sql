-- a name of both sides
SELECT a FROM t JOIN u ON t.a = u.a;
--> [AMBIGUOUS_REFERENCE] 'a' is a column of more than one table, at line 1:8. To go on: write the table in front of it, as in t.a. SQLSTATE: 42704
-->
-->   SELECT a FROM t JOIN u ON t.a = u.a
-->          ^

-- USING a column that one side lacks
SELECT * FROM t JOIN u USING (b);
--> [UNRESOLVED_COLUMN.WITH_SUGGESTION] there is no column 'b' here, at line 1:31. To go on: write one of a, c, d, e, f. SQLSTATE: 42703
-->
-->   SELECT * FROM t JOIN u USING (b)
-->                                 ^

-- a condition that is none
SELECT t.a FROM t JOIN u ON t.a;
--> [DATATYPE_MISMATCH] what stands behind ON must be true or false, and 't.a' is neither, at line 1:29. To go on: compare it with something. SQLSTATE: 42K09
-->
-->   SELECT t.a FROM t JOIN u ON t.a
-->                               ^^^

-- types that cannot be compared
SELECT t.a FROM t JOIN u ON t.arr = u.a;
--> [DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES] Cannot resolve "=(t.arr, u.a)" due to data type mismatch: the left and right operands of the binary operator have incompatible types ("ARRAY<INT>" and "INT"), at line 1:29. To go on: cast the arguments to types that go together. SQLSTATE: 42K09
-->
-->   SELECT t.a FROM t JOIN u ON t.arr = u.a
-->                               ^^^^^^^^^^^

-- no such column
SELECT t.a FROM t JOIN u ON t.a = u.nam;
--> [UNRESOLVED_COLUMN.WITH_SUGGESTION] there is no column 'u.nam' here, at line 1:35. To go on: write one of name, a, m, n, arr. SQLSTATE: 42703
-->
-->   SELECT t.a FROM t JOIN u ON t.a = u.nam
-->                                     ^^^^^

-- the right side of a semi join
SELECT t.a FROM u LEFT SEMI JOIN t ON t.a = u.a;
--> [UNRESOLVED_COLUMN.WITH_SUGGESTION] there is no column 't.a' here, at line 1:8. To go on: write one of a, ts, arr, b, c. SQLSTATE: 42703
-->
-->   SELECT t.a FROM u LEFT SEMI JOIN t ON t.a = u.a
-->          ^^^

-- another pair each time
SELECT t.a FROM t JOIN u ON t.a = u.a AND rand() < 0.5;
--> [INVALID_NON_DETERMINISTIC_EXPRESSIONS] the condition of a join gives something else each time: ((a = a0) AND (rand() < CAST(0.5 AS DOUBLE))), at line 1:29. To go on: compute the value in a query of its own, and join that. SQLSTATE: 42K0E
-->
-->   SELECT t.a FROM t JOIN u ON t.a = u.a AND rand() < 0.5
-->                               ^^^^^^^^^^^^^^^^^^^^^^^^^^
