-- Q1: pricing summary report
SELECT l_returnflag, l_linestatus, sum(l_quantity) AS sum_qty, sum(l_extendedprice) AS sum_base_price,
    sum(l_extendedprice * (1 - l_discount)) AS sum_disc_price,
    sum(l_extendedprice * (1 - l_discount) * (1 + l_tax)) AS sum_charge, avg(l_quantity) AS avg_qty,
    avg(l_extendedprice) AS avg_price, avg(l_discount) AS avg_disc, count(*) AS count_order
FROM lineitem
WHERE l_shipdate <= DATE '1998-12-01' - INTERVAL '90' DAY
GROUP BY l_returnflag, l_linestatus
ORDER BY l_returnflag, l_linestatus;
--> l_returnflag STRING, l_linestatus STRING, sum_qty DECIMAL(25,2), sum_base_price DECIMAL(25,2), sum_disc_price DECIMAL(38,4), sum_charge DECIMAL(38,6), avg_qty DECIMAL(19,6), avg_price DECIMAL(19,6), avg_disc DECIMAL(19,6), count_order BIGINT NOT NULL
--> Sort by l_returnflag ASC NULLS FIRST, l_linestatus ASC NULLS FIRST
-->   Aggregate by [l_returnflag, l_linestatus]: [sum(l_quantity), sum(l_extendedprice), sum((l_extendedprice * (1 - l_discount))), sum(((l_extendedprice * (1 - l_discount)) * (1 + l_tax))), avg(l_quantity), avg(l_extendedprice), avg(l_discount), count(*)]
-->     Filter (l_shipdate <= 1998-09-02)
-->       Scan lineitem json [l_quantity, l_extendedprice, l_discount, l_tax, l_returnflag, l_linestatus, l_shipdate]

-- Q2: minimum cost supplier
SELECT s_acctbal, s_name, n_name, p_partkey, p_mfgr, s_address, s_phone, s_comment
FROM part, supplier, partsupp, nation, region
WHERE p_partkey = ps_partkey AND s_suppkey = ps_suppkey AND p_size = 15 AND p_type LIKE '%BRASS'
    AND s_nationkey = n_nationkey AND n_regionkey = r_regionkey AND r_name = 'EUROPE'
    AND ps_supplycost = (
        SELECT min(ps_supplycost) FROM partsupp, supplier, nation, region
        WHERE p_partkey = ps_partkey AND s_suppkey = ps_suppkey AND s_nationkey = n_nationkey
            AND n_regionkey = r_regionkey AND r_name = 'EUROPE')
ORDER BY s_acctbal DESC, n_name, s_name, p_partkey
LIMIT 100;
--> s_acctbal DECIMAL(15,2), s_name STRING, n_name STRING, p_partkey BIGINT, p_mfgr STRING, s_address STRING, s_phone STRING, s_comment STRING
--> Limit 100
-->   Sort by s_acctbal DESC NULLS LAST, n_name ASC NULLS FIRST, s_name ASC NULLS FIRST, p_partkey ASC NULLS FIRST
-->     Project [s_acctbal, s_name, n_name, p_partkey, p_mfgr, s_address, s_phone, s_comment]
-->       Join INNER on [p_partkey = ps_partkey, ps_supplycost = min(ps_supplycost)]
-->         Project [p_partkey, p_mfgr, s_name, s_address, s_phone, s_acctbal, s_comment, ps_supplycost, n_name]
-->           Join INNER on [n_regionkey = r_regionkey]
-->             Project [p_partkey, p_mfgr, s_name, s_address, s_phone, s_acctbal, s_comment, ps_supplycost, n_name, n_regionkey]
-->               Join INNER on [s_nationkey = n_nationkey]
-->                 Project [p_partkey, p_mfgr, s_name, s_address, s_nationkey, s_phone, s_acctbal, s_comment, ps_supplycost]
-->                   Join INNER on [ps_suppkey = s_suppkey]
-->                     Project [p_partkey, p_mfgr, ps_suppkey, ps_supplycost]
-->                       Join INNER on [p_partkey = ps_partkey]
-->                         Project [p_partkey, p_mfgr]
-->                           Filter ((p_size = 15) AND like(p_type, '%BRASS'))
-->                             Scan part json [p_partkey, p_mfgr, p_type, p_size]
-->                         Scan partsupp json [ps_partkey, ps_suppkey, ps_supplycost]
-->                     Scan supplier json [s_suppkey, s_name, s_address, s_nationkey, s_phone, s_acctbal, s_comment]
-->                 Scan nation json [n_nationkey, n_name, n_regionkey]
-->             Project [r_regionkey]
-->               Filter (r_name = 'EUROPE')
-->                 Scan region json [r_regionkey, r_name]
-->         Aggregate by [ps_partkey]: [min(ps_supplycost)]
-->           Join INNER on [n_regionkey = r_regionkey]
-->             Project [ps_partkey, ps_supplycost, n_regionkey]
-->               Join INNER on [s_nationkey = n_nationkey]
-->                 Project [ps_partkey, ps_supplycost, s_nationkey]
-->                   Join INNER on [ps_suppkey = s_suppkey]
-->                     Filter isnotnull(ps_partkey)
-->                       Scan partsupp json [ps_partkey, ps_suppkey, ps_supplycost]
-->                     Scan supplier json [s_suppkey, s_nationkey]
-->                 Scan nation json [n_nationkey, n_regionkey]
-->             Project [r_regionkey]
-->               Filter (r_name = 'EUROPE')
-->                 Scan region json [r_regionkey, r_name]

-- Q3: shipping priority
SELECT l_orderkey, sum(l_extendedprice * (1 - l_discount)) AS revenue, o_orderdate, o_shippriority
FROM customer, orders, lineitem
WHERE c_mktsegment = 'BUILDING' AND c_custkey = o_custkey AND l_orderkey = o_orderkey
    AND o_orderdate < DATE '1995-03-15' AND l_shipdate > DATE '1995-03-15'
