-- The elements of an array with their places, counted.
-- duckdb: SELECT place, count(*) AS n, max(tag) AS last FROM (SELECT unnest(string_split(tags, ',')) AS tag, unnest(range(1, len(string_split(tags, ',')) + 1)) AS place FROM post) AS p GROUP BY place
CREATE TABLE post (id INT, tags STRING);

SELECT place, count(*) AS n, max(tag) AS last
FROM post CROSS JOIN UNNEST(split(tags, ',')) WITH ORDINALITY AS p(tag, place) GROUP BY place;

-- epoch
INSERT INTO post VALUES (1, 'x,y'), (2, 'z');
-- epoch
INSERT INTO post VALUES (3, 'a,b,c'), (4, NULL);

/* plan
Aggregate by [(pos + 1)]: [count(*), max(element)]    -- upsert by place; unbounded
  Generate with position split(tags, ',')    -- insert-only; unbounded
    Scan STREAM MemoryStream MemoryStream [tags]    -- insert-only; unbounded
State: one row for each [(pos + 1)]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|1|2|z
  +I|2|1|y
epoch 1
  -U|1|2|z
  +U|1|3|z
  -U|2|1|y
  +U|2|2|y
  +I|3|1|c
*/

/* result
1|3|z
2|2|y
3|1|c
*/
