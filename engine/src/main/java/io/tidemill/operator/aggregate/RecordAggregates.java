package io.tidemill.operator.aggregate;

import io.tidemill.expression.AggregateCall;
import io.tidemill.expression.Expression;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DoubleType;
import io.tidemill.sql.types.FloatType;
import io.tidemill.state.KeyTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.IntStream;

/// Lays out the records of a grouped aggregation: after the key the number of rows, then each
/// aggregate's words.
final class RecordAggregates {
    private final List<RecordAggregate> aggregates = new ArrayList<>();
    private final List<GroupValues> kept = new ArrayList<>();
    private final int rowsWord;
    private int changedWord = -1;
    private int next;

    /// @param ownWords where in a record the words behind the key begin
    private RecordAggregates(int ownWords) {
        rowsWord = ownWords;
        next = ownWords + 1;
    }

    /// Whether the groups of `spec` can be kept as records; what cannot, a [GroupAggregate] keeps.
    static boolean support(GroupAggregate.Spec spec) {
        if (!KeyTable.supports(keyTypes(spec))) {
            return false;
        }
        return spec.aggregates().stream().allMatch(RecordAggregates::isKnown);
    }

    private static boolean isKnown(AggregateCall call) {
        var types = call.arguments().stream().map(Expression::type).toList();
        return switch (call.function()) {
            case "count" -> call.distinct() ? KeyTable.supports(types) : types.size() <= 1;
            case "sum", "avg", "mean" -> !call.distinct();
            case "min", "max" -> RecordExtreme.words(types.get(0)) > 0;
            default -> false;
        };
    }

    /// Whether partial aggregates of a call can be put together to exactly what it gives.
    static boolean merges(AggregateCall call, boolean retracting) {
        if (call.distinct() || !isKnown(call)) {
            return false;
        }
        return switch (call.function()) {
            case "count" -> true;
            case "min", "max" -> !retracting;
            default -> !isFloating(call.arguments().get(0).type());
        };
    }

    private static boolean isFloating(DataType type) {
        return type instanceof FloatType || type instanceof DoubleType;
    }

    /// The layout of partial aggregates of `spec`.
    static RecordAggregates ofPartials(GroupAggregate.Spec spec, int ownWords) {
        var layout = new RecordAggregates(ownWords);
        var columns = InputColumns.values(spec);
        var filters = InputColumns.filters(spec);
        for (int i = 0; i < columns.length; i++) {
            var call = spec.aggregates().get(i);
            layout.add(call, columns[i].length == 0 ? -1 : columns[i][0], filters[i]);
        }
        return layout;
    }

    /// Partial aggregates of these calls, to ask what they save.
    static RecordAggregates ofPartials(List<AggregateCall> calls) {
        var layout = new RecordAggregates(0);
        for (var call : calls) {
            layout.add(call, call.arguments().isEmpty() ? -1 : 0, call.filter().isEmpty() ? -1 : 0);
        }
        return layout;
    }

    static List<DataType> keyTypes(GroupAggregate.Spec spec) {
        return IntStream.range(0, spec.keys()).mapToObj(i -> spec.input().typeOf(i)).toList();
    }

    /// @param ownWords where in a record the words behind the key begin
    static RecordAggregates of(RecordGroups owner, int ownWords) {
        var layout = new RecordAggregates(ownWords);
        var spec = owner.spec();
        layout.changedWord = spec.isAging() ? layout.take(1) : -1;
        var columns = InputColumns.values(spec);
        var filters = InputColumns.filters(spec);
        for (int i = 0; i < columns.length; i++) {
            var call = spec.aggregates().get(i);
            if (call.distinct() && call.function().equals("count")) {
                layout.aggregates.add(new RecordDistinctCount(layout.take(1)));
            } else if (spec.retracting() && isExtreme(call)) {
                layout.addExtremeOfMany(owner, i, columns[i][0], filters[i]);
            } else {
                layout.add(call, columns[i].length == 0 ? -1 : columns[i][0], filters[i]);
            }
        }
        layout.addDistinctValues(owner, columns, filters);
        return layout;
    }