GROUP BY l_orderkey, o_orderdate, o_shippriority
ORDER BY revenue DESC, o_orderdate
LIMIT 10;
--> l_orderkey BIGINT, revenue DECIMAL(38,4), o_orderdate DATE, o_shippriority INT
--> Limit 10
-->   Sort by revenue DESC NULLS LAST, o_orderdate ASC NULLS FIRST
-->     Project [l_orderkey, revenue, o_orderdate, o_shippriority]
-->       Aggregate by [l_orderkey, o_orderdate, o_shippriority]: [sum((l_extendedprice * (1 - l_discount)))]
-->         Join INNER on [o_orderkey = l_orderkey]
-->           Project [o_orderkey, o_orderdate, o_shippriority]
-->             Join INNER on [c_custkey = o_custkey]
-->               Project [c_custkey]
-->                 Filter (c_mktsegment = 'BUILDING')
-->                   Scan customer json [c_custkey, c_mktsegment]
-->               Filter (o_orderdate < 1995-03-15)
-->                 Scan orders json [o_orderkey, o_custkey, o_orderdate, o_shippriority]
-->           Project [l_orderkey, l_extendedprice, l_discount]
-->             Filter (l_shipdate > 1995-03-15)
-->               Scan lineitem json [l_orderkey, l_extendedprice, l_discount, l_shipdate]

-- Q4: order priority checking
SELECT o_orderpriority, count(*) AS order_count
FROM orders
WHERE o_orderdate >= DATE '1993-07-01' AND o_orderdate < DATE '1993-07-01' + INTERVAL '3' MONTH
    AND EXISTS (SELECT * FROM lineitem WHERE l_orderkey = o_orderkey AND l_commitdate < l_receiptdate)
GROUP BY o_orderpriority
ORDER BY o_orderpriority;
--> o_orderpriority STRING, order_count BIGINT NOT NULL
--> Sort by o_orderpriority ASC NULLS FIRST
-->   Aggregate by [o_orderpriority]: [count(*)]
-->     Join LEFT_SEMI on [o_orderkey = l_orderkey]
-->       Project [o_orderkey, o_orderpriority]
-->         Filter ((o_orderdate >= 1993-07-01) AND (o_orderdate < 1993-10-01))
-->           Scan orders json [o_orderkey, o_orderdate, o_orderpriority]
-->       Project [l_orderkey]
-->         Filter (l_commitdate < l_receiptdate)
-->           Scan lineitem json [l_orderkey, l_commitdate, l_receiptdate]

-- Q5: local supplier volume
SELECT n_name, sum(l_extendedprice * (1 - l_discount)) AS revenue
FROM customer, orders, lineitem, supplier, nation, region
WHERE c_custkey = o_custkey AND l_orderkey = o_orderkey AND l_suppkey = s_suppkey
    AND c_nationkey = s_nationkey AND s_nationkey = n_nationkey AND n_regionkey = r_regionkey
    AND r_name = 'ASIA' AND o_orderdate >= DATE '1994-01-01'
    AND o_orderdate < DATE '1994-01-01' + INTERVAL '1' YEAR
GROUP BY n_name
ORDER BY revenue DESC;
--> n_name STRING, revenue DECIMAL(38,4)
--> Sort by revenue DESC NULLS LAST
-->   Aggregate by [n_name]: [sum((l_extendedprice * (1 - l_discount)))]
-->     Join INNER on [n_regionkey = r_regionkey]
-->       Project [l_extendedprice, l_discount, n_name, n_regionkey]
-->         Join INNER on [s_nationkey = n_nationkey]
-->           Project [l_extendedprice, l_discount, s_nationkey]
-->             Join INNER on [l_suppkey = s_suppkey, c_nationkey = s_nationkey]
-->               Project [c_nationkey, l_suppkey, l_extendedprice, l_discount]
-->                 Join INNER on [o_orderkey = l_orderkey]
-->                   Project [c_nationkey, o_orderkey]
-->                     Join INNER on [c_custkey = o_custkey]
-->                       Scan customer json [c_custkey, c_nationkey]
-->                       Project [o_orderkey, o_custkey]
-->                         Filter ((o_orderdate >= 1994-01-01) AND (o_orderdate < 1995-01-01))
-->                           Scan orders json [o_orderkey, o_custkey, o_orderdate]
-->                   Scan lineitem json [l_orderkey, l_suppkey, l_extendedprice, l_discount]
-->               Scan supplier json [s_suppkey, s_nationkey]
-->           Scan nation json [n_nationkey, n_name, n_regionkey]
-->       Project [r_regionkey]
-->         Filter (r_name = 'ASIA')
-->           Scan region json [r_regionkey, r_name]

-- Q6: forecasting revenue change
SELECT sum(l_extendedprice * l_discount) AS revenue
FROM lineitem
WHERE l_shipdate >= DATE '1994-01-01' AND l_shipdate < DATE '1994-01-01' + INTERVAL '1' YEAR
    AND l_discount BETWEEN 0.06 - 0.01 AND 0.06 + 0.01 AND l_quantity < 24;
--> revenue DECIMAL(38,4)
--> Aggregate by []: [sum((l_extendedprice * l_discount))]
-->   Filter ((l_shipdate >= 1994-01-01) AND (l_shipdate < 1995-01-01) AND (l_discount >= 0.05) AND (l_discount <= 0.07) AND (l_quantity < 24.00))
-->     Scan lineitem json [l_quantity, l_extendedprice, l_discount, l_shipdate]

