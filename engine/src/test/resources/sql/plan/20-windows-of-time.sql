-- a tumbling window, as Spark writes it: grouped by its start and end
SELECT device, window(time, '10 minutes') AS w, count(*) AS n FROM STREAM readings GROUP BY device, window(time, '10 minutes');
--> device STRING, w STRUCT<start: TIMESTAMP, end: TIMESTAMP> NOT NULL, n BIGINT NOT NULL
--> Project [device, named_struct('start', window_start, 'end', window_end) AS w, n]
-->   Aggregate by [device, window_start, window_end]: [count(*)]
-->     Window of time: 600 s
-->       Watermark on time - 10 s
-->         Scan STREAM readings json [device, time]

-- the window can be named as the function, and by its fields
SELECT window.start, window.end, device, sum(signal * 2) AS s FROM STREAM readings GROUP BY window(time, '10 minutes'), device HAVING window.end > TIMESTAMP '2026-01-01' ORDER BY window.start;
--> start TIMESTAMP, end TIMESTAMP, device STRING, s DOUBLE
--> Sort by start ASC NULLS FIRST
-->   Project [window_start AS start, window_end AS end, device, s]
-->     Filter (window_end > 2026-01-01T00:00:00Z)
-->       Aggregate by [window_start, window_end, device]: [sum((signal * 2.0))]
-->         Window of time: 600 s
-->           Watermark on time - 10 s
-->             Scan STREAM readings json [device, signal, time]

-- hopping, with a start offset
SELECT window, avg(signal) FROM STREAM readings GROUP BY window(time, '10 minutes', '4 minutes', '1 minute');
--> window STRUCT<start: TIMESTAMP, end: TIMESTAMP> NOT NULL, `avg(signal)` DOUBLE
--> Project [named_struct('start', window_start, 'end', window_end) AS window, avg(signal)]
-->   Aggregate by [window_start, window_end]: [avg(signal)]
-->     Window of time: 600 s every 240 s from 60 s
-->       Watermark on time - 10 s
-->         Scan STREAM readings json [signal, time]

-- a negative start, an interval and a number of microseconds
SELECT window(time, INTERVAL 10 MINUTES, 300000000, '-1 minute') AS w FROM readings;
--> w STRUCT<start: TIMESTAMP, end: TIMESTAMP> NOT NULL
--> Project [named_struct('start', window_start, 'end', window_end) AS w]
-->   Window of time: 600 s every 300 s from 240 s
-->     Watermark on time - 10 s
-->       Scan readings json [time]

-- without a group each row has its windows
SELECT *, window(ts, '1 hour').end AS till FROM t;
--> a INT, b BIGINT, c STRING, d DECIMAL(10,2), e DOUBLE, f BOOLEAN, dt DATE, ts TIMESTAMP, n INT NOT NULL, s STRUCT<x: INT, y: STRUCT<z: STRING>>, arr ARRAY<INT>, m MAP<STRING, INT>, till TIMESTAMP
--> Project [a, b, c, d, e, f, dt, ts, n, s, arr, m, window_end AS till]
-->   Window of ts: 3600 s
-->     Scan t json [a, b, c, d, e, f, dt, ts, n, s, arr, m]

-- the last instant of a window, and a window over windows
SELECT window_time(window) AS at, window(window, '1 hour') AS hour, n FROM (SELECT window(time, '5 minutes') AS window, count(*) AS n FROM STREAM readings GROUP BY 1);
--> at TIMESTAMP, hour STRUCT<start: TIMESTAMP, end: TIMESTAMP> NOT NULL, n BIGINT NOT NULL
--> Project [(window_end - PT0.000001S) AS at, named_struct('start', window_start, 'end', window_end) AS hour, n]
-->   Window of (window_end - PT0.000001S): 3600 s
-->     Aggregate by [window_start, window_end]: [count(*)]
-->       Window of time: 300 s
-->         Watermark on time - 10 s
-->           Scan STREAM readings json [time]

