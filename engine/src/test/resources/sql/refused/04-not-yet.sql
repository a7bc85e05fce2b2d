-- changing rows
UPDATE t SET a = 1;
--> [UNSUPPORTED_FEATURE] Tidemill has no statement UPDATE, at line 1:1. To go on: state the result as a query and keep it with CREATE FLOW. SQLSTATE: 0A000
-->
-->   UPDATE t SET a = 1
-->   ^^^^^^
