package io.tidemill.operator.aggregate;

import io.tidemill.data.Batch;
import io.tidemill.expression.Evaluation;
import io.tidemill.operator.Downstream;
import io.tidemill.operator.EpochEnd;
import io.tidemill.operator.KeyedOperator;
import io.tidemill.operator.Operator;
import java.util.function.Supplier;

/// Aggregates each epoch by itself: begins every epoch with a new operator, and keeps nothing.
public final class EpochAggregate implements Operator, Downstream {
    private final Supplier<KeyedOperator> operators;
    private KeyedOperator current;

    public EpochAggregate(Supplier<KeyedOperator> operators) {
        this.operators = operators;
        this.current = operators.get();
    }

    @Override
    public String name() {
        return "epochAggregate";
    }

    @Override
    public void beginEpoch(Evaluation evaluation) {
        current = operators.get();
        current.beginEpoch(evaluation);
    }

    @Override
    public void push(Batch delta) {
        current.push(delta);
    }

    @Override
    public void endEpoch(EpochEnd end) {
        current.endEpoch(end);
    }
}