-- aggregates of aggregates by coarser windows
SELECT window(window_time(w), '1 hour') AS hour, sum(n) AS total FROM (SELECT window(time, '5 minutes') AS w, device, count(*) AS n FROM STREAM readings GROUP BY 1, 2) GROUP BY 1;
--> hour STRUCT<start: TIMESTAMP, end: TIMESTAMP> NOT NULL, total BIGINT
--> Project [named_struct('start', window_start, 'end', window_end) AS hour, total]
-->   Aggregate by [window_start, window_end]: [sum(n)]
-->     Window of (window_end - PT0.000001S): 3600 s
-->       Aggregate by [window_start, window_end, device]: [count(*)]
-->         Window of time: 300 s
-->           Watermark on time - 10 s
-->             Scan STREAM readings json [device, time]

-- a session of each group of the other keys
SELECT device, session_window(time, '5 minutes') AS s, count(*) AS n FROM STREAM readings GROUP BY device, session_window(time, '5 minutes');
--> device STRING, s STRUCT<start: TIMESTAMP, end: TIMESTAMP> NOT NULL, n BIGINT NOT NULL
--> Project [device, named_struct('start', window_start, 'end', window_end) AS s, n]
-->   Aggregate by [device, window_start, window_end]: [count(*)]
-->     Session by [device] of time with gap 300000000
-->       Watermark on time - 10 s
-->         Scan STREAM readings json [device, time]

-- a gap that depends on the row
SELECT session_window.start, upper(device) AS d, max(signal) FROM STREAM readings GROUP BY session_window(time, CASE WHEN signal > 3 THEN '5 seconds' ELSE '1 minute' END), upper(device);
--> start TIMESTAMP, d STRING, `max(signal)` DOUBLE
--> Project [window_start AS start, d, max(signal)]
-->   Aggregate by [window_start, window_end, upper(device)]: [max(signal)]
-->     Session by [upper(device)] of time with gap unix_micros((1970-01-01T00:00:00Z + CASE WHEN (signal > CAST(3 AS DOUBLE)) THEN PT5S ELSE PT1M END))
-->       Watermark on time - 10 s
-->         Scan STREAM readings json [device, signal, time]

-- days as clocks in Berlin show them
SELECT calendar_window(time, '1 day', 'Europe/Berlin') AS day, count(*) AS n FROM STREAM readings GROUP BY 1;
--> day STRUCT<start: TIMESTAMP, end: TIMESTAMP> NOT NULL, n BIGINT NOT NULL
--> Project [named_struct('start', window_start, 'end', window_end) AS day, n]
-->   Aggregate by [window_start, window_end]: [count(*)]
-->     Window of time: P1D in Europe/Berlin
-->       Watermark on time - 10 s
-->         Scan STREAM readings json [time]

-- months
SELECT calendar_window.start, count(*) AS n FROM STREAM readings GROUP BY calendar_window(time, '3 months', 'Asia/Tokyo');
--> start TIMESTAMP, n BIGINT NOT NULL
--> Project [window_start AS start, n]
-->   Aggregate by [window_start, window_end]: [count(*)]
-->     Window of time: P3M in Asia/Tokyo
-->       Watermark on time - 10 s
-->         Scan STREAM readings json [time]

-- TUMBLE
SELECT window_start, window_end, device, count(*) AS n FROM TABLE(TUMBLE(TABLE STREAM readings, DESCRIPTOR(time), INTERVAL 10 MINUTES)) GROUP BY window_start, window_end, device;
--> window_start TIMESTAMP, window_end TIMESTAMP, device STRING, n BIGINT NOT NULL
--> Aggregate by [window_start, window_end, device]: [count(*)]
-->   Window of time: 600 s
-->     Watermark on time - 10 s
-->       Scan STREAM readings json [device, time]

