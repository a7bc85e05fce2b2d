-- a condition that is no condition
SELECT a FROM t WHERE c;
--> [DATATYPE_MISMATCH] what stands behind WHERE must be true or false, and 'c' is neither, at line 1:23. To go on: compare it with something. SQLSTATE: 42K09
-->
-->   SELECT a FROM t WHERE c
-->                         ^

-- operands that do not go together
SELECT a + arr FROM t;
--> [DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES] Cannot resolve "+(a, arr)" due to data type mismatch: the left and right operands of the binary operator have incompatible types ("INT" and "ARRAY<INT>"), at line 1:8. To go on: cast the arguments to types that go together. SQLSTATE: 42K09
-->
-->   SELECT a + arr FROM t
-->          ^^^^^^^

-- a cast that can never succeed
SELECT CAST(f AS DATE) FROM t;
--> [DATATYPE_MISMATCH.CAST_WITHOUT_SUGGESTION] cannot cast "BOOLEAN" to "DATE", at line 1:8. To go on: cast to another type, or by way of STRING. SQLSTATE: 42K09
-->
-->   SELECT CAST(f AS DATE) FROM t
-->          ^^^^^^^^^^^^^^^

-- branches without a common type
SELECT CASE WHEN f THEN a ELSE arr END FROM t;
--> [DATATYPE_MISMATCH.DATA_DIFF_TYPES] Cannot resolve "case(a, arr)" due to data type mismatch: Input to `case` should all be the same type, but it's ("INT" or "ARRAY<INT>"), at line 1:8. To go on: cast the arguments to types that go together. SQLSTATE: 42K09
-->
-->   SELECT CASE WHEN f THEN a ELSE arr END FROM t
-->          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

-- an argument of the wrong type
SELECT upper(arr) FROM t;
--> [DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE] Cannot resolve "upper(arr)" due to data type mismatch: The first parameter requires the "STRING" type, however arr has the type "ARRAY<INT>", at line 1:8. To go on: cast the arguments to types that go together. SQLSTATE: 42K09
-->
-->   SELECT upper(arr) FROM t
-->          ^^^^^^^^^^

-- too many arguments
SELECT upper(c, c) FROM t;
--> [WRONG_NUM_ARGS.WITHOUT_SUGGESTION] The `upper` requires 1 parameters but the actual number is 2, at line 1:8. To go on: see the description of `upper`. SQLSTATE: 42605
-->
-->   SELECT upper(c, c) FROM t
-->          ^^^^^^^^^^^

-- different numbers of columns
SELECT a FROM t UNION ALL SELECT a, b FROM t;
--> [NUM_COLUMNS_MISMATCH] the queries of this UNION ALL have different numbers of columns, at line 1:34. To go on: select the same number of columns in each. SQLSTATE: 42826
-->
-->   SELECT a FROM t UNION ALL SELECT a, b FROM t
-->                                    ^^^^

-- columns that do not go together
SELECT a FROM t UNION ALL SELECT arr FROM t;
--> [INCOMPATIBLE_COLUMN_TYPE] column 1 of this UNION ALL has types that do not go together, at line 1:8. To go on: cast one of the two. SQLSTATE: 42825
-->
-->   SELECT a FROM t UNION ALL SELECT arr FROM t
-->          ^

-- rows of different width
VALUES (1, 2), (3);
--> [NUM_COLUMNS_MISMATCH] this row has 1 values and the first one 2, at line 1:16. To go on: give all rows the same number of values. SQLSTATE: 42826
-->
-->   VALUES (1, 2), (3)
-->                  ^^^
