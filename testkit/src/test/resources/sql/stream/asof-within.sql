-- The last price before each ride, if it is not older than three.
-- duckdb: SELECT id, price FROM (SELECT r.id, (SELECT p.price FROM price p WHERE p.city = r.city AND p.at <= r.at AND p.at >= r.at - 3 ORDER BY p.at DESC LIMIT 1) AS price FROM ride r) AS x WHERE price IS NOT NULL
CREATE TABLE ride (id INT, city STRING, at INT);
CREATE TABLE price (city STRING, at INT, price INT);

SELECT r.id, p.price FROM ride AS r ASOF JOIN price AS p ON r.city = p.city AND r.at >= p.at AND p.at >= r.at - 3;

-- epoch
INSERT INTO price VALUES ('Oslo', 1, 10), ('Oslo', 5, 20);
INSERT INTO ride VALUES (1, 'Oslo', 4), (2, 'Oslo', 9), (3, 'Rome', 3);
-- epoch
INSERT INTO price VALUES ('Oslo', 3, 15), ('Rome', 2, 7);
-- epoch
INSERT INTO price VALUES ('Oslo', 9, 30);
INSERT INTO ride VALUES (4, 'Rome', 1), (5, 'Rome', 6);

/* plan
Project [id, price]    -- retracting, rows may vanish; unbounded
  AsOfJoin on [city = city], at AT_OR_BEFORE at within 3    -- retracting, rows may vanish; unbounded
    Scan STREAM MemoryStream MemoryStream [id, city, at]    -- insert-only; unbounded
    Scan STREAM MemoryStream MemoryStream [city, at, price]    -- insert-only; unbounded
State: the left rows of the ASOF join by [city]; grows with that input: nothing bounds it; a watermark on the right input's time at, or tidemill.state.ttl, would
State: the right rows of the ASOF join by [city]; grows with that input: nothing bounds it; a watermark on both inputs' times, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|1|10
epoch 1
  -D|1|10
  +I|1|15
  +I|3|7
epoch 2
  +I|2|30
*/

/* result
1|15
2|30
3|7
*/
