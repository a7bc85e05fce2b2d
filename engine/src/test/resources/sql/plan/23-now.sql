-- a sliding retention: rows leave when they are an hour old
SELECT device, time FROM STREAM readings WHERE time > now() - INTERVAL 1 HOUR;
--> device STRING, time TIMESTAMP
--> Lifetime until (time + PT1H)
-->   Filter isnotnull(time)
-->     Watermark on time - 10 s
-->       Scan STREAM readings json [device, time]

-- the last minute, up to now
SELECT device FROM STREAM readings WHERE time BETWEEN current_timestamp() - INTERVAL 1 MINUTE AND current_timestamp() AND signal > 3;
--> device STRING
--> Project [device]
-->   Lifetime from time until (time + PT1M0.000001S)
-->     Filter (isnotnull(time) AND (signal > 3.0))
-->       Watermark on time - 10 s
-->         Scan STREAM readings json [device, signal, time]

-- rows of the future wait; written the other way round
SELECT device FROM STREAM readings WHERE now() >= time + INTERVAL 5 SECONDS;
--> device STRING
--> Project [device]
-->   Lifetime from (time + PT5S)
-->     Filter isnotnull((time + PT5S))
-->       Watermark on time - 10 s
-->         Scan STREAM readings json [device, time]

-- several bounds
SELECT a FROM STREAM t WHERE ts < now() AND ts >= now() - INTERVAL 1 DAY AND now() < ts + INTERVAL 2 HOURS;
--> a INT
--> Project [a]
-->   Lifetime from (ts + PT0.000001S) until least((ts + PT24H0.000001S), (ts + PT2H))
-->     Filter (isnotnull(ts) AND isnotnull((ts + PT2H)))
-->       Scan STREAM t json [a, ts]

-- aggregates over what is there now
SELECT device, count(*) AS n FROM STREAM readings WHERE time > now() - INTERVAL 10 MINUTES GROUP BY device;
--> device STRING, n BIGINT NOT NULL
--> Aggregate by [device]: [count(*)]
-->   Lifetime until (time + PT10M)
-->     Filter isnotnull(time)
-->       Watermark on time - 10 s
-->         Scan STREAM readings json [device, time]

-- what can raise stays behind the lifetime
SELECT a FROM STREAM t WHERE ts > now() - INTERVAL 1 HOUR AND 1 / a > 0;
--> a INT
--> Project [a]
-->   Filter ((1.0 / CAST(a AS DOUBLE)) > 0.0)
-->     Lifetime until (ts + PT1H)
-->       Filter isnotnull(ts)
-->         Scan STREAM t json [a, ts]

-- a table is filtered once
SELECT device FROM readings WHERE time > now() - INTERVAL 1 HOUR;
--> device STRING
--> Project [device]
-->   Filter (time > (current_timestamp() - PT1H))
-->     Watermark on time - 10 s
-->       Scan readings json [device, time]

-- months have no fixed length: a filter, looked at when a row comes
SELECT device FROM STREAM readings WHERE time > now() - INTERVAL 1 MONTH;
--> device STRING
--> Project [device]
-->   Filter (time > (current_timestamp() - P1M))
-->     Watermark on time - 10 s
-->       Scan STREAM readings json [device, time]
