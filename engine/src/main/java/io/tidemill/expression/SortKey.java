package io.tidemill.expression;

/// One key of an order. Values compare by the total order of their type: NaN is greatest, `-0.0`
/// equals `0.0`, strings by their bytes.
public record SortKey(Expression expression, boolean ascending, boolean nullsFirst) {}