    private static boolean isExtreme(AggregateCall call) {
        return call.function().equals("min") || call.function().equals("max");
    }

    private void addExtremeOfMany(RecordGroups owner, int index, int column, int filter) {
        var call = owner.spec().aggregates().get(index);
        boolean least = call.function().equals("min");
        var type = call.arguments().get(0).type();
        int word = take(RecordExtreme.words(type));
        var values =
                new OrderedValues(
                        owner,
                        owner.spec().stateId() + "-values-" + index,
                        column,
                        type,
                        filter,
                        take(OrderedValues.WORDS),
                        least);
        kept.add(values);
        aggregates.add(
                new RecordExtremeOfMany(new RecordExtreme(word, column, type, least), values));
    }

    /// Calls that count the same values share these.
    private void addDistinctValues(RecordGroups owner, int[][] columns, int[] filters) {
        var calls = owner.spec().aggregates();
        var alike = new LinkedHashMap<List<Expression>, List<Integer>>();
        for (int i = 0; i < columns.length; i++) {
            if (aggregates.get(i) instanceof RecordDistinctCount) {
                var same = alike.computeIfAbsent(calls.get(i).arguments(), _ -> new ArrayList<>());
                same.add(i);
            }
        }
        alike.values()
                .forEach(same -> {
                    int first = same.get(0);
                    for (int from = 0; from < same.size(); from += Long.SIZE) {
                        var part = same.subList(from, Math.min(same.size(), from + Long.SIZE));
                        kept.add(
                                new DistinctValues(
                                        owner,
                                        owner.spec().stateId() + "-values-" + part.get(0),
                                        columns[first],
                                        calls.get(first).arguments().stream()
                                                .map(Expression::type)
                                                .toList(),
                                        part.stream().mapToInt(i -> filters[i]).toArray(),
                                        part.stream()
                                                .mapToInt(i -> aggregates.get(i).word)
                                                .toArray(),
                                        take(1),
                                        owner.spec().retracting()));
                    }
                });
    }

    /// The values that some aggregates keep.
    List<GroupValues> kept() {
        return kept;
    }

    private void add(AggregateCall call, int argument, int filter) {
        if (argument < 0) {
            boolean ofRows = filter < 0;
            aggregates.add(new RecordCount(ofRows ? rowsWord : take(1), ofRows));
            return;
        }
        var type = call.arguments().get(0).type();
        boolean floating = isFloating(type);
        boolean average = call.function().equals("avg") || call.function().equals("mean");
        aggregates.add(
                switch (call.function()) {
                    case "count" -> new RecordCount(take(1), false);
                    case "min", "max" ->
                            new RecordExtreme(
                                    take(RecordExtreme.words(type)),
                                    argument,
                                    type,
                                    call.function().equals("min"));
                    default ->
                            floating
                                    ? new RecordFloatingSum(
                                            take(RecordFloatingSum.WORDS), argument, average)
                                    : new RecordSum(
                                            take(RecordSum.words(type)),
                                            argument,
                                            type,
                                            average,
                                            call);
                });
    }

    private int take(int words) {
        next += words;
        return next - words;
    }

    List<RecordAggregate> list() {
        return aggregates;
    }

    /// Where the group's number of rows is.
    int rowsWord() {
        return rowsWord;
    }

    /// Where it is when the group last had a row; -1 if that is not kept.
    int changedWord() {
        return changedWord;
    }

    /// How many words the records have behind the key.
    int words() {
        return next - rowsWord;
    }

    /// Where there are addresses of strings, each with its length behind it.
    int[] textWords() {
        return aggregates.stream()
                .filter(a -> a instanceof RecordExtreme extreme && extreme.isText())
                .mapToInt(a -> a.word + 1)
                .toArray();
    }
}
