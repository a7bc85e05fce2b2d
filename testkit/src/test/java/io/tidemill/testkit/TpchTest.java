package io.tidemill.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.sql.Row;
import io.tidemill.sql.RowFactory;
import io.tidemill.sql.types.StructType;
import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// TPC-H's 22 queries, kept up to date while the rows of all eight tables arrive mixed with each
/// other: equal to DuckDB's answers at three prefixes.
///
/// `-Dtpch.only=Q5` runs one; `-Dtpch.scale=0.01` takes more rows.
class TpchTest {
    /// The queries stand where their plans are tested.
    private static final Path QUERIES =
            Path.of("../engine/src/test/resources/sql/plan/20-tpch.sql");

    private static final double SCALE =
            Double.parseDouble(System.getProperty("tpch.scale", "0.001"));
    private static final String ONLY = System.getProperty("tpch.only", "");
    private static final int PREFIXES = 3;

    private static final Map<String, StructType> SCHEMAS =
            Map.of(
                    "region",
                    StructType.fromDDL("r_regionkey BIGINT, r_name STRING, r_comment STRING"),
                    "nation",
                    StructType.fromDDL(
                            "n_nationkey BIGINT, n_name STRING, n_regionkey BIGINT, n_comment"
                                    + " STRING"),
                    "supplier",
                    StructType.fromDDL(
                            "s_suppkey BIGINT, s_name STRING, s_address STRING, s_nationkey BIGINT,"
                                    + " s_phone STRING, s_acctbal DECIMAL(15,2), s_comment STRING"),
                    "customer",
                    StructType.fromDDL(
                            "c_custkey BIGINT, c_name STRING, c_address STRING, c_nationkey BIGINT,"
                                + " c_phone STRING, c_acctbal DECIMAL(15,2), c_mktsegment STRING,"
                                + " c_comment STRING"),
                    "part",
                    StructType.fromDDL(
                            "p_partkey BIGINT, p_name STRING, p_mfgr STRING, p_brand STRING, p_type"
                                    + " STRING, p_size INT, p_container STRING, p_retailprice"
                                    + " DECIMAL(15,2), p_comment STRING"),
                    "partsupp",
                    StructType.fromDDL(
                            "ps_partkey BIGINT, ps_suppkey BIGINT, ps_availqty INT,"
                                    + " ps_supplycost DECIMAL(15,2), ps_comment STRING"),
                    "orders",
                    StructType.fromDDL(
                            "o_orderkey BIGINT, o_custkey BIGINT, o_orderstatus STRING,"
                                    + " o_totalprice DECIMAL(15,2), o_orderdate DATE,"
                                    + " o_orderpriority STRING, o_clerk STRING, o_shippriority INT,"
                                    + " o_comment STRING"),
                    "lineitem",
                    StructType.fromDDL(
                            "l_orderkey BIGINT, l_partkey BIGINT, l_suppkey BIGINT, l_linenumber"
                                + " INT, l_quantity DECIMAL(15,2), l_extendedprice DECIMAL(15,2),"
                                + " l_discount DECIMAL(15,2), l_tax DECIMAL(15,2), l_returnflag"
                                + " STRING, l_linestatus STRING, l_shipdate DATE, l_commitdate"
                                + " DATE, l_receiptdate DATE, l_shipinstruct STRING, l_shipmode"
                                + " STRING, l_comment STRING"));

    private static final List<Arrival> ARRIVALS = new ArrayList<>();

    private record Arrival(String table, Row row) {}

    @BeforeAll
    static void generate() {
        for (var table : TpchTable.getTables()) {
            var schema = SCHEMAS.get(table.getTableName());
            for (TpchEntity entity : table.createGenerator(SCALE, 1, 1)) {
                ARRIVALS.add(new Arrival(table.getTableName(), row(entity.toLine(), schema)));
            }
        }
        Collections.shuffle(ARRIVALS, new Random(7));
    }

    private static Row row(String line, StructType schema) {
        var parts = line.split("\\|", -1);
        var values = new Object[schema.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] =
                    switch (schema.typeOf(i).sql()) {
                        case "BIGINT" -> Long.valueOf(parts[i]);
                        case "INT" -> Integer.valueOf(parts[i]);
                        case "DATE" -> LocalDate.parse(parts[i]);
                        case "STRING" -> parts[i];
                        default -> new BigDecimal(parts[i]).setScale(2);
                    };
        }
        return RowFactory.create(values);
    }

    @TestFactory
    Stream<DynamicTest> queries() throws IOException {
        var queries = new LinkedHashMap<String, String>();
        for (var part : Files.readString(QUERIES).split("(?m)^-- (?=Q\\d+:)")) {
            if (part.startsWith("Q")) {
                var name = part.substring(0, part.indexOf(':'));
                var text = part.substring(part.indexOf('\n')).replaceAll("(?m)^-->.*$", "");
                queries.put(name, text.substring(0, text.lastIndexOf(';')).strip());
            }
        }
        assertThat(queries).hasSize(22);
        return queries.entrySet().stream()
                .filter(query -> ONLY.isEmpty() || query.getKey().equals(ONLY))
                .map(query ->
                        DynamicTest.dynamicTest(
                                query.getKey(), () -> check(query.getKey(), query.getValue())));
    }

    private static void check(String name, String query) {
        var random = new Random(name.hashCode());
        try (var duck = new Duck();
                var test = StreamTest.simulated(name.hashCode())) {
            test.config("tidemill.workers", Integer.toString(1 + random.nextInt(3)));
            var tables =
                    SCHEMAS.keySet().stream()
                            .filter(table ->
                                    Pattern.compile("\\b" + table + "\\b").matcher(query).find())
                            .sorted()
                            .toList();
            for (var table : tables) {
                test.table(table, SCHEMAS.get(table).toDDL());
                duck.createTable(table, SCHEMAS.get(table).toDDL());
            }
            var arrivals = ARRIVALS.stream().filter(one -> tables.contains(one.table)).toList();
            test.stream(query);
            for (int prefix = 0; prefix < PREFIXES; prefix++) {
                var part =
                        arrivals.subList(
                                arrivals.size() * prefix / PREFIXES,
                                arrivals.size() * (prefix + 1) / PREFIXES);
                feed(test, part, random);
                duck.insert(
                        part.stream()
                                .collect(
                                        Collectors.groupingBy(
                                                one -> one.table,
                                                Collectors.mapping(
                                                        one -> one.row.toList(),
                                                        Collectors.toList()))));
                var found = test.sinkTable().rows().stream().map(RowText::of).sorted().toList();
                var wanted = duck.query(query);
                if (!RowText.similar(found, wanted)) {
                    assertThat(found).as("prefix %d", prefix).isEqualTo(wanted);
                }
            }
        }
    }

    private static void feed(StreamTest test, List<Arrival> part, Random random) {
        for (int at = 0; at < part.size(); ) {
            int to = Math.min(part.size(), at + 1 + random.nextInt(part.size()));
            var byTable = new TreeMap<String, List<Row>>();
            for (var one : part.subList(at, to)) {
                byTable.computeIfAbsent(one.table, _ -> new ArrayList<>()).add(one.row);
            }
            byTable.forEach((table, rows) -> test.insert(table, rows.toArray(Row[]::new)));
            test.processAllAvailable();
            at = to;
        }
    }
}
