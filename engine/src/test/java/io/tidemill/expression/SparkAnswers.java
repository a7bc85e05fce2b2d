package io.tidemill.expression;

import module java.base;

import io.tidemill.data.TidemillException;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.NullType;

/// The answers of Apache Spark in `src/test/resources/functions`, and ours to the same expressions.
final class SparkAnswers {
    /// Where expressions are computed: 2026-11-20 12:00 in UTC.
    static final Evaluation HERE = new Evaluation(1_795_176_000_000_000L, 42, ZoneId.of("UTC"));

    private SparkAnswers() {}

    /// One line of a golden file.
    ///
    /// @param file `group/function.txt`
    /// @param answer type and value, or `ERROR` and condition, separated by a tab
    record Row(String file, String expression, String answer) {}

    /// Where the files lie; the sources, as a copy could hold files that are no more.
    static Path directory() {
        return Path.of("src/test/resources/functions");
    }

    static List<Row> rows() throws IOException {
        var directory = directory();
        try (var files = Files.find(directory, 2, (f, a) -> a.isRegularFile())) {
            var rows = new ArrayList<Row>();
            for (var file : files.sorted().toList()) {
                var name = directory.relativize(file).toString();
                if (!name.contains("/")) {
                    continue;
                }
                for (var line : Files.readAllLines(file)) {
                    int tab = line.indexOf('\t');
                    if (tab > 0 && !line.startsWith("#")) {
                        rows.add(new Row(name, line.substring(0, tab), line.substring(tab + 1)));
                    }
                }
            }
            return rows;
        }
    }

    /// What we answer, in the form of the golden files.
    static String ours(String sql) {
        try {
            var expression = ExpressionReader.read(sql);
            var value = Interpreter.of(expression).evaluate(new Object[0], HERE);
            return withoutNullability(typeName(expression.type())) + "\t" + Rendering.of(value);
        } catch (TidemillException e) {
            return "ERROR\t" + e.getCondition() + " " + e.getSqlState();
        }
    }

    static String typeName(DataType type) {
        return type instanceof NullType ? "VOID" : type.sql();
    }

    /// Types are compared without what may be NULL inside them.
    static String withoutNullability(String text) {
        return text.replace(" NOT NULL", "");
    }

    static boolean same(Row row, String ours) {
        var spark = row.answer();
        int tab = spark.indexOf('\t');
        var type = withoutNullability(spark.substring(0, tab));
        return (type + spark.substring(tab)).equals(ours);
    }
}
