import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.*;

/// Fills the cases of formats with Apache Spark's answers: see README.md beside this file.
///
/// In: files `*.case` of a schema, options, an input, and behind `--- spark` what Spark makes of
/// them, which is replaced. The folder's name is the format.
public final class SparkFormats {
    public static void main(String[] args) throws Exception {
        var spark = SparkSession.builder().master("local[1]").config("spark.ui.enabled", "false").config("spark.sql.session.timeZone", "UTC").config("spark.sql.ansi.enabled", "true").config("spark.sql.datetime.java8API.enabled", "true").getOrCreate();
        spark.sparkContext().setLogLevel("OFF");
        for (var arg : args) {
            try (var paths = Files.walk(Path.of(arg))) {
                for (var path : paths.filter(p -> p.toString().endsWith(".case")).sorted().toList()) answer(spark, path);
            }
        }
        spark.stop();
    }

    private static void answer(SparkSession spark, Path path) throws Exception {
        var text = Files.readString(path);
        int input = text.indexOf("--- input\n"), answer = text.lastIndexOf("--- spark\n");
        int ours = text.indexOf("\n--- ours\n", answer);
        var tail = ours < 0 ? "" : text.substring(ours + 1);
        var options = new HashMap<String, String>();
        String schema = "";
        for (var line : text.substring(0, input).split("\n")) {
            if (line.startsWith("schema ")) schema = line.substring(7);
            if (line.startsWith("option ")) { var p = line.split(" ", 3); options.put(p[1], p.length > 2 ? p[2] : ""); }
        }
        var body = text.substring(input + 10, answer);
        if (body.endsWith("<no line feed>\n")) body = body.substring(0, body.length() - 15);
        var file = Files.createTempFile("case", ".txt");
        Files.writeString(file, body);
        var out = new StringBuilder(text.substring(0, answer)).append("--- spark\n");
        try {
            for (var row : spark.read().format(path.getParent().getFileName().toString()).schema(schema).options(options).load(file.toString()).collectAsList()) out.append(show(row)).append('\n');
        } catch (Throwable e) {
            String condition = "?";
            for (Throwable t = e; t != null; t = t.getCause()) if (t instanceof SparkThrowable s && s.getCondition() != null) condition = s.getCondition();
            out.append("ERROR ").append(condition).append('\n');
        }
        Files.writeString(path, out.append(tail).toString());
    }

    private static String show(Object value) {
        return switch (value) {
            case null -> "NULL";
            case Row row -> { var l = new ArrayList<String>(); for (int i = 0; i < row.size(); i++) l.add(show(row.get(i))); yield "(" + String.join(", ", l) + ")"; }
            case String s -> quote(s);
            case BigDecimal d -> d.toPlainString();
            case byte[] b -> "X'" + HexFormat.of().formatHex(b) + "'";
            case scala.collection.Seq<?> s -> { var l = new ArrayList<String>(); s.foreach(x -> { l.add(show(x)); return null; }); yield "[" + String.join(", ", l) + "]"; }
            case scala.collection.Map<?, ?> m -> { var l = new ArrayList<String>(); m.foreach(x -> { l.add(show(x._1()) + ": " + show(x._2())); return null; }); yield "{" + String.join(", ", l) + "}"; }
            default -> value.toString();
        };
    }

    private static String quote(String s) {
        var b = new StringBuilder("\"");
        for (char c : s.toCharArray()) { if (c == '"' || c == '\\') b.append('\\').append(c); else if (c < 32) b.append(String.format("\\u%04x", (int) c)); else b.append(c); }
        return b.append('"').toString();
    }
}
