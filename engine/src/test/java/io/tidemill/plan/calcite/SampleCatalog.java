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
        var view = new Analyzer(this).query("SELECT a AS key, c AS value FROM t", ZoneOffset.UTC);
        entries.put("v", new Entry.View(view));
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
    public Collection<String> names() {
        return entries.keySet();
    }
}
