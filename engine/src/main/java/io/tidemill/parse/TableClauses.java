package io.tidemill.parse;

import io.tidemill.parse.Statement.CreateTable;
import io.tidemill.parse.Statement.Watermark;
import io.tidemill.parse.Statement.Written;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

/// Reads `CREATE TABLE` from the name on.
final class TableClauses {
    private final Cursor cursor;
    private final Written written;
    private final List<StructField> columns = new ArrayList<>();
    private final List<String> primaryKey = new ArrayList<>();
    private Optional<Watermark> watermark = Optional.empty();

    TableClauses(Cursor cursor, Written written) {
        this.cursor = cursor;
        this.written = written;
    }

    CreateTable table(boolean orReplace) {
        boolean ifNotExists = cursor.accept("IF", "NOT", "EXISTS");
        var name = cursor.dottedName("the table");
        if (cursor.acceptSymbol("(")) {
            do {
                column();
            } while (cursor.acceptSymbol(","));
            cursor.expectSymbol(")");
        }
        var format = Optional.<String>empty();
        Map<String, String> options = Map.of();
        List<String> partitionedBy = List.of();
        var comment = Optional.<String>empty();
        while (!cursor.now().isEnd()) {
            if (cursor.accept("USING")) {
                format = Optional.of(cursor.dottedName("the format"));
            } else if (cursor.accept("OPTIONS")) {
                options = cursor.options();
            } else if (cursor.accept("PARTITIONED", "BY")) {
                partitionedBy = partitions();
            } else if (cursor.accept("COMMENT")) {
                comment = Optional.of(cursor.string("the comment"));
            } else if (cursor.accept("LOCATION")) {
                var path = cursor.string("the path");
                var more = new java.util.LinkedHashMap<>(options);
                more.put("path", path);
                options = more;
            } else {
                throw cursor.unexpected(
                        "write USING format, OPTIONS (..), PARTITIONED BY (..) or COMMENT '..'");
            }
        }
        if (format.isEmpty()) {
            throw cursor.unexpected("say what the table is made of, as in USING json");
        }
        if (!primaryKey.isEmpty()) {
            var more = new java.util.LinkedHashMap<>(options);
            more.put("changelog.key", String.join(",", primaryKey));
            options = more;
        }
        return new CreateTable(
                name,
                orReplace,
                ifNotExists,
                new StructType(columns),
                watermark,
                format.get(),
                options,
                partitionedBy,
                comment,
                written);
    }

    /// Names; a column with a type is declared as well, as Spark allows.
    private List<String> partitions() {
        var names = new ArrayList<String>();
        cursor.expectSymbol("(");
        do {
            if (cursor.ahead(1).isSymbol(",") || cursor.ahead(1).isSymbol(")")) {
                var lexeme = cursor.now();
                var name = cursor.name("a column");
                var known =
                        columns.stream()
                                .map(StructField::name)
                                .filter(name::equalsIgnoreCase)
                                .findFirst();
                if (known.isEmpty() && !columns.isEmpty()) {
                    throw SqlException.syntax(
                            cursor.source(),
                            lexeme.start(),
                            lexeme.end(),
                            "the table has no column '%s' to partition by".formatted(name),
                            "name one of its columns, or add a type to declare it");
                }
                names.add(known.orElse(name));
            } else {
                column();
                names.add(columns.getLast().name());
            }
        } while (cursor.acceptSymbol(","));
        cursor.expectSymbol(")");
        return List.copyOf(names);
    }