-- HOP, without TABLE(..), over a query
SELECT window_start, window_end, sum(x) AS s FROM HOP((SELECT signal AS x, time FROM STREAM readings), DESCRIPTOR(time), INTERVAL 2 MINUTES, INTERVAL 10 MINUTES) GROUP BY window_start, window_end;
--> window_start TIMESTAMP, window_end TIMESTAMP, s DOUBLE
--> Aggregate by [window_start, window_end]: [sum(signal)]
-->   Window of time: 600 s every 120 s
-->     Watermark on time - 10 s
-->       Scan STREAM readings json [signal, time]

-- CUMULATE, all columns
SELECT * FROM TABLE(CUMULATE(TABLE readings, DESCRIPTOR(time), INTERVAL 1 HOUR, INTERVAL 1 DAY));
--> device STRING, signal DOUBLE, time TIMESTAMP, window_start TIMESTAMP, window_end TIMESTAMP, window_time TIMESTAMP
--> Project [device, signal, time, window_start, window_end, (window_end - PT0.000001S) AS window_time]
-->   Window of time: up to 86400 s by 3600 s
-->     Watermark on time - 10 s
-->       Scan readings json [device, signal, time]

-- SESSION
SELECT * FROM TABLE(SESSION(TABLE STREAM readings PARTITION BY device, DESCRIPTOR(time), INTERVAL 5 MINUTES)) AS s WHERE s.signal > 1;
--> device STRING, signal DOUBLE, time TIMESTAMP, window_start TIMESTAMP, window_end TIMESTAMP, window_time TIMESTAMP
--> Filter (signal > 1.0)
-->   Project [device, signal, time, window_start, window_end, (window_end - PT0.000001S) AS window_time]
-->     Session by [device] of time with gap 300000000
-->       Watermark on time - 10 s
-->         Scan STREAM readings json [device, signal, time]

-- named arguments
SELECT window_start, device FROM TABLE(TUMBLE(DATA => TABLE readings, TIMECOL => DESCRIPTOR(time), SIZE => INTERVAL 10 MINUTES));
--> window_start TIMESTAMP, device STRING
--> Project [window_start, device]
-->   Window of time: 600 s
-->     Watermark on time - 10 s
-->       Scan readings json [device, time]

-- CALENDAR
SELECT window_start, window_end, count(*) AS n FROM TABLE(CALENDAR(TABLE STREAM readings, DESCRIPTOR(time), INTERVAL 1 WEEK, 'America/New_York')) GROUP BY window_start, window_end;
--> window_start TIMESTAMP, window_end TIMESTAMP, n BIGINT NOT NULL
--> Aggregate by [window_start, window_end]: [count(*)]
-->   Window of time: P7D in America/New_York
-->     Watermark on time - 10 s
-->       Scan STREAM readings json [time]

-- rollups inside of windows: the groups stay bounded by the watermark
SELECT window.start, device, count(*) AS n FROM STREAM readings GROUP BY window(time, '1 hour'), ROLLUP(device);
--> start TIMESTAMP, device STRING, n BIGINT NOT NULL
--> Project [window_start AS start, device, n]
-->   Aggregate by [window_start, window_end, device, grouping_id]: [count(*)]
-->     Expand [[device, 0, window_start, window_end], [NULL, 1, window_start, window_end]]
-->       Project [device, window_start, window_end]
-->         Window of time: 3600 s
-->           Watermark on time - 10 s
-->             Scan STREAM readings json [device, time]

-- rollups over windows
SELECT window(time, '1 hour') AS w, device, count(*) AS n FROM STREAM readings GROUP BY ROLLUP(window(time, '1 hour'), device);
--> w STRUCT<start: TIMESTAMP, end: TIMESTAMP>, device STRING, n BIGINT NOT NULL
--> Project [CASE WHEN isnull(window_start) THEN NULL ELSE named_struct('start', window_start, 'end', window_end) END AS w, device, n]
-->   Aggregate by [window_start, window_end, device, grouping_id]: [count(*)]
-->     Expand [[device, 0, window_start, window_end], [NULL, 1, window_start, window_end], [NULL, 2, NULL, NULL]]
-->       Project [device, window_start, window_end]
-->         Window of time: 3600 s
-->           Watermark on time - 10 s
-->             Scan STREAM readings json [device, time]
