-- TABLESAMPLE
SELECT a FROM t TABLESAMPLE (10 PERCENT);
--> [UNSUPPORTED_FEATURE] TABLESAMPLE cannot be planned yet, at line 1:15. To go on: write the query without it. SQLSTATE: 0A000
-->
-->   SELECT a FROM t TABLESAMPLE (10 PERCENT)
-->                 ^^^^^^^^^^^^^^^^^^^^^^^^^^

-- changing rows
UPDATE t SET a = 1;
--> [UNSUPPORTED_FEATURE] Tidemill has no statement UPDATE, at line 1:1. To go on: state the result as a query and keep it with CREATE FLOW. SQLSTATE: 0A000
-->
-->   UPDATE t SET a = 1
-->   ^^^^^^
