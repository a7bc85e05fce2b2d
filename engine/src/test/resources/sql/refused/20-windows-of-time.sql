-- a length that is no constant
SELECT window(ts, c) FROM t;
--> [DATATYPE_MISMATCH.NON_FOLDABLE_INPUT] window: the size, c, is no constant, at line 1:8. To go on: write it as '10 minutes'. SQLSTATE: 42K09
-->
-->   SELECT window(ts, c) FROM t
-->          ^^^^^^^^^^^^^

-- a length in months
SELECT window(ts, '1 month') FROM t;
--> [DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE] window: the size is in months, which have no fixed length; calendar_window takes them, at line 1:8. To go on: give another value. SQLSTATE: 42K09
-->
-->   SELECT window(ts, '1 month') FROM t
-->          ^^^^^^^^^^^^^^^^^^^^^

-- no length
SELECT window(ts, 'ten minutes') FROM t;
--> [DATATYPE_MISMATCH.INVALID_ARG_VALUE] 'ten minutes' is no length of time, at line 1:8. To go on: write it as '10 minutes' or INTERVAL 10 MINUTES. SQLSTATE: 42K09
-->
-->   SELECT window(ts, 'ten minutes') FROM t
-->          ^^^^^^^^^^^^^^^^^^^^^^^^^

-- a slide longer than the size
SELECT window(ts, '5 minutes', '10 minutes') FROM t;
--> [DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE] window: the slide is longer than the size: rows would be left out, at line 1:8. To go on: give another value. SQLSTATE: 42K09
-->
-->   SELECT window(ts, '5 minutes', '10 minutes') FROM t
-->          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

-- a size of nothing
SELECT window(ts, '0 seconds') FROM t;
--> [DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE] window: the size is not positive, at line 1:8. To go on: give another value. SQLSTATE: 42K09
-->
-->   SELECT window(ts, '0 seconds') FROM t
-->          ^^^^^^^^^^^^^^^^^^^^^^^

-- a number is no time
SELECT window(a, '5 minutes') FROM t;
--> [DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE] window: the time, a, is INT and not a TIMESTAMP or a window, at line 1:8. To go on: cast it. SQLSTATE: 42K09
-->
-->   SELECT window(a, '5 minutes') FROM t
-->          ^^^^^^^^^^^^^^^^^^^^^^

-- too few arguments
SELECT window(ts) FROM t;
--> [WRONG_NUM_ARGS.WITHOUT_SUGGESTION] window takes 2 to 4 arguments, not 1, at line 1:8. To go on: write window(time, size[, slide[, start]]), session_window(time, gap), calendar_window(time, length, zone) or window_time(window). SQLSTATE: 42605
-->
-->   SELECT window(ts) FROM t
-->          ^^^^^^^^^^

-- an unknown zone
SELECT calendar_window(ts, '1 day', 'Europe/Atlantis') FROM t;
--> [DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE] calendar_window: there is no time zone 'Europe/Atlantis', at line 1:8. To go on: give another value. SQLSTATE: 42K09
-->
-->   SELECT calendar_window(ts, '1 day', 'Europe/Atlantis') FROM t
-->          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

-- a calendar counts whole days
SELECT calendar_window(ts, '1 hour', 'Europe/Berlin') FROM t;
--> [DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE] calendar_window: the length is no number of days, weeks, months or years, at line 1:8. To go on: give another value. SQLSTATE: 42K09
-->
-->   SELECT calendar_window(ts, '1 hour', 'Europe/Berlin') FROM t
-->          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

-- two windows
SELECT window(ts, '5 minutes'), window(ts, '6 minutes') FROM t;
--> [UNSUPPORTED_FEATURE] two different windows of time in one SELECT would make pairs of rows ("window(ts, '6 minutes')" at line 1, column 33). To go on: compute one of them in a sub-query. SQLSTATE: 0A000

-- a window in WHERE
SELECT a FROM t WHERE window(ts, '5 minutes').start > ts;
--> [UNSUPPORTED_FEATURE] window cannot stand in a condition ("window(ts, '5 minutes')" at line 1, column 23). To go on: select it in a sub-query and test that column. SQLSTATE: 0A000

-- a session without a group
SELECT session_window(ts, '5 minutes') FROM t;
--> [UNSUPPORTED_FEATURE] session_window stands in GROUP BY only ("session_window(ts, '5 minutes')" at line 1, column 8). To go on: group by it, or select from SESSION(TABLE t PARTITION BY k, DESCRIPTOR(time), gap). SQLSTATE: 0A000

-- the time of no window
SELECT window_time(s) FROM t;
--> [DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE] window_time: its argument, s, is STRUCT<x: INT, y: STRUCT<z: STRING>> and not a window, at line 1:8. To go on: cast it. SQLSTATE: 42K09
-->
-->   SELECT window_time(s) FROM t
-->          ^^^^^^^^^^^^^^

-- a table function without its column
SELECT * FROM TUMBLE(TABLE t, ts, INTERVAL 1 MINUTE);
--> [PARSE_SYNTAX_ERROR] TUMBLE: the time column is named as DESCRIPTOR(column), at line 1:15. To go on: write TUMBLE(TABLE t, DESCRIPTOR(time), size, offset). SQLSTATE: 42601
-->
-->   SELECT * FROM TUMBLE(TABLE t, ts, INTERVAL 1 MINUTE)
-->                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

-- a table function with too little
SELECT * FROM HOP(TABLE t, DESCRIPTOR(ts), INTERVAL 1 MINUTE);
--> [PARSE_SYNTAX_ERROR] HOP: the argument SIZE is missing, at line 1:15. To go on: write HOP(TABLE t, DESCRIPTOR(time), slide, size, offset). SQLSTATE: 42601
-->
-->   SELECT * FROM HOP(TABLE t, DESCRIPTOR(ts), INTERVAL 1 MINUTE)
-->                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

-- only sessions are partitioned
SELECT * FROM TUMBLE(TABLE t PARTITION BY a, DESCRIPTOR(ts), INTERVAL 1 MINUTE);
--> [PARSE_SYNTAX_ERROR] TUMBLE: only sessions are partitioned, at line 1:15. To go on: write TUMBLE(TABLE t, DESCRIPTOR(time), size, offset). SQLSTATE: 42601
-->
-->   SELECT * FROM TUMBLE(TABLE t PARTITION BY a, DESCRIPTOR(ts), INTERVAL 1 MINUTE)
-->                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
