package io.tidemill.operator.aggregate;

import io.tidemill.operator.aggregate.GroupAggregate.Spec;
import java.util.Arrays;

/// Which columns of an aggregate's input are what: behind the keys what each call computes from a
/// row, then the filters, as [GroupAggregate#inputs] lays them out.
final class InputColumns {
    private InputColumns() {}

    /// The columns of what each aggregate computes from a row.
    static int[][] values(Spec spec) {
        var columns = new int[spec.aggregates().size()][];
        int next = spec.keys();
        for (int i = 0; i < columns.length; i++) {
            columns[i] = new int[Tuples.values(spec.aggregates().get(i)).size()];
            for (int j = 0; j < columns[i].length; j++) {
                columns[i][j] = next++;
            }
        }
        return columns;
    }

    /// The column of each aggregate's argument, the first of several; -1 if it has none.
    static int[] arguments(Spec spec) {
        return Arrays.stream(values(spec))
                .mapToInt(columns -> columns.length == 0 ? -1 : columns[0])
                .toArray();
    }

    /// The column of each aggregate's filter, -1 if it has none.
    static int[] filters(Spec spec) {
        int next = spec.keys();
        for (var call : spec.aggregates()) {
            next += Tuples.values(call).size();
        }
        var columns = new int[spec.aggregates().size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = spec.aggregates().get(i).filter().isEmpty() ? -1 : next++;
        }
        return columns;
    }
}
