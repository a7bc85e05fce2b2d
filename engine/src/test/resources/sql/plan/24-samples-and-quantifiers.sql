-- TABLESAMPLE
SELECT a FROM t TABLESAMPLE (10 PERCENT);
--> a INT
--> Filter (rand() < 0.1)
-->   Scan t json [a]

-- a comparison with every row
SELECT a FROM t WHERE a > ALL (SELECT a FROM u);
--> a INT
--> Project [a]
-->   Filter CASE WHEN isnotnull($f1) THEN false WHEN isnotnull($f10) THEN NULL ELSE true END
-->     Join LEFT on [a <=> a0]
-->       Project [a, $f1]
-->         Join LEFT on [a <=> a0]
-->           Scan t json [a]
-->           Project [a0, true AS $f1]
-->             Aggregate by [a0]: []
-->               Join INNER on [] and not((a0 > a))
-->                 Scan u json [a]
-->                 Aggregate by [a]: []
-->                   Scan t json [a]
-->       Project [a0, true AS $f1]
-->         Aggregate by [a0]: []
-->           Join INNER on [] and isnull((a0 > a))
-->             Scan u json [a]
-->             Aggregate by [a]: []
-->               Join LEFT on [a <=> a0]
-->                 Scan t json [a]
-->                 Aggregate by [a0]: []
-->                   Join INNER on [] and not((a0 > a))
-->                     Scan u json [a]
-->                     Aggregate by [a]: []
-->                       Scan t json [a]

-- USING
SELECT 1 FROM t r ASOF JOIN t x USING (c, ts);
--> `1` INT NOT NULL
--> Project [1]
-->   AsOfJoin on [c = c], ts AT_OR_BEFORE ts
-->     Scan t json [c, ts]
-->     Scan t json [c, ts]
