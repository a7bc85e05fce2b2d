-- no time is compared
SELECT 1 FROM readings r ASOF JOIN t x ON r.device = x.c;
--> [UNSUPPORTED_FEATURE] a join by time compares no times ("r.device = x.c" at line 1, column 43). To go on: add a comparison such as l.time >= r.time. SQLSTATE: 0A000

-- two comparisons
SELECT 1 FROM readings r ASOF JOIN t x ON r.device = x.c AND r.time >= x.ts AND r.signal > x.e;
--> [UNSUPPORTED_FEATURE] a join by time has no condition but equalities, one comparison of times, and how far apart they may be: Match[left=signal, right=e, direction=BEFORE] and Match[left=time, right=ts, direction=AT_OR_BEFORE] ("r.device = x.c AND r.time >= x.ts AND r.signal > x.e" at line 1, column 43). To go on: test it in WHERE, or in a sub-query; a greatest distance reads r.time >= l.time - INTERVAL 1 HOUR. SQLSTATE: 0A000

-- another condition
SELECT 1 FROM readings r ASOF JOIN t x ON r.device = x.c AND r.time >= x.ts AND x.a = 1;
--> [UNSUPPORTED_FEATURE] a join by time has no condition but equalities, one comparison of times, and how far apart they may be: (a = 1) ("r.device = x.c AND r.time >= x.ts AND x.a = 1" at line 1, column 43). To go on: test it in WHERE, or in a sub-query; a greatest distance reads r.time >= l.time - INTERVAL 1 HOUR. SQLSTATE: 0A000

-- no event time on the right
SELECT 1 FROM readings r JOIN t FOR SYSTEM_TIME AS OF r.time AS x ON r.device = x.c;
--> [UNSUPPORTED_FEATURE] the table behind FOR SYSTEM_TIME has no event time ("r.time AS x ON r.device = x.c" at line 1, column 55). To go on: declare WATERMARK FOR its time, or write ASOF JOIN with l.time >= r.time. SQLSTATE: 0A000

-- the time of the wrong side
SELECT 1 FROM t x JOIN readings FOR SYSTEM_TIME AS OF r.time AS r ON r.device = x.c;
--> [UNSUPPORTED_FEATURE] the time behind FOR SYSTEM_TIME AS OF is one of the right table ("r.time AS r ON r.device = x.c" at line 1, column 55). To go on: name the time of the left one. SQLSTATE: 0A000

-- a table alone as of a time
SELECT 1 FROM t FOR SYSTEM_TIME AS OF TIMESTAMP '2026-01-01';
--> [UNSUPPORTED_FEATURE] FOR SYSTEM_TIME without a join cannot be planned yet, at line 1:15. To go on: write the query without it. SQLSTATE: 0A000
-->
-->   SELECT 1 FROM t FOR SYSTEM_TIME AS OF TIMESTAMP '2026-01-01'
-->                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