-- Q7: volume shipping
SELECT supp_nation, cust_nation, l_year, sum(volume) AS revenue
FROM (
    SELECT n1.n_name AS supp_nation, n2.n_name AS cust_nation, extract(YEAR FROM l_shipdate) AS l_year,
        l_extendedprice * (1 - l_discount) AS volume
    FROM supplier, lineitem, orders, customer, nation n1, nation n2
    WHERE s_suppkey = l_suppkey AND o_orderkey = l_orderkey AND c_custkey = o_custkey
        AND s_nationkey = n1.n_nationkey AND c_nationkey = n2.n_nationkey
        AND ((n1.n_name = 'FRANCE' AND n2.n_name = 'GERMANY')
            OR (n1.n_name = 'GERMANY' AND n2.n_name = 'FRANCE'))
        AND l_shipdate BETWEEN DATE '1995-01-01' AND DATE '1996-12-31') AS shipping
GROUP BY supp_nation, cust_nation, l_year
ORDER BY supp_nation, cust_nation, l_year;
--> supp_nation STRING, cust_nation STRING, l_year INT, revenue DECIMAL(38,4)
--> Sort by supp_nation ASC NULLS FIRST, cust_nation ASC NULLS FIRST, l_year ASC NULLS FIRST
-->   Aggregate by [n_name, n_name0, date_part('YEAR', l_shipdate)]: [sum((l_extendedprice * (1 - l_discount)))]
-->     Join INNER on [c_nationkey = n_nationkey] and (((n_name = 'FRANCE') AND (n_name0 = 'GERMANY')) OR ((n_name = 'GERMANY') AND (n_name0 = 'FRANCE')))
-->       Project [l_extendedprice, l_discount, l_shipdate, c_nationkey, n_name]
-->         Join INNER on [s_nationkey = n_nationkey]
-->           Project [s_nationkey, l_extendedprice, l_discount, l_shipdate, c_nationkey]
-->             Join INNER on [o_custkey = c_custkey]
-->               Project [s_nationkey, l_extendedprice, l_discount, l_shipdate, o_custkey]
-->                 Join INNER on [l_orderkey = o_orderkey]
-->                   Project [s_nationkey, l_orderkey, l_extendedprice, l_discount, l_shipdate]
-->                     Join INNER on [s_suppkey = l_suppkey]
-->                       Scan supplier json [s_suppkey, s_nationkey]
-->                       Filter ((l_shipdate >= 1995-01-01) AND (l_shipdate <= 1996-12-31))
-->                         Scan lineitem json [l_orderkey, l_suppkey, l_extendedprice, l_discount, l_shipdate]
-->                   Scan orders json [o_orderkey, o_custkey]
-->               Scan customer json [c_custkey, c_nationkey]
-->           Scan nation json [n_nationkey, n_name]
-->       Scan nation json [n_nationkey, n_name]

-- Q8: national market share
SELECT o_year, sum(CASE WHEN nation = 'BRAZIL' THEN volume ELSE 0 END) / sum(volume) AS mkt_share
FROM (
    SELECT extract(YEAR FROM o_orderdate) AS o_year, l_extendedprice * (1 - l_discount) AS volume,
        n2.n_name AS nation
    FROM part, supplier, lineitem, orders, customer, nation n1, nation n2, region
    WHERE p_partkey = l_partkey AND s_suppkey = l_suppkey AND l_orderkey = o_orderkey
        AND o_custkey = c_custkey AND c_nationkey = n1.n_nationkey AND n1.n_regionkey = r_regionkey
        AND r_name = 'AMERICA' AND s_nationkey = n2.n_nationkey
        AND o_orderdate BETWEEN DATE '1995-01-01' AND DATE '1996-12-31'
        AND p_type = 'ECONOMY ANODIZED STEEL') AS all_nations
GROUP BY o_year
ORDER BY o_year;
--> o_year INT, mkt_share DECIMAL(38,6)
--> Sort by o_year ASC NULLS FIRST
-->   Project [o_year, (sum($f1) / sum(volume)) AS mkt_share]
-->     Aggregate by [o_year]: [sum(CASE WHEN (nation = 'BRAZIL') THEN volume ELSE 0.0000 END), sum(volume)]
-->       Project [date_part('YEAR', o_orderdate) AS o_year, (l_extendedprice * (1 - l_discount)) AS volume, n_name0 AS nation]
-->         Join INNER on [n_regionkey = r_regionkey]
-->           Project [l_extendedprice, l_discount, o_orderdate, n_regionkey, n_name0]
-->             Join INNER on [s_nationkey = n_nationkey]
-->               Project [l_extendedprice, l_discount, s_nationkey, o_orderdate, n_regionkey]
-->                 Join INNER on [c_nationkey = n_nationkey]
-->                   Project [l_extendedprice, l_discount, s_nationkey, o_orderdate, c_nationkey]
-->                     Join INNER on [o_custkey = c_custkey]
-->                       Project [l_extendedprice, l_discount, s_nationkey, o_custkey, o_orderdate]
-->                         Join INNER on [l_orderkey = o_orderkey]
-->                           Project [l_orderkey, l_extendedprice, l_discount, s_nationkey]
-->                             Join INNER on [l_suppkey = s_suppkey]
-->                               Project [l_orderkey, l_suppkey, l_extendedprice, l_discount]
-->                                 Join INNER on [p_partkey = l_partkey]
-->                                   Project [p_partkey]
-->                                     Filter (p_type = 'ECONOMY ANODIZED STEEL')
-->                                       Scan part json [p_partkey, p_type]
-->                                   Scan lineitem json [l_orderkey, l_partkey, l_suppkey, l_extendedprice, l_discount]
-->                               Scan supplier json [s_suppkey, s_nationkey]
-->                           Filter ((o_orderdate >= 1995-01-01) AND (o_orderdate <= 1996-12-31))
-->                             Scan orders json [o_orderkey, o_custkey, o_orderdate]
-->                       Scan customer json [c_custkey, c_nationkey]
-->                   Scan nation json [n_nationkey, n_regionkey]
-->               Scan nation json [n_nationkey, n_name]
-->           Project [r_regionkey]
-->             Filter (r_name = 'AMERICA')
-->               Scan region json [r_regionkey, r_name]

