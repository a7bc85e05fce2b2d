-- The quickstart: sensors write their readings as JSON lines into a folder; some lines are broken,
-- and the files are not in order of time. Two queries watch the folder: one keeps the strong
-- signals as files, one shows an average for each device. Run it from anywhere:
--
--     ./tidemill run examples/quickstart.sql             what is there now, then end
--     ./tidemill run --follow examples/quickstart.sql    stay, and take files as they come
--     ./tidemill run --fresh examples/quickstart.sql     forget what was done, start over
--
-- Paths are relative to this file.

CREATE TABLE readings (
  device STRING,
  signal DOUBLE,
  time TIMESTAMP,
  WATERMARK FOR time AS time - INTERVAL 10 SECONDS
) USING json OPTIONS (path 'data/readings', badRecordsPath '../target/quickstart/rejected');

CREATE TABLE strong (device STRING, signal DOUBLE, time TIMESTAMP)
  USING json OPTIONS (path '../target/quickstart/strong');

CREATE FLOW strong_signals OPTIONS (trigger 'available now') AS
  INSERT INTO strong
  SELECT device, signal, time FROM STREAM readings WHERE signal > 15;

CREATE FLOW by_device OPTIONS (trigger 'available now', outputMode 'complete') AS
  INSERT INTO console
  SELECT device, count(*) AS n, avg(signal) AS mean FROM STREAM readings GROUP BY device;
