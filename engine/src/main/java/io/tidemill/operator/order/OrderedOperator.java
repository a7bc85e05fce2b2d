package io.tidemill.operator.order;

import io.tidemill.data.Batch;
import io.tidemill.operator.KeyedOperator;
import io.tidemill.sql.types.StructType;
import io.tidemill.state.StateSize;
import java.util.function.Consumer;

/// An operator whose state is [OrderedRows] and nothing else: what the checkpoint and the metrics
/// ask of it. What to do with restored rows it says itself.
interface OrderedOperator extends KeyedOperator {
    /// Its state.
    OrderedRows ordered();

    @Override
    default StructType stateSchema() {
        return ordered().state().schema();
    }

    @Override
    default void writeChanges(Consumer<Batch> to) {
        ordered().state().writeChanges(to);
    }

    @Override
    default long writePiece(long from, Consumer<Batch> to) {
        return ordered().state().writePiece(from, to);
    }

    @Override
    default StateSize stateSize() {
        return new StateSize(
                ordered().rows(), ordered().updated(), ordered().removed(), ordered().bytes());
    }
}