-- Q9: product type profit measure
SELECT nation, o_year, sum(amount) AS sum_profit
FROM (
    SELECT n_name AS nation, extract(YEAR FROM o_orderdate) AS o_year,
        l_extendedprice * (1 - l_discount) - ps_supplycost * l_quantity AS amount
    FROM part, supplier, lineitem, partsupp, orders, nation
    WHERE s_suppkey = l_suppkey AND ps_suppkey = l_suppkey AND ps_partkey = l_partkey
        AND p_partkey = l_partkey AND o_orderkey = l_orderkey AND s_nationkey = n_nationkey
        AND p_name LIKE '%green%') AS profit
GROUP BY nation, o_year
ORDER BY nation, o_year DESC;
--> nation STRING, o_year INT, sum_profit DECIMAL(38,4)
--> Sort by nation ASC NULLS FIRST, o_year DESC NULLS LAST
-->   Aggregate by [n_name, date_part('YEAR', o_orderdate)]: [sum(((l_extendedprice * (1 - l_discount)) - (ps_supplycost * l_quantity)))]
-->     Join INNER on [s_nationkey = n_nationkey]
-->       Project [l_quantity, l_extendedprice, l_discount, s_nationkey, ps_supplycost, o_orderdate]
-->         Join INNER on [l_orderkey = o_orderkey]
-->           Project [l_orderkey, l_quantity, l_extendedprice, l_discount, s_nationkey, ps_supplycost]
-->             Join INNER on [l_suppkey = ps_suppkey, l_partkey = ps_partkey]
-->               Project [l_orderkey, l_partkey, l_suppkey, l_quantity, l_extendedprice, l_discount, s_nationkey]
-->                 Join INNER on [l_suppkey = s_suppkey]
-->                   Project [l_orderkey, l_partkey, l_suppkey, l_quantity, l_extendedprice, l_discount]
-->                     Join INNER on [p_partkey = l_partkey]
-->                       Project [p_partkey]
-->                         Filter like(p_name, '%green%')
-->                           Scan part json [p_partkey, p_name]
-->                       Scan lineitem json [l_orderkey, l_partkey, l_suppkey, l_quantity, l_extendedprice, l_discount]
-->                   Scan supplier json [s_suppkey, s_nationkey]
-->               Scan partsupp json [ps_partkey, ps_suppkey, ps_supplycost]
-->           Scan orders json [o_orderkey, o_orderdate]
-->       Scan nation json [n_nationkey, n_name]

-- Q10: returned item reporting
SELECT c_custkey, c_name, sum(l_extendedprice * (1 - l_discount)) AS revenue, c_acctbal, n_name,
    c_address, c_phone, c_comment
FROM customer, orders, lineitem, nation
WHERE c_custkey = o_custkey AND l_orderkey = o_orderkey AND o_orderdate >= DATE '1993-10-01'
    AND o_orderdate < DATE '1993-10-01' + INTERVAL '3' MONTH AND l_returnflag = 'R'
    AND c_nationkey = n_nationkey
GROUP BY c_custkey, c_name, c_acctbal, c_phone, n_name, c_address, c_comment
ORDER BY revenue DESC
LIMIT 20;
--> c_custkey BIGINT, c_name STRING, revenue DECIMAL(38,4), c_acctbal DECIMAL(15,2), n_name STRING, c_address STRING, c_phone STRING, c_comment STRING
--> Limit 20
-->   Sort by revenue DESC NULLS LAST
-->     Project [c_custkey, c_name, revenue, c_acctbal, n_name, c_address, c_phone, c_comment]
-->       Aggregate by [c_custkey, c_name, c_acctbal, c_phone, n_name, c_address, c_comment]: [sum((l_extendedprice * (1 - l_discount)))]
-->         Join INNER on [c_nationkey = n_nationkey]
-->           Project [c_custkey, c_name, c_address, c_nationkey, c_phone, c_acctbal, c_comment, l_extendedprice, l_discount]
-->             Join INNER on [o_orderkey = l_orderkey]
-->               Project [c_custkey, c_name, c_address, c_nationkey, c_phone, c_acctbal, c_comment, o_orderkey]
-->                 Join INNER on [c_custkey = o_custkey]
-->                   Scan customer json [c_custkey, c_name, c_address, c_nationkey, c_phone, c_acctbal, c_comment]
-->                   Project [o_orderkey, o_custkey]
-->                     Filter ((o_orderdate >= 1993-10-01) AND (o_orderdate < 1994-01-01))
-->                       Scan orders json [o_orderkey, o_custkey, o_orderdate]
-->               Project [l_orderkey, l_extendedprice, l_discount]
-->                 Filter (l_returnflag = 'R')
-->                   Scan lineitem json [l_orderkey, l_extendedprice, l_discount, l_returnflag]
-->           Scan nation json [n_nationkey, n_name]

-- Q11: important stock identification
SELECT ps_partkey, sum(ps_supplycost * ps_availqty) AS value
FROM partsupp, supplier, nation
WHERE ps_suppkey = s_suppkey AND s_nationkey = n_nationkey AND n_name = 'GERMANY'
GROUP BY ps_partkey
HAVING sum(ps_supplycost * ps_availqty) > (
    SELECT sum(ps_supplycost * ps_availqty) * 0.0001000000
    FROM partsupp, supplier, nation
    WHERE ps_suppkey = s_suppkey AND s_nationkey = n_nationkey AND n_name = 'GERMANY')
