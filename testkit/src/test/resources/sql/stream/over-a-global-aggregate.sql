-- Found by random queries: the old version of the one row came behind the new one and took it away.
-- mode: update
-- duckdb: SELECT c10, c11, c12, percent_rank() OVER (PARTITION BY c11 ORDER BY c11 DESC NULLS LAST, c10 NULLS FIRST, c11 NULLS FIRST, c12 NULLS FIRST) AS c14 FROM (SELECT bool_or(CASE WHEN (c8 IS NULL) THEN true ELSE true END) AS c10, bool_and(true) AS c11, median((2 - c8)) AS c12 FROM (SELECT max((TIMESTAMP '2026-01-01 00:00:58' + INTERVAL 9 SECONDS)) AS c7, count(*) AS c8 FROM (SELECT c0, c1, c2, c3, c4, c5 FROM (SELECT *, row_number() OVER (PARTITION BY c0 ORDER BY c1 DESC) AS n FROM (SELECT t0_0 AS c0, t0_1 AS c1, t0_2 AS c2, t0_3 AS c3, t0_4 AS c4, t0_5 AS c5 FROM t0) AS c6) AS v WHERE n = 1 AND NOT c2) AS c9) AS c13) AS c15
CREATE TABLE t0 (t0_0 BIGINT, t0_1 BIGINT, t0_2 BOOLEAN, t0_3 STRING, t0_4 STRING, t0_5 DATE);

SELECT c10, c11, c12, percent_rank() OVER (PARTITION BY c11 ORDER BY c11 DESC NULLS LAST, c10 NULLS FIRST, c11 NULLS FIRST, c12 NULLS FIRST) AS c14 FROM (SELECT bool_or(CASE WHEN (c8 IS NULL) THEN true ELSE true END) AS c10, bool_and(true) AS c11, median((2 - c8)) AS c12 FROM (SELECT max((TIMESTAMP '2026-01-01 00:00:58' + INTERVAL 9 SECONDS)) AS c7, count(*) AS c8 FROM (SELECT c0, c1, c2, c3, c4, c5 FROM (SELECT *, row_number() OVER (PARTITION BY c0 ORDER BY c1 DESC) AS n FROM (SELECT t0_0 AS c0, t0_1 AS c1, t0_2 AS c2, t0_3 AS c3, t0_4 AS c4, t0_5 AS c5 FROM t0) AS c6) AS v WHERE n = 1 AND NOT c2) AS c9) AS c13) AS c15;

-- epoch
INSERT INTO t0 VALUES (3, 1, false, 'b', NULL, DATE '2026-01-02');
INSERT INTO t0 VALUES (0, 2, false, 'Zürich', 'ab', DATE '2026-01-05');
INSERT INTO t0 VALUES (1, 3, true, NULL, 'b', DATE '2026-01-03');
INSERT INTO t0 VALUES (1, 4, false, 'Zürich', 'x y', NULL);
INSERT INTO t0 VALUES (1, 5, false, 'x y', 'b', DATE '2026-01-05');
INSERT INTO t0 VALUES (0, 6, false, 'b', '', DATE '2026-01-02');
INSERT INTO t0 VALUES (0, 7, true, 'x y', 'ab', DATE '2026-01-01');
INSERT INTO t0 VALUES (1, 8, true, 'ab', 'ab', DATE '2026-01-04');
INSERT INTO t0 VALUES (3, 9, false, 'x y', 'ab', DATE '2026-01-02');
INSERT INTO t0 VALUES (0, 10, false, 'a', 'a', DATE '2026-01-04');

/* plan
Project [c10, c11, c12, percent_rank AS c14]    -- upsert of one row; unbounded
  Over [c11] ordered by c11 DESC NULLS LAST, c10 ASC NULLS FIRST, c11 ASC NULLS FIRST, c12 ASC NULLS FIRST: [percent_rank() over ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW]    -- upsert of one row; unbounded
    Aggregate by []: [bool_or(CASE WHEN isnull(c8) THEN true ELSE true END), bool_and(true), median((2 - c8))]    -- upsert of one row; unbounded
      Aggregate by []: [count(*)]    -- upsert of one row; unbounded
        Filter not(c2)    -- upsert by c0, rows may vanish; unbounded
          Top 1 to 1 by ROW_NUMBER of [c0] ordered by c1 DESC NULLS LAST    -- upsert by c0; unbounded
            Project [t0_0 AS c0, t0_1 AS c1, t0_2 AS c2]    -- insert-only; unbounded
              Scan STREAM MemoryStream MemoryStream [t0_0, t0_1, t0_2]    -- insert-only; unbounded
State: the first 1 rows of each [c0]; grows with the number of partitions: nothing bounds it; a partition key of event time with a watermark, or tidemill.state.ttl, would
State: one row for the whole input; bounded
State: one row for the whole input; bounded
State: the values of [median((2 - c8))]; grows with the values of each group: nothing bounds it; a group key of event time with a watermark would
State: all rows of each [c11]; grows with the input: nothing bounds it; a partition key of event time with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  true|true|0|0
*/

/* result
true|true|0|0
*/
