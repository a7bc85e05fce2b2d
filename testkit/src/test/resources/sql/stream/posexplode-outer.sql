-- A row with NULLs where there is no element.
-- duckdb: none
CREATE TABLE t (id INT, k INT, name STRING);

SELECT id, p, x FROM t LATERAL VIEW OUTER posexplode(split(name, '')) e AS p, x;

-- epoch
INSERT INTO t VALUES (1, 1, 'a'), (2, 2, 'b'), (3, NULL, 'c');
-- epoch
INSERT INTO t VALUES (4, 4, NULL), (5, 1, 'e');
-- epoch
INSERT INTO t VALUES (6, 5, 'b'), (7, 1, 'a');

/* plan
Project [id, pos AS p, element AS x]    -- insert-only; unbounded
  Generate outer with position split(name, '')    -- insert-only; unbounded
    Scan STREAM MemoryStream MemoryStream [id, name]    -- insert-only; unbounded
*/

/* changelog
epoch 0
  +I|1|0|a
  +I|2|0|b
  +I|3|0|c
epoch 1
  +I|4|NULL|NULL
  +I|5|0|e
epoch 2
  +I|6|0|b
  +I|7|0|a
*/

/* result
1|0|a
2|0|b
3|0|c
4|NULL|NULL
5|0|e
6|0|b
7|0|a
*/
