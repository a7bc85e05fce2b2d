package io.tidemill.plan.circuit;

import io.tidemill.expression.Expression;
import io.tidemill.operator.Downstream;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The columns of one side of a join as they come to it: the keys, then the columns that are not
/// keys themselves and that somebody looks at.
///
/// @param columns over the columns of the side
/// @param places for each column of the side where it is among them; -1 for one that is left out
record JoinLayout(List<Expression> columns, List<Integer> places) {
    JoinLayout {
        columns = List.copyOf(columns);
        places = List.copyOf(places);
    }

    /// @param needed the columns that somebody looks at
    static JoinLayout of(StructType side, List<Expression> keys, List<Boolean> needed) {
        var columns = new ArrayList<>(keys);
        var places = new ArrayList<Integer>();
        var all = CircuitBuilder.identity(side);
        for (int i = 0; i < all.size(); i++) {
            int key = keyOf(i, keys);
            if (key >= 0 || !needed.get(i)) {
                places.add(key);
            } else {
                places.add(columns.size());
                columns.add(all.get(i));
            }
        }
        return new JoinLayout(columns, places);
    }

    private static int keyOf(int column, List<Expression> keys) {
        for (int key = 0; key < keys.size(); key++) {
            if (keys.get(key) instanceof Expression.Input input && input.index() == column) {
                return key;
            }
        }
        return -1;
    }

    StructType input() {
        return CircuitBuilder.anonymous(columns);
    }

    /// Builds the side: its rows go, by their keys, to the worker that joins them; without keys all
    /// go to worker 0.
    void build(
            PlanNode side,
            int keys,
            CircuitBuilder builder,
            Stages.OpenStage stage,
            Downstream to) {
        var below = builder.stages().exchange(stage, input(), keys, to);
        var prepared =
                builder.rows(
                        below.stage(),
                        side.schema(),
                        Optional.empty(),
                        columns,
                        input(),
                        below.to());
        builder.build(side, below.stage(), prepared);
    }
}
