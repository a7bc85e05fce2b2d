package io.tidemill.plan.calcite;

import module java.base;

import io.tidemill.parse.Analyzer;
import io.tidemill.parse.Catalog;
import io.tidemill.parse.Statement;
import io.tidemill.sql.types.StructType;

/// Tables that are never opened, for tests of names, types and plans.
final class SampleCatalog implements Catalog {
    private final Map<String, Entry> entries = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    SampleCatalog() {
        add(
                "readings",
                "device STRING, signal DOUBLE, time TIMESTAMP",
                Optional.of(new Statement.Watermark("time", 10_000_000)));
        add(
                "t",
                "a INT, b BIGINT, c STRING, d DECIMAL(10,2), e DOUBLE, f BOOLEAN, dt DATE,"
                        + " ts TIMESTAMP, n INT NOT NULL, s STRUCT<x: INT, y: STRUCT<z: STRING>>,"
                        + " arr ARRAY<INT>, m MAP<STRING, INT>",
                Optional.empty());
        add("u", "a INT, name STRING", Optional.empty());
        tpch();
        var view = new Analyzer(this).query("SELECT a AS key, c AS value FROM t", ZoneOffset.UTC);
        entries.put("v", new Entry.View(view));
    }

    /// The tables of the TPC-H benchmark.
    private void tpch() {
        add("region", "r_regionkey BIGINT, r_name STRING, r_comment STRING", Optional.empty());
        add(
                "nation",
                "n_nationkey BIGINT, n_name STRING, n_regionkey BIGINT, n_comment STRING",
                Optional.empty());
        add(
                "supplier",
                "s_suppkey BIGINT, s_name STRING, s_address STRING, s_nationkey BIGINT, s_phone"
                        + " STRING, s_acctbal DECIMAL(15,2), s_comment STRING",
                Optional.empty());
        add(
                "customer",
                "c_custkey BIGINT, c_name STRING, c_address STRING, c_nationkey BIGINT, c_phone"
                        + " STRING, c_acctbal DECIMAL(15,2), c_mktsegment STRING, c_comment STRING",
                Optional.empty());
        add(
                "part",
                "p_partkey BIGINT, p_name STRING, p_mfgr STRING, p_brand STRING, p_type STRING,"
                        + " p_size INT, p_container STRING, p_retailprice DECIMAL(15,2), p_comment"
                        + " STRING",
                Optional.empty());
        add(
                "partsupp",
                "ps_partkey BIGINT, ps_suppkey BIGINT, ps_availqty INT, ps_supplycost"
                        + " DECIMAL(15,2), ps_comment STRING",
                Optional.empty());
        add(
                "orders",
                "o_orderkey BIGINT, o_custkey BIGINT, o_orderstatus STRING, o_totalprice"
                        + " DECIMAL(15,2), o_orderdate DATE, o_orderpriority STRING, o_clerk STRING,"
                        + " o_shippriority INT, o_comment STRING",
                Optional.empty());
        add(
                "lineitem",
                "l_orderkey BIGINT, l_partkey BIGINT, l_suppkey BIGINT, l_linenumber INT,"
                        + " l_quantity DECIMAL(15,2), l_extendedprice DECIMAL(15,2), l_discount"
                        + " DECIMAL(15,2), l_tax DECIMAL(15,2), l_returnflag STRING, l_linestatus"
                        + " STRING, l_shipdate DATE, l_commitdate DATE, l_receiptdate DATE,"
                        + " l_shipinstruct STRING, l_shipmode STRING, l_comment STRING",
                Optional.empty());
    }

    private void add(String name, String columns, Optional<Statement.Watermark> watermark) {
        var schema = StructType.fromDDL(columns);
        entries.put(name, new Entry.Stored(name, "json", schema, watermark, new Unopened(schema)));
    }

    @Override
    public Optional<Entry> find(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    @Override
    public Entry.Stored range(long start, long end, long step) {
        throw new AssertionError("no plan here reads a range");
    }

    @Override
    public Collection<String> names() {
        return entries.keySet();
    }
}
