-- a window function in WHERE
SELECT a FROM t WHERE row_number() OVER (ORDER BY a) = 1;
--> [UNSUPPORTED_FEATURE] a window function stands in WHERE, HAVING or ON ("row_number() OVER (ORDER BY a)" at line 1, column 23). To go on: compute it in a sub-query, or write QUALIFY for a condition on it. SQLSTATE: 0A000

-- DISTINCT
SELECT count(DISTINCT a) OVER () FROM t;
--> [UNSUPPORTED_FEATURE] DISTINCT is not possible in a window function, at line 1:8. To go on: leave it out, or drop duplicates in a sub-query. SQLSTATE: 0A000
-->
-->   SELECT count(DISTINCT a) OVER () FROM t
-->          ^^^^^^^^^^^^^^^^^

-- an unknown window
SELECT sum(a) OVER w FROM t;
--> [PARSE_SYNTAX_ERROR] the window has a name that nobody defined, at line 1:8. To go on: write it out. SQLSTATE: 42601
-->
-->   SELECT sum(a) OVER w FROM t
-->          ^^^^^^^^^^^^^

-- a frame the wrong way round
SELECT sum(a) OVER (ORDER BY b ROWS BETWEEN CURRENT ROW AND 2 PRECEDING) FROM t;
--> [DATATYPE_MISMATCH.SPECIFIED_WINDOW_FRAME_INVALID_BOUND] the frame begins behind its end, at line 1:8. To go on: write BETWEEN the earlier AND the later. SQLSTATE: 42K09
-->
-->   SELECT sum(a) OVER (ORDER BY b ROWS BETWEEN CURRENT ROW AND 2 PRECEDING) FROM t
-->          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

-- a range over two keys
SELECT sum(a) OVER (ORDER BY b, c RANGE 2 PRECEDING) FROM t;
--> [DATATYPE_MISMATCH.SPECIFIED_WINDOW_FRAME_INVALID_BOUND] a RANGE frame with distances needs one key in ORDER BY, not 2, at line 1:8. To go on: order by one column, or write ROWS or GROUPS. SQLSTATE: 42K09
-->
-->   SELECT sum(a) OVER (ORDER BY b, c RANGE 2 PRECEDING) FROM t
-->          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

-- an interval means nothing to a number
SELECT sum(a) OVER (ORDER BY b RANGE INTERVAL 1 DAY PRECEDING) FROM t;
--> [DATATYPE_MISMATCH.SPECIFIED_WINDOW_FRAME_INVALID_BOUND] a distance of INTERVAL DAY means nothing to a key of BIGINT, at line 1:8. To go on: write a number for numbers and an interval for times. SQLSTATE: 42K09
-->
-->   SELECT sum(a) OVER (ORDER BY b RANGE INTERVAL 1 DAY PRECEDING) FROM t
-->          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

-- a distance that is no constant
SELECT sum(a) OVER (ORDER BY b ROWS n PRECEDING) FROM t;
--> [PARSE_SYNTAX_ERROR] a distance in a frame is no constant, at line 1:37. To go on: write a number or an interval. SQLSTATE: 42601
-->
-->   SELECT sum(a) OVER (ORDER BY b ROWS n PRECEDING) FROM t
-->                                       ^^^^^^^^^^^

-- a rank has no frame
SELECT rank() OVER (ORDER BY b ROWS 2 PRECEDING) FROM t;
--> [PARSE_SYNTAX_ERROR] rank has no frame: it depends on the order alone, at line 1:8. To go on: leave the frame out. SQLSTATE: 42601
-->
-->   SELECT rank() OVER (ORDER BY b ROWS 2 PRECEDING) FROM t
-->          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

-- no function over windows
SELECT upper(c) OVER (ORDER BY b) FROM t;
--> [PARSE_SYNTAX_ERROR] upper is neither an aggregate nor a window function, at line 1:8. To go on: remove OVER. SQLSTATE: 42601
-->
-->   SELECT upper(c) OVER (ORDER BY b) FROM t
-->          ^^^^^^^^^^^^^^^^^^^^^^^^^^

-- window functions in window functions
SELECT sum(row_number() OVER (ORDER BY a)) OVER () FROM t;
--> [UNSUPPORTED_FEATURE] a window function stands inside another one ("row_number() OVER (ORDER BY a)" at line 1, column 12). To go on: compute it in a sub-query, or write QUALIFY for a condition on it. SQLSTATE: 0A000

-- maps have no order
SELECT row_number() OVER (ORDER BY m) FROM t;
--> [DATATYPE_MISMATCH.INVALID_ORDERING_TYPE] a window cannot be partitioned or ordered by m, which is MAP<STRING, INT>, at line 1:8. To go on: name a column whose values have an order. SQLSTATE: 42K09
-->
-->   SELECT row_number() OVER (ORDER BY m) FROM t
-->          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

-- lag by a column
SELECT lag(a, n) OVER (ORDER BY b) FROM t;
--> [DATATYPE_MISMATCH.NON_FOLDABLE_INPUT] lag: the distance, n, is no constant, at line 1:8. To go on: write it out. SQLSTATE: 42K09
-->
-->   SELECT lag(a, n) OVER (ORDER BY b) FROM t
-->          ^^^^^^^^^^^^^^^^^^^^^^^^^^^

-- a rank of something
SELECT rank(a) OVER (ORDER BY b) FROM t;
--> [WRONG_NUM_ARGS.WITHOUT_SUGGESTION] rank takes 0 arguments, not 1, at line 1:8. To go on: see the reference of SQL. SQLSTATE: 42605
-->
-->   SELECT rank(a) OVER (ORDER BY b) FROM t
-->          ^^^^^^^^^^^^^^^^^^^^^^^^^

-- no window
SELECT row_number() FROM t;
--> [PARSE_SYNTAX_ERROR] 'row_number' is a function over a window, which is missing, at line 1:8. To go on: write row_number(..) OVER (PARTITION BY .. ORDER BY ..). SQLSTATE: 42601
-->
-->   SELECT row_number() FROM t
-->          ^^^^^^^^^^
