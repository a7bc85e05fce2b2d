-- A table that stands in the query.
CREATE TABLE ride (id INT, city STRING, fare INT);

SELECT r.id, v.country FROM ride AS r JOIN (VALUES ('Oslo', 'NO'), ('Bern', 'CH')) AS v(city, country) ON r.city = v.city;

-- epoch
INSERT INTO ride VALUES (1, 'Oslo', 5), (2, 'Rome', 7), (3, 'Oslo', 5);
-- epoch
INSERT INTO ride VALUES (4, NULL, 3), (5, 'Oslo', NULL), (6, 'Bern', 9);
-- epoch
INSERT INTO ride VALUES (7, 'Rome', 7), (8, 'Oslo', 1), (9, 'Bern', -9);

/* plan
Project [id, country]    -- insert-only; unbounded
  Join INNER on [city = city]    -- insert-only; unbounded
    Scan STREAM MemoryStream MemoryStream [id, city]    -- insert-only; unbounded
    Values 2 rows [city, country]    -- insert-only; bounded
State: the right rows of the join by [city]; bounded: that input ends
*/

/* changelog
epoch 0
  +I|1|NO
  +I|3|NO
epoch 1
  +I|5|NO
  +I|6|CH
epoch 2
  +I|8|NO
  +I|9|CH
*/

/* result
1|NO
3|NO
5|NO
6|CH
8|NO
9|CH
*/
