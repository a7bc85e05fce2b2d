-- What bench/run five keeps up to date; BROKERS stands for the address of its broker.
CREATE TABLE events (id BIGINT, auction BIGINT, price BIGINT, time TIMESTAMP,
                     WATERMARK FOR time AS time - INTERVAL 1 SECOND)
  USING kafka OPTIONS ('kafka.bootstrap.servers' 'BROKERS', subscribe 'five', format 'json',
                       startingOffsets 'earliest');

CREATE TABLE out_cheap (id BIGINT, price BIGINT)
  USING kafka OPTIONS ('kafka.bootstrap.servers' 'BROKERS', topic 'cheap', format 'json');
CREATE FLOW cheap AS INSERT INTO out_cheap
SELECT id, price FROM STREAM events WHERE price < 1000;

CREATE TABLE out_dear (id BIGINT, euro DOUBLE)
  USING kafka OPTIONS ('kafka.bootstrap.servers' 'BROKERS', topic 'dear', format 'json');
CREATE FLOW dear AS INSERT INTO out_dear
SELECT id, price * 0.908D AS euro FROM STREAM events WHERE price > 9000;

CREATE TABLE out_counts (auction BIGINT, n BIGINT)
  USING kafka OPTIONS ('kafka.bootstrap.servers' 'BROKERS', topic 'counts', format 'json');
CREATE FLOW counts OPTIONS (outputMode 'changelog') AS INSERT INTO out_counts
SELECT auction, count(*) AS n FROM STREAM events WHERE auction < 100 GROUP BY auction;

CREATE TABLE out_windows (start TIMESTAMP, auction BIGINT, n BIGINT)
  USING kafka OPTIONS ('kafka.bootstrap.servers' 'BROKERS', topic 'windows', format 'json');
CREATE FLOW windows AS INSERT INTO out_windows
SELECT window_start AS start, auction, count(*) AS n
FROM TUMBLE(TABLE STREAM events, DESCRIPTOR(time), INTERVAL 1 SECOND)
GROUP BY window_start, window_end, auction;

CREATE TABLE out_tops (start TIMESTAMP, highest BIGINT, mean DOUBLE)
  USING kafka OPTIONS ('kafka.bootstrap.servers' 'BROKERS', topic 'tops', format 'json');
CREATE FLOW tops AS INSERT INTO out_tops
SELECT window_start AS start, max(price) AS highest, avg(price) AS mean
FROM TUMBLE(TABLE STREAM events, DESCRIPTOR(time), INTERVAL 1 SECOND)
GROUP BY window_start, window_end;