ORDER BY value DESC;
--> ps_partkey BIGINT, value DECIMAL(36,2)
--> Sort by value DESC NULLS LAST
-->   Project [ps_partkey, value]
-->     Filter (CAST(value AS DECIMAL(38,6)) > (sum((ps_supplycost * ps_availqty)) * 0.0001000000))
-->       Join INNER on []
-->         Aggregate by [ps_partkey]: [sum((ps_supplycost * CAST(ps_availqty AS DECIMAL(10,0))))]
-->           Join INNER on [s_nationkey = n_nationkey]
-->             Project [ps_partkey, ps_availqty, ps_supplycost, s_nationkey]
-->               Join INNER on [ps_suppkey = s_suppkey]
-->                 Scan partsupp json [ps_partkey, ps_suppkey, ps_availqty, ps_supplycost]
-->                 Scan supplier json [s_suppkey, s_nationkey]
-->             Project [n_nationkey]
-->               Filter (n_name = 'GERMANY')
-->                 Scan nation json [n_nationkey, n_name]
-->         Project [(sum($f0) * 0.0001000000) AS (sum((ps_supplycost * ps_availqty)) * 0.0001000000)]
-->           Aggregate by []: [sum((ps_supplycost * CAST(ps_availqty AS DECIMAL(10,0))))]
-->             Join INNER on [s_nationkey = n_nationkey]
-->               Project [ps_availqty, ps_supplycost, s_nationkey]
-->                 Join INNER on [ps_suppkey = s_suppkey]
-->                   Scan partsupp json [ps_suppkey, ps_availqty, ps_supplycost]
-->                   Scan supplier json [s_suppkey, s_nationkey]
-->               Project [n_nationkey]
-->                 Filter (n_name = 'GERMANY')
-->                   Scan nation json [n_nationkey, n_name]

-- Q12: shipping modes and order priority
SELECT l_shipmode,
    sum(CASE WHEN o_orderpriority = '1-URGENT' OR o_orderpriority = '2-HIGH' THEN 1 ELSE 0 END)
        AS high_line_count,
    sum(CASE WHEN o_orderpriority <> '1-URGENT' AND o_orderpriority <> '2-HIGH' THEN 1 ELSE 0 END)
        AS low_line_count
FROM orders, lineitem
WHERE o_orderkey = l_orderkey AND l_shipmode IN ('MAIL', 'SHIP') AND l_commitdate < l_receiptdate
    AND l_shipdate < l_commitdate AND l_receiptdate >= DATE '1994-01-01'
    AND l_receiptdate < DATE '1994-01-01' + INTERVAL '1' YEAR
GROUP BY l_shipmode
ORDER BY l_shipmode;
--> l_shipmode STRING, high_line_count BIGINT, low_line_count BIGINT
--> Sort by l_shipmode ASC NULLS FIRST
-->   Aggregate by [l_shipmode]: [sum(CASE WHEN ((o_orderpriority = '1-URGENT') OR (o_orderpriority = '2-HIGH')) THEN 1 ELSE 0 END), sum(CASE WHEN ((o_orderpriority <> '1-URGENT') AND (o_orderpriority <> '2-HIGH')) THEN 1 ELSE 0 END)]
-->     Join INNER on [o_orderkey = l_orderkey]
-->       Scan orders json [o_orderkey, o_orderpriority]
-->       Project [l_orderkey, l_shipmode]
-->         Filter (in(l_shipmode, 'MAIL', 'SHIP') AND (l_commitdate < l_receiptdate) AND (l_shipdate < l_commitdate) AND (l_receiptdate >= 1994-01-01) AND (l_receiptdate < 1995-01-01))
-->           Scan lineitem json [l_orderkey, l_shipdate, l_commitdate, l_receiptdate, l_shipmode]

-- Q13: customer distribution
SELECT c_count, count(*) AS custdist
FROM (
    SELECT c_custkey, count(o_orderkey)
    FROM customer LEFT OUTER JOIN orders
        ON c_custkey = o_custkey AND o_comment NOT LIKE '%special%requests%'
    GROUP BY c_custkey) AS c_orders (c_custkey, c_count)
GROUP BY c_count
ORDER BY custdist DESC, c_count DESC;
--> c_count BIGINT NOT NULL, custdist BIGINT NOT NULL
--> Sort by custdist DESC NULLS LAST, c_count DESC NULLS LAST
-->   Aggregate by [count(o_orderkey)]: [count(*)]
-->     Aggregate by [c_custkey]: [count(o_orderkey)]
-->       Join LEFT on [c_custkey = o_custkey]
-->         Scan customer json [c_custkey]
-->         Project [o_orderkey, o_custkey]
-->           Filter not(like(o_comment, '%special%requests%'))
-->             Scan orders json [o_orderkey, o_custkey, o_comment]

-- Q14: promotion effect
SELECT 100.00 * sum(CASE WHEN p_type LIKE 'PROMO%' THEN l_extendedprice * (1 - l_discount) ELSE 0 END)
    / sum(l_extendedprice * (1 - l_discount)) AS promo_revenue
FROM lineitem, part
WHERE l_partkey = p_partkey AND l_shipdate >= DATE '1995-09-01'
    AND l_shipdate < DATE '1995-09-01' + INTERVAL '1' MONTH;
--> promo_revenue DECIMAL(38,6)
--> Project [((100.00 * sum($f0)) / sum($f1)) AS promo_revenue]
-->   Aggregate by []: [sum(CASE WHEN like(p_type, 'PROMO%') THEN (l_extendedprice * (1 - l_discount)) ELSE 0.0000 END), sum((l_extendedprice * (1 - l_discount)))]
-->     Join INNER on [l_partkey = p_partkey]
-->       Project [l_partkey, l_extendedprice, l_discount]
-->         Filter ((l_shipdate >= 1995-09-01) AND (l_shipdate < 1995-10-01))
-->           Scan lineitem json [l_partkey, l_extendedprice, l_discount, l_shipdate]
-->       Scan part json [p_partkey, p_type]

