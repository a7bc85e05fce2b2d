package io.tidemill.plan.node;

import io.tidemill.expression.AggregateCall;
import io.tidemill.expression.Expression;
import io.tidemill.expression.RowMapping;
import io.tidemill.sql.types.StructType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One step of a plan: what rows it gives, from what inputs. A tree of values.
///
/// Expressions refer to the columns of the input by index; those of a join would see the left
/// columns first.
public sealed interface PlanNode {
    /// The columns of the result.
    StructType schema();

    /// What it reads, left to right.
    List<PlanNode> inputs();

    /// Rows of a table.
    ///
    /// @param schema the columns that are read: a subset of the table's, in any order
    /// @param streaming whether rows that come later belong to it
    record Scan(TableRef table, StructType schema, boolean streaming) implements PlanNode {
        @Override
        public List<PlanNode> inputs() {
            return List.of();
        }
    }

    /// Rows that stand in the query, boxed as `io.tidemill.data` says.
    record Values(StructType schema, List<List<@Nullable Object>> rows) implements PlanNode {
        @Override
        public List<PlanNode> inputs() {
            return List.of();
        }
    }

    /// The rows for which `condition` is true.
    record Filter(PlanNode input, Expression condition) implements PlanNode {
        @Override
        public StructType schema() {
            return input.schema();
        }

        @Override
        public List<PlanNode> inputs() {
            return List.of(input);
        }
    }

    /// One computed column for each of `expressions`, named by `schema`.
    record Project(PlanNode input, List<Expression> expressions, StructType schema)
            implements PlanNode {
        public Project {
            expressions = List.copyOf(expressions);
        }

        @Override
        public List<PlanNode> inputs() {
            return List.of(input);
        }
    }

    /// One row a group: first the keys, then the aggregates. Without keys there is exactly one row,
    /// even of no input.
    record Aggregate(
            PlanNode input,
            List<Expression> keys,
            List<AggregateCall> aggregates,
            StructType schema)
            implements PlanNode {
        public Aggregate {
            keys = List.copyOf(keys);
            aggregates = List.copyOf(aggregates);
        }

        @Override
        public List<PlanNode> inputs() {
            return List.of(input);
        }
    }

    /// All rows of all inputs (`UNION ALL`); their columns have the same types.
    record Union(List<PlanNode> inputs, StructType schema) implements PlanNode {
        public Union {
            inputs = List.copyOf(inputs);
        }
    }

    /// The rows in an order; only at the top of a plan, below limits and projections of columns.
    record Sort(PlanNode input, List<SortKey> keys) implements PlanNode {
        public Sort {
            keys = List.copyOf(keys);
        }

        @Override
        public StructType schema() {
            return input.schema();
        }

        @Override
        public List<PlanNode> inputs() {
            return List.of(input);
        }
    }

    /// One key of a [Sort].
    record SortKey(Expression expression, boolean ascending, boolean nullsFirst) {}

    /// The rows `[offset, offset + count)` of the input's order; without a count, all behind the
    /// offset.
    record Limit(PlanNode input, long offset, Optional<Long> count) implements PlanNode {
        @Override
        public StructType schema() {
            return input.schema();
        }

        @Override
        public List<PlanNode> inputs() {
            return List.of(input);
        }
    }

    /// Says that `watermark.column` of the input is event time; changes no row.
    record Watermark(PlanNode input, WatermarkSpec watermark) implements PlanNode {
        @Override
        public StructType schema() {
            return input.schema();
        }

        @Override
        public List<PlanNode> inputs() {
            return List.of(input);
        }
    }

    /// The rows that a function of the program makes of those of the input; opaque to planning, so
    /// nothing is moved through it. It cannot take rows back.
    record MapRows(PlanNode input, RowMapping mapping, StructType schema) implements PlanNode {
        @Override
        public List<PlanNode> inputs() {
            return List.of(input);
        }
    }

    /// Whether rows may come later.
    default boolean isStreaming() {
        return this instanceof Scan scan
                ? scan.streaming()
                : inputs().stream().anyMatch(PlanNode::isStreaming);
    }
}
