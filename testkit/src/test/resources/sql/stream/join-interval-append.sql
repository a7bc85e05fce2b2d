-- Clicks that follow an impression within ten seconds; both sides are forgotten when that is over.
-- mode: append
CREATE TABLE impression (ad INT, shown TIMESTAMP, WATERMARK FOR shown AS shown - INTERVAL 2 SECONDS);
CREATE TABLE click (ad INT, clicked TIMESTAMP, WATERMARK FOR clicked AS clicked - INTERVAL 3 SECONDS);

SELECT i.ad, shown, clicked FROM impression i JOIN click c
ON i.ad = c.ad AND clicked BETWEEN shown AND shown + INTERVAL 10 SECONDS;

-- epoch
INSERT INTO impression VALUES (1, '2026-01-01 00:00:01'), (2, '2026-01-01 00:00:02');
INSERT INTO click VALUES (1, '2026-01-01 00:00:03'), (1, '2026-01-01 00:00:12'), (2, '2026-01-01 00:00:01');
-- epoch
INSERT INTO click VALUES (2, '2026-01-01 00:00:12');
INSERT INTO impression VALUES (1, '2026-01-01 00:00:11'), (2, '2026-01-01 00:00:30');
-- epoch
INSERT INTO click VALUES (2, '2026-01-01 00:00:31'), (2, '2026-01-01 00:00:40');

/* plan
Project [ad, shown, clicked]    -- insert-only; event time shown, clicked; unbounded
  Join INNER on [ad = ad] and ((clicked >= shown) AND (clicked <= (shown + PT10S)))    -- insert-only; event time shown, clicked; unbounded
    Watermark on shown - 2 s    -- insert-only; event time shown; unbounded
      Scan STREAM MemoryStream MemoryStream [ad, shown]    -- insert-only; unbounded
    Watermark on clicked - 3 s    -- insert-only; event time clicked; unbounded
      Scan STREAM MemoryStream MemoryStream [ad, clicked]    -- insert-only; unbounded
State: the left rows of the join by [ad]; bounded: forgotten when the watermark has passed shown by 10 s
State: the right rows of the join by [ad]; bounded: forgotten when the watermark has passed clicked
*/

/* changelog
epoch 0
  1|2026-01-01T00:00:01Z|2026-01-01T00:00:03Z
epoch 1
  1|2026-01-01T00:00:11Z|2026-01-01T00:00:12Z
  2|2026-01-01T00:00:02Z|2026-01-01T00:00:12Z
epoch 2
  2|2026-01-01T00:00:30Z|2026-01-01T00:00:31Z
  2|2026-01-01T00:00:30Z|2026-01-01T00:00:40Z
*/

/* result
1|2026-01-01T00:00:01Z|2026-01-01T00:00:03Z
1|2026-01-01T00:00:11Z|2026-01-01T00:00:12Z
2|2026-01-01T00:00:02Z|2026-01-01T00:00:12Z
2|2026-01-01T00:00:30Z|2026-01-01T00:00:31Z
2|2026-01-01T00:00:30Z|2026-01-01T00:00:40Z
*/
