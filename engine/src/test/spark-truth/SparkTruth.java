import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DayTimeIntervalType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.sql.types.YearMonthIntervalType;
import org.apache.spark.unsafe.types.UTF8String;

/// Fills golden files with Apache Spark's answers.
///
/// In: folders or files whose lines are an SQL expression, optionally followed by a tab and an
/// older answer; lines that begin with `#` and empty lines are kept. Out: the same files, each
/// expression followed by its Spark type and its value, or by `ERROR`, the error condition and the
/// SQLSTATE, all separated by tabs. `-new` as the first argument answers only lines without an
/// answer. The value's form is described in README.md beside this file. A line
/// `#from (VALUES ...) AS t(x)` gives the table of the lines below it; without one an expression
/// stands alone.
///
/// Not compiled by the build: run it with Spark's jars on the class path, as README.md says.
public final class SparkTruth {
    private static SparkSession spark;

    public static void main(String[] arguments) throws IOException {
        spark =
                SparkSession.builder()
                        .master("local[1]")
                        .config("spark.ui.enabled", "false")
                        .config("spark.sql.session.timeZone", "UTC")
                        .config("spark.sql.ansi.enabled", "true")
                        .config("spark.sql.datetime.java8API.enabled", "true")
                        .config("spark.sql.shuffle.partitions", "1")
                        .config("spark.sql.codegen.wholeStage", "false")
                        .getOrCreate();
        spark.sparkContext().setLogLevel("OFF");
        boolean onlyNew = arguments[0].equals("-new");
        for (int i = onlyNew ? 1 : 0; i < arguments.length; i++) {
            try (var paths = Files.walk(Path.of(arguments[i]))) {
                for (Path path : paths.filter(p -> p.toString().endsWith(".txt")).sorted().toList()) {
                    answerFile(path, onlyNew);
                }
            }
        }
        spark.stop();
    }

    private static void answerFile(Path path, boolean onlyNew) throws IOException {
        var lines = new ArrayList<String>();
        String from = "";
        boolean changed = false;
        for (String line : Files.readAllLines(path)) {
            if (line.startsWith("#from")) {
                from = " FROM" + line.substring("#from".length());
            }
            boolean answered = line.indexOf('\t') >= 0;
            if (line.isBlank() || line.startsWith("#") || (answered && onlyNew)) {
                lines.add(line);
                continue;
            }
            String expression = answered ? line.substring(0, line.indexOf('\t')) : line.strip();
            lines.add(expression + "\t" + answer(expression + from));
            changed = true;
        }
        if (changed) {
            Files.writeString(path, String.join("\n", lines) + "\n", StandardCharsets.UTF_8);
            System.out.println(path);
        }
    }

    private static String answer(String expression) {
        try {
            var execution = spark.sql("SELECT " + expression).queryExecution();
            DataType type = execution.analyzed().schema().apply(0).dataType();
            InternalRow[] rows = execution.executedPlan().executeCollect();
            if (rows.length != 1) {
                return type.sql() + "\tROWS " + rows.length;
            }
            Object value = rows[0].isNullAt(0) ? null : rows[0].get(0, type);
            return type.sql() + "\t" + render(value, type);
        } catch (Throwable thrown) {
            for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
                if (cause instanceof SparkThrowable known && known.getCondition() != null) {
                    System.err.println(expression + "\t" + cause.getMessage());
                    return "ERROR\t" + known.getCondition() + " " + known.getSqlState();
                }
            }
            System.err.println(expression + "\t" + thrown);
            return "ERROR\t" + thrown.getClass().getName();
        }
    }

    private static String render(Object value, DataType type) {
        if (value == null) {
            return "NULL";
        }
        return switch (value) {
            case UTF8String text -> quote(text.toString());
            case byte[] bytes -> "X'" + HexFormat.of().withUpperCase().formatHex(bytes) + "'";
            case Decimal decimal -> decimal.toJavaBigDecimal().toPlainString();
            case Integer days when type instanceof DateType -> LocalDate.ofEpochDay(days).toString();
            case Integer months when type instanceof YearMonthIntervalType ->
                    Period.ofMonths(months).normalized().toString();
            case Long micros when type instanceof TimestampType -> instant(micros).toString();
            case Long micros when type instanceof TimestampNTZType ->
                    LocalDateTime.ofInstant(instant(micros), ZoneOffset.UTC).toString();
            case Long micros when type instanceof DayTimeIntervalType ->
                    Duration.ofSeconds(
                                    Math.floorDiv(micros, 1_000_000L),
                                    Math.floorMod(micros, 1_000_000L) * 1000)
                            .toString();
            case ArrayData array -> "[" + String.join(", ", elements(array, type)) + "]";
            case MapData map -> renderMap(map, (MapType) type);
            case InternalRow row -> renderStruct(row, (StructType) type);
            default -> value.toString();
        };
    }

    private static Instant instant(long micros) {
        return Instant.ofEpochSecond(
                Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
    }

    private static List<String> elements(ArrayData array, DataType type) {
        return elementsOf(array, ((ArrayType) type).elementType());
    }

    private static List<String> elementsOf(ArrayData array, DataType type) {
        var rendered = new ArrayList<String>();
        for (int i = 0; i < array.numElements(); i++) {
            rendered.add(render(array.isNullAt(i) ? null : array.get(i, type), type));
        }
        return rendered;
    }

    private static String renderMap(MapData map, MapType type) {
        List<String> keys = elementsOf(map.keyArray(), type.keyType());
        List<String> values = elementsOf(map.valueArray(), type.valueType());
        var entries = new ArrayList<String>();
        for (int i = 0; i < keys.size(); i++) {
            entries.add(keys.get(i) + ": " + values.get(i));
        }
        return "{" + String.join(", ", entries) + "}";
    }

    private static String renderStruct(InternalRow row, StructType type) {
        var fields = new ArrayList<String>();
        for (int i = 0; i < type.size(); i++) {
            DataType field = type.apply(i).dataType();
            fields.add(render(row.isNullAt(i) ? null : row.get(i, field), field));
        }
        return "(" + String.join(", ", fields) + ")";
    }

    private static String quote(String text) {
        return text.codePoints()
                .mapToObj(
                        c ->
                                switch (c) {
                                    case '"' -> "\\\"";
                                    case '\\' -> "\\\\";
                                    case '\n' -> "\\n";
                                    case '\r' -> "\\r";
                                    case '\t' -> "\\t";
                                    default ->
                                            c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0xd800 && c < 0xe000)
                                                    ? "\\u%04x".formatted(c)
                                                    : Character.toString(c);
                                })
                .collect(Collectors.joining("", "\"", "\""));
    }
}
