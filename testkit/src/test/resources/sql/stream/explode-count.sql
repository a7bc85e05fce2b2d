-- Words are counted: a generator below an aggregate.
-- duckdb: SELECT word, count(*) AS n FROM (SELECT unnest(string_split(text, ' ')) AS word FROM line) GROUP BY word
CREATE TABLE line (text STRING);

SELECT word, count(*) AS n FROM line LATERAL VIEW explode(split(text, ' ')) AS word GROUP BY word;

-- epoch
INSERT INTO line VALUES ('the tide comes'), ('the mill');
-- epoch
INSERT INTO line VALUES ('the tide goes the tide comes');

/* plan
Aggregate by [element]: [count(*)]    -- upsert by word; unbounded
  Generate split(text, ' ')    -- insert-only; unbounded
    Scan STREAM MemoryStream MemoryStream [text]    -- insert-only; unbounded
State: one row for each [element]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|comes|1
  +I|mill|1
  +I|the|2
  +I|tide|1
epoch 1
  -U|comes|1
  +U|comes|2
  +I|goes|1
  -U|the|2
  +U|the|4
  -U|tide|1
  +U|tide|3
*/

/* result
comes|2
goes|1
mill|1
the|4
tide|3
*/