    private void column() {
        if (cursor.now().isWord("WATERMARK") && cursor.ahead(1).isWord("FOR")) {
            watermark();
            return;
        }
        if (cursor.now().isWord("PRIMARY") && cursor.ahead(1).isWord("KEY")) {
            cursor.expect("PRIMARY", "KEY");
            primaryKey.addAll(cursor.names("a column of the key"));
            cursor.accept("NOT", "ENFORCED");
            return;
        }
        var lexeme = cursor.now();
        var name = cursor.name("a column");
        var taken = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        columns.forEach(c -> taken.add(c.name()));
        if (!taken.add(name)) {
            throw SqlException.syntax(
                    cursor.source(),
                    lexeme.start(),
                    lexeme.end(),
                    "the column '%s' is there twice".formatted(name),
                    "give one of the two another name");
        }
        var rest = cursor.rest();
        int end = TypeSpans.end(cursor.source(), rest, 0);
        var type = TypeSpans.read(cursor.source(), rest, 0, end);
        for (int i = 0; i < end; i++) {
            cursor.take();
        }
        boolean nullable = true;
        var comment = Optional.<String>empty();
        while (!cursor.now().isSymbol(",") && !cursor.now().isSymbol(")")) {
            if (cursor.accept("NOT", "NULL")) {
                nullable = false;
            } else if (cursor.accept("PRIMARY", "KEY")) {
                primaryKey.add(name);
                cursor.accept("NOT", "ENFORCED");
            } else if (cursor.accept("COMMENT")) {
                comment = Optional.of(cursor.string("the comment"));
            } else {
                throw cursor.unexpected(
                        "write a comma, or NOT NULL, or PRIMARY KEY, or COMMENT '..'");
            }
        }
        columns.add(new StructField(name, type, nullable, comment));
    }

    private void watermark() {
        var start = cursor.now();
        cursor.expect("WATERMARK", "FOR");
        var lexeme = cursor.now();
        var name = cursor.name("the column of event time");
        if (watermark.isPresent()) {
            throw SqlException.syntax(
                    cursor.source(),
                    start.start(),
                    start.end(),
                    "the table has a watermark already",
                    "keep one of the two");
        }
        var column =
                columns.stream()
                        .filter(c -> c.name().equalsIgnoreCase(name))
                        .findFirst()
                        .orElseThrow(() ->
                                SqlException.syntax(
                                        cursor.source(),
                                        lexeme.start(),
                                        lexeme.end(),
                                        "there is no column '%s' before this".formatted(name),
                                        "declare the column of event time first"));
        if (!column.dataType().equals(DataTypes.TimestampType)
                && !column.dataType().equals(DataTypes.TimestampNTZType)) {
            throw SqlException.syntax(
                    cursor.source(),
                    lexeme.start(),
                    lexeme.end(),
                    "a watermark needs a TIMESTAMP, and '%s' is a %s"
                            .formatted(name, column.dataType().sql()),
                    "declare the column as TIMESTAMP");
        }
        cursor.expect("AS");
        watermark = Optional.of(new Watermark(column.name(), delay(name)));
    }

    /// `column - INTERVAL ..`, or the column alone.
    private long delay(String column) {
        int depth = 0;
        int count = 0;
        var rest = cursor.rest();
        while (!rest.get(count).isEnd()) {
            var lexeme = rest.get(count);
            depth += lexeme.isSymbol("(") ? 1 : lexeme.isSymbol(")") ? -1 : 0;
            if (depth < 0 || (depth == 0 && lexeme.isSymbol(","))) {
                break;
            }
            count++;
        }
        var expression = new ArrayList<>(rest.subList(0, count));
        int end = rest.get(count).start();
        expression.add(new Lexeme(Lexeme.Kind.END, "", end, end));
        var tree = QueryParser.expression(cursor.source(), expression, ZoneOffset.UTC);
        var found =
                tree instanceof SqlCall call && call.getOperator().getName().equals("-")
                        ? isColumn(call.operand(0), column)
                                ? length(call.operand(1))
                                : Optional.<Long>empty()
                        : isColumn(tree, column) ? Optional.of(0L) : Optional.<Long>empty();
        long micros =
                found.orElseThrow(() ->
                        cursor.unexpected(
                                "write the watermark as %s - INTERVAL 10 SECONDS"
                                        .formatted(column)));
        for (int i = 0; i < count; i++) {
            cursor.take();
        }
        return micros;
    }

    private static boolean isColumn(SqlNode node, String column) {
        return node instanceof SqlIdentifier name
                && name.isSimple()
                && name.getSimple().equalsIgnoreCase(column);
    }

    private static Optional<Long> length(SqlNode node) {
        return node instanceof SqlCall call
                        && call.getOperator() instanceof LiteralValue literal
                        && literal.value() instanceof Duration duration
                        && !duration.isNegative()
                ? Optional.of(duration.toNanos() / 1000)
                : Optional.empty();
    }
}
