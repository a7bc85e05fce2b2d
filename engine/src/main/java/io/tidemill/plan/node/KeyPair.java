package io.tidemill.plan.node;

import io.tidemill.expression.Expression;

/// An equality between the two inputs of a join.
///
/// @param left over the columns of the left input
/// @param right over the columns of the right input, of the same type
/// @param nullSafe whether NULL equals NULL; else it equals nothing
public record KeyPair(Expression left, Expression right, boolean nullSafe) {}
