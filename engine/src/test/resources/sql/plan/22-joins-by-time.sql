-- ASOF JOIN, as DuckDB writes it
SELECT r.device, r.signal, u.name FROM STREAM readings r ASOF JOIN (SELECT c, ts, c AS name FROM STREAM t) u ON r.device = u.c AND r.time >= u.ts;
--> device STRING, signal DOUBLE, name STRING
--> Project [device, signal, name]
-->   AsOfJoin on [device = c], ts AT_OR_BEFORE time
-->     Watermark on time - 10 s
-->       Scan STREAM readings json [device, signal, time]
-->     Project [c, ts, c AS name]
-->       Scan STREAM t json [c, ts]

-- a left row without a partner stays
SELECT r.device, x.a FROM readings r ASOF LEFT JOIN t x ON r.device = x.c AND x.ts < r.time;
--> device STRING, a INT
--> Project [device, a]
-->   AsOfJoin outer on [device = c], ts BEFORE time
-->     Watermark on time - 10 s
-->       Scan readings json [device, time]
-->     Scan t json [a, c, ts]

-- MATCH_CONDITION
SELECT r.device, x.a FROM readings r LEFT ASOF JOIN t AS x MATCH_CONDITION (r.time <= x.ts) ON r.device = x.c AND r.signal = x.e;
--> device STRING, a INT
--> Project [device, a]
-->   AsOfJoin outer on [device = c, signal = e], ts AT_OR_AFTER time
-->     Watermark on time - 10 s
-->       Scan readings json [device, signal, time]
-->     Scan t json [a, c, e, ts]

-- MATCH_CONDITION alone
SELECT r.device, x.a FROM readings r ASOF JOIN t x MATCH_CONDITION (r.time > x.ts);
--> device STRING, a INT
--> Project [device, a]
-->   AsOfJoin on [], ts BEFORE time
-->     Watermark on time - 10 s
-->       Scan readings json [device, time]
-->     Scan t json [a, ts]

-- as of a time of the left table: the event time of the right one
SELECT x.a, r.signal FROM STREAM t x JOIN STREAM readings FOR SYSTEM_TIME AS OF x.ts AS r ON x.c = r.device;
--> a INT, signal DOUBLE
--> Project [a, signal]
-->   AsOfJoin on [c = device], time AT_OR_BEFORE ts
-->     Scan STREAM t json [a, c, ts]
-->     Watermark on time - 10 s
-->       Scan STREAM readings json [device, signal, time]

-- the same, with rows that find none, and a view of the right table
WITH strong AS (SELECT upper(device) AS device, signal, time FROM STREAM readings WHERE signal > 5) SELECT x.a, r.signal FROM STREAM t x LEFT JOIN strong FOR SYSTEM_TIME AS OF x.ts r ON x.c = r.device;
--> a INT, signal DOUBLE
--> Project [a, signal]
-->   AsOfJoin outer on [c = device], time AT_OR_BEFORE ts
-->     Scan STREAM t json [a, c, ts]
-->     Project [upper(device) AS device, signal, time]
-->       Filter (signal > 5.0)
-->         Watermark on time - 10 s
-->           Scan STREAM readings json [device, signal, time]

-- conditions on the left table hold before the join
SELECT r.device FROM readings r ASOF JOIN t x ON r.device = x.c AND r.time >= x.ts WHERE r.signal > 1 AND x.a = 2;
--> device STRING
--> Project [device]
-->   Filter (a = 2)
-->     AsOfJoin on [device = c], ts AT_OR_BEFORE time
-->       Project [device, time]
-->         Filter (signal > 1.0)
-->           Watermark on time - 10 s
-->             Scan readings json [device, signal, time]
-->       Scan t json [a, c, ts]

-- asof is a name elsewhere
SELECT asof.a FROM t AS asof JOIN u ON asof.a = u.a;
--> a INT
--> Project [a]
-->   Join INNER on [a = a]
-->     Scan t json [a]
-->     Scan u json [a]

-- no further than an hour, both ways of writing it
SELECT r.device FROM readings r ASOF JOIN t x ON r.device = x.c AND r.time >= x.ts AND x.ts >= r.time - INTERVAL 1 HOUR;
--> device STRING
--> Project [device]
-->   AsOfJoin on [device = c], ts AT_OR_BEFORE time within 3600 s
-->     Watermark on time - 10 s
-->       Scan readings json [device, time]
-->     Scan t json [c, ts]

-- forward, and strictly within
SELECT r.device FROM readings r ASOF LEFT JOIN t x ON x.ts < r.time + INTERVAL 1 HOUR AND r.device = x.c AND x.ts > r.time;
--> device STRING
--> Project [device]
-->   AsOfJoin outer on [device = c], ts AFTER time within 3599999999 us
-->     Watermark on time - 10 s
-->       Scan readings json [device, time]
-->     Scan t json [c, ts]

-- as of a time, within a distance
SELECT x.a, r.signal FROM STREAM t x JOIN STREAM readings FOR SYSTEM_TIME AS OF x.ts AS r ON x.c = r.device AND r.time + INTERVAL 10 SECONDS >= x.ts;
--> a INT, signal DOUBLE
--> Project [a, signal]
-->   AsOfJoin on [c = device], time AT_OR_BEFORE ts within 10 s
-->     Scan STREAM t json [a, c, ts]
-->     Watermark on time - 10 s
-->       Scan STREAM readings json [device, signal, time]