-- Q15: top supplier
WITH revenue AS (
    SELECT l_suppkey AS supplier_no, sum(l_extendedprice * (1 - l_discount)) AS total_revenue
    FROM lineitem
    WHERE l_shipdate >= DATE '1996-01-01' AND l_shipdate < DATE '1996-01-01' + INTERVAL '3' MONTH
    GROUP BY l_suppkey)
SELECT s_suppkey, s_name, s_address, s_phone, total_revenue
FROM supplier, revenue
WHERE s_suppkey = supplier_no AND total_revenue = (SELECT max(total_revenue) FROM revenue)
ORDER BY s_suppkey;
--> s_suppkey BIGINT, s_name STRING, s_address STRING, s_phone STRING, total_revenue DECIMAL(38,4)
--> Sort by s_suppkey ASC NULLS FIRST
-->   Project [s_suppkey, s_name, s_address, s_phone, total_revenue]
-->     Join INNER on [total_revenue = max(total_revenue)]
-->       Project [s_suppkey, s_name, s_address, s_phone, total_revenue]
-->         Join INNER on [s_suppkey = supplier_no]
-->           Scan supplier json [s_suppkey, s_name, s_address, s_phone]
-->           Aggregate by [l_suppkey]: [sum((l_extendedprice * (1 - l_discount)))]
-->             Filter ((l_shipdate >= 1996-01-01) AND (l_shipdate < 1996-04-01))
-->               Scan lineitem json [l_suppkey, l_extendedprice, l_discount, l_shipdate]
-->       Aggregate by []: [max(total_revenue)]
-->         Aggregate by [l_suppkey]: [sum((l_extendedprice * (1 - l_discount)))]
-->           Filter ((l_shipdate >= 1996-01-01) AND (l_shipdate < 1996-04-01))
-->             Scan lineitem json [l_suppkey, l_extendedprice, l_discount, l_shipdate]

-- Q16: parts/supplier relationship
SELECT p_brand, p_type, p_size, count(DISTINCT ps_suppkey) AS supplier_cnt
FROM partsupp, part
WHERE p_partkey = ps_partkey AND p_brand <> 'Brand#45' AND p_type NOT LIKE 'MEDIUM POLISHED%'
    AND p_size IN (49, 14, 23, 45, 19, 3, 36, 9)
    AND ps_suppkey NOT IN (
        SELECT s_suppkey FROM supplier WHERE s_comment LIKE '%Customer%Complaints%')
GROUP BY p_brand, p_type, p_size
ORDER BY supplier_cnt DESC, p_brand, p_type, p_size;
--> p_brand STRING, p_type STRING, p_size INT, supplier_cnt BIGINT NOT NULL
--> Sort by supplier_cnt DESC NULLS LAST, p_brand ASC NULLS FIRST, p_type ASC NULLS FIRST, p_size ASC NULLS FIRST
-->   Aggregate by [p_brand, p_type, p_size]: [count(DISTINCT ps_suppkey)]
-->     Join LEFT_ANTI on [] and isnull(ps_suppkey)
-->       Join LEFT_ANTI on []
-->         Join LEFT_ANTI on [ps_suppkey = s_suppkey]
-->           Project [ps_suppkey, p_brand, p_type, p_size]
-->             Join INNER on [ps_partkey = p_partkey]
-->               Scan partsupp json [ps_partkey, ps_suppkey]
-->               Filter ((p_brand <> 'Brand#n') AND not(like(p_type, 'MEDIUM POLISHED%')) AND in(p_size, 49, 14, 23, 45, 19, 3, 36, 9))
-->                 Scan part json [p_partkey, p_brand, p_type, p_size]
-->           Project [s_suppkey]
-->             Filter like(s_comment, '%Customer%Complaints%')
-->               Scan supplier json [s_suppkey, s_comment]
-->         Project []
-->           Aggregate by [true]: []
-->             Filter (like(s_comment, '%Customer%Complaints%') AND isnull(s_suppkey))
-->               Scan supplier json [s_suppkey, s_comment]
-->       Project []
-->         Aggregate by [true]: []
-->           Filter like(s_comment, '%Customer%Complaints%')
-->             Scan supplier json [s_comment]

-- Q17: small-quantity-order revenue
SELECT sum(l_extendedprice) / 7.0 AS avg_yearly
FROM lineitem, part
WHERE p_partkey = l_partkey AND p_brand = 'Brand#23' AND p_container = 'MED BOX'
    AND l_quantity < (SELECT 0.2 * avg(l_quantity) FROM lineitem WHERE l_partkey = p_partkey);
--> avg_yearly DECIMAL(30,6)
--> Project [(sum(l_extendedprice) / 7.0) AS avg_yearly]
-->   Aggregate by []: [sum(l_extendedprice)]
-->     Filter (CAST(l_quantity AS DECIMAL(21,7)) < (0.2 * avg(l_quantity)))
-->       Join INNER on [p_partkey = l_partkey]
-->         Project [l_quantity, l_extendedprice, p_partkey]
-->           Join INNER on [l_partkey = p_partkey]
-->             Scan lineitem json [l_partkey, l_quantity, l_extendedprice]
-->             Project [p_partkey]
-->               Filter ((p_brand = 'Brand#n') AND (p_container = 'MED BOX'))
-->                 Scan part json [p_partkey, p_brand, p_container]
-->         Aggregate by [l_partkey]: [avg(l_quantity)]
-->           Filter isnotnull(l_partkey)
-->             Scan lineitem json [l_partkey, l_quantity]

