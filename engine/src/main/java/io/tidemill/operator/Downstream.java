package io.tidemill.operator;

import io.tidemill.data.Batch;

/// Where an operator's result goes.
@FunctionalInterface
public interface Downstream {
    /// Takes a delta. The batch is lent until the call returns.
    void push(Batch delta);
}
