-- From Kafka to Kafka, exactly once. Bids of an auction house go into a topic; a query counts them for
-- each auction and second, and writes the busy ones to another topic when a second is over; a third
-- reads that topic again and shows it. Start a broker, then the queries, each in a terminal:
--
--     ./tidemill kafka dev --topic bids,busy
--     ./tidemill run examples/kafka.sql
--
-- Kill either of them, or both, whenever you like, and start it again: a consumer that reads what is
-- committed (isolation.level = read_committed) sees each result once. Ctrl-C ends them.
--
--     ./tidemill kafka lag examples/kafka.sql     how far the queries are behind

CREATE TABLE house USING nexmark OPTIONS (type 'bid', rate 2000);

CREATE TABLE bids (
  auction BIGINT,
  price BIGINT,
  dateTime TIMESTAMP,
  WATERMARK FOR dateTime AS dateTime - INTERVAL 1 SECOND
) USING kafka OPTIONS (
  'kafka.bootstrap.servers' 'localhost:9092', subscribe 'bids', topic 'bids', format 'json',
  startingOffsets 'earliest');

CREATE TABLE busy (start TIMESTAMP, auction BIGINT, bids BIGINT, highest BIGINT)
  USING kafka OPTIONS (
  'kafka.bootstrap.servers' 'localhost:9092', subscribe 'busy', topic 'busy', format 'json',
  startingOffsets 'earliest');

CREATE FLOW sale AS
  INSERT INTO bids SELECT auction, price, dateTime FROM STREAM house;

CREATE FLOW busiest AS
  INSERT INTO busy
  SELECT window_start AS start, auction, count(*) AS bids, max(price) AS highest
  FROM TUMBLE(TABLE STREAM bids, DESCRIPTOR(dateTime), INTERVAL 1 SECOND)
  GROUP BY window_start, window_end, auction
  HAVING count(*) > 100;

CREATE FLOW show AS
  INSERT INTO console SELECT * FROM STREAM busy;