-- Q18: large volume customer
SELECT c_name, c_custkey, o_orderkey, o_orderdate, o_totalprice, sum(l_quantity)
FROM customer, orders, lineitem
WHERE o_orderkey IN (
        SELECT l_orderkey FROM lineitem GROUP BY l_orderkey HAVING sum(l_quantity) > 300)
    AND c_custkey = o_custkey AND o_orderkey = l_orderkey
GROUP BY c_name, c_custkey, o_orderkey, o_orderdate, o_totalprice
ORDER BY o_totalprice DESC, o_orderdate
LIMIT 100;
--> c_name STRING, c_custkey BIGINT, o_orderkey BIGINT, o_orderdate DATE, o_totalprice DECIMAL(15,2), `sum(l_quantity)` DECIMAL(25,2)
--> Limit 100
-->   Sort by o_totalprice DESC NULLS LAST, o_orderdate ASC NULLS FIRST
-->     Aggregate by [c_name, c_custkey, o_orderkey, o_orderdate, o_totalprice]: [sum(l_quantity)]
-->       Join LEFT_SEMI on [o_orderkey = l_orderkey]
-->         Project [c_custkey, c_name, o_orderkey, o_totalprice, o_orderdate, l_quantity]
-->           Join INNER on [o_orderkey = l_orderkey]
-->             Project [c_custkey, c_name, o_orderkey, o_totalprice, o_orderdate]
-->               Join INNER on [c_custkey = o_custkey]
-->                 Scan customer json [c_custkey, c_name]
-->                 Scan orders json [o_orderkey, o_custkey, o_totalprice, o_orderdate]
-->             Scan lineitem json [l_orderkey, l_quantity]
-->         Project [l_orderkey]
-->           Filter (sum(l_quantity) > 300.00)
-->             Aggregate by [l_orderkey]: [sum(l_quantity)]
-->               Scan lineitem json [l_orderkey, l_quantity]

-- Q19: discounted revenue
SELECT sum(l_extendedprice * (1 - l_discount)) AS revenue
FROM lineitem, part
WHERE (p_partkey = l_partkey AND p_brand = 'Brand#12'
        AND p_container IN ('SM CASE', 'SM BOX', 'SM PACK', 'SM PKG')
        AND l_quantity >= 1 AND l_quantity <= 1 + 10 AND p_size BETWEEN 1 AND 5
        AND l_shipmode IN ('AIR', 'AIR REG') AND l_shipinstruct = 'DELIVER IN PERSON')
    OR (p_partkey = l_partkey AND p_brand = 'Brand#23'
        AND p_container IN ('MED BAG', 'MED BOX', 'MED PKG', 'MED PACK')
        AND l_quantity >= 10 AND l_quantity <= 10 + 10 AND p_size BETWEEN 1 AND 10
        AND l_shipmode IN ('AIR', 'AIR REG') AND l_shipinstruct = 'DELIVER IN PERSON')
    OR (p_partkey = l_partkey AND p_brand = 'Brand#34'
        AND p_container IN ('LG CASE', 'LG BOX', 'LG PACK', 'LG PKG')
        AND l_quantity >= 20 AND l_quantity <= 20 + 10 AND p_size BETWEEN 1 AND 15
        AND l_shipmode IN ('AIR', 'AIR REG') AND l_shipinstruct = 'DELIVER IN PERSON');
--> revenue DECIMAL(38,4)
--> Aggregate by []: [sum((l_extendedprice * (1 - l_discount)))]
-->   Join INNER on [l_partkey = p_partkey] and (((p_brand = 'Brand#n') AND in(p_container, 'SM CASE', 'SM BOX', 'SM PACK', 'SM PKG') AND (l_quantity >= 1.00) AND (l_quantity <= 11.00) AND (p_size <= 5)) OR ((p_brand = 'Brand#n') AND in(p_container, 'MED BAG', 'MED BOX', 'MED PKG', 'MED PACK') AND (l_quantity >= 10.00) AND (l_quantity <= 20.00) AND (p_size <= 10)) OR ((p_brand = 'Brand#n') AND in(p_container, 'LG CASE', 'LG BOX', 'LG PACK', 'LG PKG') AND (l_quantity >= 20.00) AND (l_quantity <= 30.00) AND (p_size <= 15)))
-->     Project [l_partkey, l_quantity, l_extendedprice, l_discount]
-->       Filter (in(l_shipmode, 'AIR', 'AIR REG') AND (l_shipinstruct = 'DELIVER IN PERSON'))
-->         Scan lineitem json [l_partkey, l_quantity, l_extendedprice, l_discount, l_shipinstruct, l_shipmode]
-->     Filter (p_size >= 1)
-->       Scan part json [p_partkey, p_brand, p_size, p_container]

-- Q20: potential part promotion
SELECT s_name, s_address
FROM supplier, nation
WHERE s_suppkey IN (
        SELECT ps_suppkey FROM partsupp
        WHERE ps_partkey IN (SELECT p_partkey FROM part WHERE p_name LIKE 'forest%')
            AND ps_availqty > (
                SELECT 0.5 * sum(l_quantity) FROM lineitem
                WHERE l_partkey = ps_partkey AND l_suppkey = ps_suppkey
                    AND l_shipdate >= DATE '1994-01-01'
                    AND l_shipdate < DATE '1994-01-01' + INTERVAL '1' YEAR))
    AND s_nationkey = n_nationkey AND n_name = 'CANADA'
