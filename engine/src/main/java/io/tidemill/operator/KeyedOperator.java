package io.tidemill.operator;

import io.tidemill.state.Stateful;

/// An operator that remembers something for each key.
public interface KeyedOperator extends Operator, Stateful {}
