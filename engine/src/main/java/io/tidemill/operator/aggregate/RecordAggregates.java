package io.tidemill.operator.aggregate;

import io.tidemill.expression.AggregateCall;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DoubleType;
import io.tidemill.sql.types.FloatType;
import io.tidemill.state.KeyTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Lays out the records of a grouped aggregation: after the key the number of rows, then each
/// aggregate's words.
final class RecordAggregates {
    private final List<RecordAggregate> aggregates = new ArrayList<>();
    private final int rowsWord;
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
        for (var call : spec.aggregates()) {
            boolean known =
                    !call.distinct()
                            && call.arguments().size() <= 1
                            && switch (call.function()) {
                                case "count" -> true;
                                case "sum", "avg", "mean" -> call.arguments().size() == 1;
                                case "min", "max" ->
                                        call.arguments().size() == 1
                                                && !spec.retracting()
                                                && RecordExtreme.words(
                                                                call.arguments().get(0).type())
                                                        > 0;
                                default -> false;
                            };
            if (!known) {
                return false;
            }
        }
        return true;
    }

    static List<DataType> keyTypes(GroupAggregate.Spec spec) {
        return IntStream.range(0, spec.keys()).mapToObj(i -> spec.input().typeOf(i)).toList();
    }

    /// @param ownWords where in a record the words behind the key begin
    /// @param arguments the column of each call's argument, -1 if it has none
    /// @param filters the column of each call's filter, -1 if it has none
    static RecordAggregates of(
            List<AggregateCall> calls, int ownWords, int[] arguments, int[] filters) {
        var layout = new RecordAggregates(ownWords);
        for (int i = 0; i < arguments.length; i++) {
            layout.add(calls.get(i), arguments[i], filters[i]);
        }
        return layout;
    }

    private void add(AggregateCall call, int argument, int filter) {
        if (argument < 0) {
            boolean ofRows = filter < 0;
            aggregates.add(new RecordCount(ofRows ? rowsWord : take(1), ofRows));
            return;
        }
        var type = call.arguments().get(0).type();
        boolean floating = type instanceof FloatType || type instanceof DoubleType;
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