ORDER BY s_name;
--> s_name STRING, s_address STRING
--> Sort by s_name ASC NULLS FIRST
-->   Project [s_name, s_address]
-->     Join LEFT_SEMI on [s_suppkey = ps_suppkey]
-->       Project [s_suppkey, s_name, s_address]
-->         Join INNER on [s_nationkey = n_nationkey]
-->           Scan supplier json [s_suppkey, s_name, s_address, s_nationkey]
-->           Project [n_nationkey]
-->             Filter (n_name = 'CANADA')
-->               Scan nation json [n_nationkey, n_name]
-->       Project [ps_suppkey]
-->         Filter (CAST(ps_availqty AS DECIMAL(27,3)) > (0.5 * sum(l_quantity)))
-->           Join INNER on [ps_partkey = l_partkey, ps_suppkey = l_suppkey]
-->             Join LEFT_SEMI on [ps_partkey = p_partkey]
-->               Scan partsupp json [ps_partkey, ps_suppkey, ps_availqty]
-->               Project [p_partkey]
-->                 Filter like(p_name, 'forest%')
-->                   Scan part json [p_partkey, p_name]
-->             Aggregate by [l_partkey, l_suppkey]: [sum(l_quantity)]
-->               Filter (isnotnull(l_partkey) AND isnotnull(l_suppkey) AND (l_shipdate >= 1994-01-01) AND (l_shipdate < 1995-01-01))
-->                 Scan lineitem json [l_partkey, l_suppkey, l_quantity, l_shipdate]

-- Q21: suppliers who kept orders waiting
SELECT s_name, count(*) AS numwait
FROM supplier, lineitem l1, orders, nation
WHERE s_suppkey = l1.l_suppkey AND o_orderkey = l1.l_orderkey AND o_orderstatus = 'F'
    AND l1.l_receiptdate > l1.l_commitdate
    AND EXISTS (
        SELECT * FROM lineitem l2
        WHERE l2.l_orderkey = l1.l_orderkey AND l2.l_suppkey <> l1.l_suppkey)
    AND NOT EXISTS (
        SELECT * FROM lineitem l3
        WHERE l3.l_orderkey = l1.l_orderkey AND l3.l_suppkey <> l1.l_suppkey
            AND l3.l_receiptdate > l3.l_commitdate)
    AND s_nationkey = n_nationkey AND n_name = 'SAUDI ARABIA'
GROUP BY s_name
ORDER BY numwait DESC, s_name
LIMIT 100;
--> s_name STRING, numwait BIGINT NOT NULL
--> Limit 100
-->   Sort by numwait DESC NULLS LAST, s_name ASC NULLS FIRST
-->     Aggregate by [s_name]: [count(*)]
-->       Join LEFT_ANTI on [l_orderkey = l_orderkey] and (l_suppkey0 <> l_suppkey)
-->         Join LEFT_SEMI on [l_orderkey = l_orderkey] and (l_suppkey0 <> l_suppkey)
-->           Project [s_name, l_orderkey, l_suppkey]
-->             Join INNER on [s_nationkey = n_nationkey]
-->               Project [s_name, s_nationkey, l_orderkey, l_suppkey]
-->                 Join INNER on [l_orderkey = o_orderkey]
-->                   Project [s_name, s_nationkey, l_orderkey, l_suppkey]
-->                     Join INNER on [s_suppkey = l_suppkey]
-->                       Scan supplier json [s_suppkey, s_name, s_nationkey]
-->                       Project [l_orderkey, l_suppkey]
-->                         Filter (l_receiptdate > l_commitdate)
-->                           Scan lineitem json [l_orderkey, l_suppkey, l_commitdate, l_receiptdate]
-->                   Project [o_orderkey]
-->                     Filter (o_orderstatus = 'F')
-->                       Scan orders json [o_orderkey, o_orderstatus]
-->               Project [n_nationkey]
-->                 Filter (n_name = 'SAUDI ARABIA')
-->                   Scan nation json [n_nationkey, n_name]
-->           Scan lineitem json [l_orderkey, l_suppkey]
-->         Project [l_orderkey, l_suppkey]
-->           Filter (l_receiptdate > l_commitdate)
-->             Scan lineitem json [l_orderkey, l_suppkey, l_commitdate, l_receiptdate]

-- Q22: global sales opportunity
SELECT cntrycode, count(*) AS numcust, sum(c_acctbal) AS totacctbal
FROM (
    SELECT substring(c_phone FROM 1 FOR 2) AS cntrycode, c_acctbal
    FROM customer
    WHERE substring(c_phone FROM 1 FOR 2) IN ('13', '31', '23', '29', '30', '18', '17')
        AND c_acctbal > (
            SELECT avg(c_acctbal) FROM customer
            WHERE c_acctbal > 0.00
                AND substring(c_phone FROM 1 FOR 2) IN ('13', '31', '23', '29', '30', '18', '17'))
        AND NOT EXISTS (SELECT * FROM orders WHERE o_custkey = c_custkey)) AS custsale
GROUP BY cntrycode
ORDER BY cntrycode;
--> cntrycode STRING, numcust BIGINT NOT NULL, totacctbal DECIMAL(25,2)
--> Sort by cntrycode ASC NULLS FIRST
-->   Aggregate by [substring(c_phone, 1, 2)]: [count(*), sum(c_acctbal)]
-->     Filter (CAST(c_acctbal AS DECIMAL(19,6)) > avg(c_acctbal))
-->       Join INNER on []
-->         Project [c_phone, c_acctbal]
-->           Join LEFT_ANTI on [c_custkey = o_custkey]
-->             Filter in(substring(c_phone, 1, 2), '13', '31', '23', '29', '30', '18', '17')
-->               Scan customer json [c_custkey, c_phone, c_acctbal]
-->             Scan orders json [o_custkey]
-->         Aggregate by []: [avg(c_acctbal)]
-->           Filter ((c_acctbal > 0.00) AND in(substring(c_phone, 1, 2), '13', '31', '23', '29', '30', '18', '17'))
-->             Scan customer json [c_phone, c_acctbal]
