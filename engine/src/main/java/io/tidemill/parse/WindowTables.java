package io.tidemill.parse;

import io.tidemill.data.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/// The table functions `TUMBLE`, `HOP`, `CUMULATE`, `SESSION` and `CALENDAR`: each row of a table
/// with the windows that it belongs to, as columns `window_start`, `window_end` (exclusive) and
/// `window_time` (the last instant).
///
/// `TUMBLE(TABLE t, DESCRIPTOR(time), INTERVAL 1 MINUTE)` reads as the query `SELECT *, w.start AS
/// window_start, ..` over `t`, where w is the window that [WindowsOfTime] describes.
///
/// Source: the windowing table-valued functions of Apache Flink, with their order of arguments.
final class WindowTables {
    /// What the arguments behind the table are called.
    private static final Map<String, List<String>> ARGUMENTS =
            Map.of(
                    "TUMBLE", List.of("TIMECOL", "SIZE", "OFFSET"),
                    "HOP", List.of("TIMECOL", "SLIDE", "SIZE", "OFFSET"),
                    "CUMULATE", List.of("TIMECOL", "STEP", "SIZE", "OFFSET"),
                    "SESSION", List.of("TIMECOL", "GAP"),
                    "CALENDAR", List.of("TIMECOL", "SIZE", "ZONE"));

    private final SqlCall call;
    private final String name;
    private final List<String> names;
    private final Map<String, SqlNode> arguments = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    private WindowTables(SqlCall call) {
        this.call = call;
        this.name = name(call).orElseThrow();
        this.names = Objects.requireNonNull(ARGUMENTS.get(name));
    }

    private static Optional<String> name(SqlNode node) {
        return node instanceof SqlCall call
                        && call.getOperator() instanceof SqlUnresolvedFunction function
                ? Optional.of(function.getNameAsId().names.getLast().toUpperCase(Locale.ROOT))
                : Optional.empty();
    }

    /// Whether this table is one of those calls.
    static boolean isOne(SqlNode table) {
        return table.getKind() == SqlKind.COLLECTION_TABLE
                && name(((SqlCall) table).operand(0)).filter(ARGUMENTS::containsKey).isPresent();
    }

    /// The query that it stands for, as it would have been parsed.
    static SqlNode query(SqlCall table) {
        return new WindowTables(table.operand(0)).query();
    }

    private SqlNode query() {
        var expected = new ArrayList<>(names);
        expected.addFirst("DATA");
        int next = 0;
        for (var argument : call.getOperandList()) {
            if (argument.getKind() == SqlKind.ARGUMENT_ASSIGNMENT) {
                var named = ((SqlIdentifier) ((SqlCall) argument).operand(1)).getSimple();
                if (expected.stream().noneMatch(named::equalsIgnoreCase)) {
                    throw wrong("it has no argument " + named);
                }
                arguments.put(named, ((SqlCall) argument).operand(0));
            } else if (next < expected.size()) {
                arguments.put(expected.get(next++), argument);
            } else {
                throw wrong("it has too many arguments");
            }
        }
        return select(argument("DATA"));
    }

    private SqlNode select(SqlNode data) {
        var keys = SqlNodeList.EMPTY;
        var table = data;
        if (data.getKind() == SqlKind.SET_SEMANTICS_TABLE) {
            var set = (SqlCall) data;
            table = set.operand(0);
            keys = set.operand(1);
            if (!((SqlNodeList) set.operand(2)).isEmpty()) {
                throw wrong("the order of its rows means nothing");
            }
        }
        if (!keys.isEmpty() && !name.equals("SESSION")) {
            throw wrong("only sessions are partitioned");
        }
        var window = window(keys);
        var position = call.getParserPosition();
        var items = new ArrayList<SqlNode>();
        items.add(SqlIdentifier.star(position));
        items.add(named(Meanings.field("start").createCall(position, window), "window_start"));
        items.add(named(Meanings.field("end").createCall(position, window), "window_end"));
        items.add(
                named(
                        WindowsOfTime.operator("window_time").createCall(position, window),
                        "window_time"));
        return FromClause.select(items, from(table), Optional.empty(), position);
    }

    private SqlNode from(SqlNode table) {
        if (table.getKind() == SqlKind.EXPLICIT_TABLE) {
            return ((SqlCall) table).operand(0);
        }
        if (table.getKind() == SqlKind.CURSOR) {
            return ((SqlCall) table).operand(0);
        }
        if (table.isA(SqlKind.QUERY)) {
            return table;
        }
        throw wrong("its first argument is no table");
    }

    private SqlCall window(SqlNodeList keys) {
        var operands = new ArrayList<SqlNode>();
        operands.add(column(argument("TIMECOL")));
        switch (name) {
            case "TUMBLE" -> {
                operands.add(argument("SIZE"));
                operands.add(argument("SIZE"));
            }
            case "HOP" -> {
                operands.add(argument("SIZE"));
                operands.add(argument("SLIDE"));
            }
            case "CUMULATE" -> {
                operands.add(argument("STEP"));
                operands.add(argument("SIZE"));
            }
            case "SESSION" -> {
                operands.add(argument("GAP"));
                operands.addAll(keys);
            }
            default -> {
                operands.add(argument("SIZE"));
                operands.add(argument("ZONE"));
            }
        }
        if (arguments.containsKey("OFFSET")) {
            operands.add(argument("OFFSET"));
        }
        var operator =
                switch (name) {
                    case "TUMBLE", "HOP" -> WindowsOfTime.HOPPING;
                    case "CUMULATE" -> WindowsOfTime.CUMULATING;
                    case "SESSION" -> WindowsOfTime.SESSION_OF_ROWS;
                    default -> WindowsOfTime.CALENDAR;
                };
        return WindowsOfTime.operator(operator).createCall(call.getParserPosition(), operands);
    }

    /// The column that `DESCRIPTOR(column)` names.
    private SqlNode column(SqlNode descriptor) {
        boolean one =
                descriptor instanceof SqlCall named
                        && (name(named).filter("DESCRIPTOR"::equals).isPresent()
                                || named.getKind() == SqlKind.DESCRIPTOR)
                        && named.operandCount() == 1;
        if (!one) {
            throw wrong("the time column is named as DESCRIPTOR(column)");
        }
        return ((SqlCall) descriptor).operand(0);
    }

    private SqlNode argument(String wanted) {
        var argument = arguments.get(wanted);
        if (argument == null) {
            throw wrong("the argument %s is missing".formatted(wanted));
        }
        return argument;
    }

    private static SqlNode named(SqlNode value, String name) {
        var position = value.getParserPosition();
        return SqlStdOperatorTable.AS.createCall(
                position, value, new SqlIdentifier(name, position));
    }

    private SqlException wrong(String problem) {
        return SqlException.at(
                Condition.PARSE_SYNTAX_ERROR,
                call.getParserPosition(),
                "%s: %s".formatted(name, problem),
                "write %s(TABLE t%s, DESCRIPTOR(time), %s)"
                        .formatted(
                                name,
                                name.equals("SESSION") ? " PARTITION BY k" : "",
                                names.stream()
                                        .skip(1)
                                        .map(n -> n.toLowerCase(Locale.ROOT))
                                        .collect(Collectors.joining(", "))));
    }
}
