package io.tidemill.operator;

import io.tidemill.state.Stateful;

/// An operator with one input that remembers something for each key.
public interface KeyedOperator extends Operator, Downstream, Stateful {}
