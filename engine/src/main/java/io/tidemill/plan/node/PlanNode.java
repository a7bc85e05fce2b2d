package io.tidemill.plan.node;

import io.tidemill.expression.AggregateCall;
import io.tidemill.expression.Expression;
import io.tidemill.expression.RowMapping;
import io.tidemill.expression.SortKey;
import io.tidemill.expression.WindowCall;
import io.tidemill.sql.types.StructType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
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

    /// The same step over other inputs, whose columns have the same types.
    PlanNode withInputs(List<PlanNode> inputs);

    /// A step over one input; gives the input's columns unless it says otherwise.
    sealed interface Unary extends PlanNode {
        PlanNode input();

        PlanNode withInput(PlanNode input);

        @Override
        default StructType schema() {
            return input().schema();
        }

        @Override
        default List<PlanNode> inputs() {
            return List.of(input());
        }

        @Override
        default PlanNode withInputs(List<PlanNode> inputs) {
            return withInput(inputs.getFirst());
        }
    }

    /// A step over two inputs, whose columns its conditions see side by side, the left ones first.
    sealed interface Binary extends PlanNode {
        PlanNode left();

        PlanNode right();

        @Override
        default List<PlanNode> inputs() {
            return List.of(left(), right());
        }
    }

    /// Rows of a table.
    ///
    /// @param schema the columns that are read: a subset of the table's, in any order
    /// @param streaming whether rows that come later belong to it
    record Scan(TableRef table, StructType schema, boolean streaming) implements PlanNode {
        @Override
        public List<PlanNode> inputs() {
            return List.of();
        }

        @Override
        public PlanNode withInputs(List<PlanNode> inputs) {
            return this;
        }
    }

    /// Rows that stand in the query, boxed as `io.tidemill.data` says.
    record Values(StructType schema, List<List<@Nullable Object>> rows) implements PlanNode {
        @Override
        public List<PlanNode> inputs() {
            return List.of();
        }

        @Override
        public PlanNode withInputs(List<PlanNode> inputs) {
            return this;
        }
    }

    /// The rows for which `condition` is true.
    record Filter(PlanNode input, Expression condition) implements Unary {
        @Override
        public PlanNode withInput(PlanNode input) {
            return new Filter(input, condition);
        }
    }

    /// The rows whose time has come and is not over: a row is there from the instant `from` on (at
    /// once when there is none or it is NULL) until just before `until` (for ever when there is
    /// none or it is NULL), by the epoch's clock. What `now()` in a filter is planned as.
    ///
    /// @param from a timestamp
    /// @param until a timestamp
    record Lifetime(PlanNode input, Optional<Expression> from, Optional<Expression> until)
            implements Unary {
        @Override
        public PlanNode withInput(PlanNode input) {
            return new Lifetime(input, from, until);
        }
    }

    /// One computed column for each of `expressions`, named by `schema`.
    record Project(PlanNode input, List<Expression> expressions, StructType schema)
            implements Unary {
        public Project {
            expressions = List.copyOf(expressions);
        }

        @Override
        public PlanNode withInput(PlanNode input) {
            return new Project(input, expressions, schema);
        }
    }

    /// Each row once for every one of `projections`: what grouping sets are made of.
    record Expand(PlanNode input, List<List<Expression>> projections, StructType schema)
            implements Unary {
        public Expand {
            projections = projections.stream().map(List::copyOf).toList();
        }

        @Override
        public PlanNode withInput(PlanNode input) {
            return new Expand(input, projections, schema);
        }
    }

    /// Each row once for every element of an array: the input's columns, the element's position
    /// from 0 if asked for, the element. The last columns of the input may be left out, if only the
    /// array reads them: `schema` says how many there are.
    ///
    /// @param array of the input's columns; an empty or NULL one gives no row
    /// @param outer whether it then gives one row, with NULL for position and element
    record Generate(
            PlanNode input, Expression array, boolean outer, boolean position, StructType schema)
            implements Unary {
        @Override
        public PlanNode withInput(PlanNode input) {
            return new Generate(input, array, outer, position, schema);
        }
    }

    /// Rows that say themselves how often they count: the columns, at weight `weight` (a BIGINT,
    /// not NULL). What a changelog that is read as a table is planned as.
    ///
    /// @param key the columns of the result of which at most one row is there at a time; none if
    ///   that is not known
    record Weigh(
            PlanNode input,
            Expression weight,
            List<Expression> columns,
            List<Integer> key,
            StructType schema)
            implements Unary {
        public Weigh {
            columns = List.copyOf(columns);
            key = List.copyOf(key);
        }

        @Override
        public PlanNode withInput(PlanNode input) {
            return new Weigh(input, weight, columns, key, schema);
        }
    }

    /// One row a group: first the keys, then the aggregates. Without keys there is exactly one row,
    /// even of no input.
    record Aggregate(
            PlanNode input,
            List<Expression> keys,
            List<AggregateCall> aggregates,
            StructType schema)
            implements Unary {
        public Aggregate {
            keys = List.copyOf(keys);
            aggregates = List.copyOf(aggregates);
        }

        @Override
        public PlanNode withInput(PlanNode input) {
            return new Aggregate(input, keys, aggregates, schema);
        }
    }

    /// Each row once for every window that `time` falls into: the input's columns, then
    /// `window_start` and `window_end` (exclusive), of the type of `time`. A row whose time is NULL
    /// is in none.
    record TimeWindow(PlanNode input, Expression time, WindowShape shape, StructType schema)
            implements Unary {
        @Override
        public PlanNode withInput(PlanNode input) {
            return new TimeWindow(input, time, shape, schema);
        }
    }

    /// Each row with the session it belongs to: the input's columns, then `window_start` and
    /// `window_end`. Rows of one key are in one session when the times `[time, time + gap)` overlap
    /// or touch; a row between two sessions makes one of them. A row whose time is NULL, or whose
    /// gap is not positive, is in none.
    ///
    /// @param gap microseconds, a BIGINT
    record SessionWindow(
            PlanNode input,
            List<Expression> keys,
            Expression time,
            Expression gap,
            StructType schema)
            implements Unary {
        public SessionWindow {
            keys = List.copyOf(keys);
        }

        @Override
        public PlanNode withInput(PlanNode input) {
            return new SessionWindow(input, keys, time, gap, schema);
        }
    }

    /// Each row with a value for each of `calls`, computed from the rows of its partition.
    record Over(
            PlanNode input,
            List<Expression> partition,
            List<SortKey> order,
            List<WindowCall> calls,
            StructType schema)
            implements Unary {
        public Over {
            partition = List.copyOf(partition);
            order = List.copyOf(order);
            calls = List.copyOf(calls);
        }

        @Override
        public PlanNode withInput(PlanNode input) {
            return new Over(input, partition, order, calls, schema);
        }
    }

    /// The rows of each partition whose rank lies in `[first, last]`, counted from 1; with
    /// `withRank`, the rank as a last column of type INT. ORDER BY with LIMIT inside a query, and
    /// filters on ranks, are planned as this.
    record Top(
            PlanNode input,
            List<Expression> partition,
            List<SortKey> order,
            Rank rank,
            long first,
            long last,
            boolean withRank,
            StructType schema)
            implements Unary {
        public Top {
            partition = List.copyOf(partition);
            order = List.copyOf(order);
        }

        @Override
        public PlanNode withInput(PlanNode input) {
            return new Top(input, partition, order, rank, first, last, withRank, schema);
        }
    }

    /// How rows are numbered.
    enum Rank {
        /// Rows that are equal in the order are told apart by the total order of their values.
        ROW_NUMBER,
        RANK,
        DENSE_RANK
    }

    /// One row for each value of the keys: the first that came; of those that came in one epoch,
    /// the least in the total order of values.
    ///
    /// @param withinWatermark whether a key is forgotten when the watermark has passed its row
    record Deduplicate(PlanNode input, List<Expression> keys, boolean withinWatermark)
            implements Unary {
        public Deduplicate {
            keys = List.copyOf(keys);
        }

        @Override
        public PlanNode withInput(PlanNode input) {
            return new Deduplicate(input, keys, withinWatermark);
        }
    }

    /// The pairs of rows that are equal in all `keys` and for which `condition` is true.
    ///
    /// @param condition over the columns of both
    /// @param schema the columns of both, those of the side that may be missing nullable; of the
    ///   left one only for [JoinType#LEFT_SEMI] and [JoinType#LEFT_ANTI]
    record Join(
            PlanNode left,
            PlanNode right,
            JoinType type,
            List<KeyPair> keys,
            Optional<Expression> condition,
            StructType schema)
            implements Binary {
        public Join {
            keys = List.copyOf(keys);
        }

        @Override
        public PlanNode withInputs(List<PlanNode> inputs) {
            return new Join(inputs.get(0), inputs.get(1), type, keys, condition, schema);
        }
    }

    /// How rows of two inputs meet.
    enum JoinType {
        INNER,
        /// With NULLs for the right columns where a left row meets none.
        LEFT,
        RIGHT,
        FULL,
        /// The left rows that meet any.
        LEFT_SEMI,
        /// The left rows that meet none.
        LEFT_ANTI
    }

    /// Each left row with the one right row of equal keys whose time is closest on the side that
    /// `direction` names; of several at that time, the greatest in the total order of values.
    ///
    /// @param outer whether a left row without one is given with NULLs
    /// @param leftTime over the columns of the left input
    /// @param rightTime over the columns of the right input, of the same type
    /// @param within how far apart the two times may be, in what the column counts: microseconds of
    ///   a timestamp
    record AsOfJoin(
            PlanNode left,
            PlanNode right,
            boolean outer,
            List<KeyPair> keys,
            Expression leftTime,
            Expression rightTime,
            Direction direction,
            OptionalLong within,
            StructType schema)
            implements Binary {
        public AsOfJoin {
            keys = List.copyOf(keys);
        }

        @Override
        public PlanNode withInputs(List<PlanNode> inputs) {
            return new AsOfJoin(
                    inputs.get(0),
                    inputs.get(1),
                    outer,
                    keys,
                    leftTime,
                    rightTime,
                    direction,
                    within,
                    schema);
        }
    }

    /// Where the right row's time lies, seen from the left row's.
    enum Direction {
        BEFORE,
        AT_OR_BEFORE,
        AT_OR_AFTER,
        AFTER
    }

    /// All rows of all inputs (`UNION ALL`); their columns have the same types.
    record Union(List<PlanNode> inputs, StructType schema) implements PlanNode {
        public Union {
            inputs = List.copyOf(inputs);
        }

        @Override
        public PlanNode withInputs(List<PlanNode> inputs) {
            return new Union(inputs, schema);
        }
    }

    /// The rows in an order; means something at the top of a plan only, below limits and
    /// projections of columns.
    record Sort(PlanNode input, List<SortKey> keys) implements Unary {
        public Sort {
            keys = List.copyOf(keys);
        }

        @Override
        public PlanNode withInput(PlanNode input) {
            return new Sort(input, keys);
        }
    }

    /// The rows `[offset, offset + count)` of the input's order; without a count, all behind the
    /// offset.
    record Limit(PlanNode input, long offset, Optional<Long> count) implements Unary {
        @Override
        public PlanNode withInput(PlanNode input) {
            return new Limit(input, offset, count);
        }
    }

    /// Says that `watermark.column` of the input is event time; changes no row, and leaves out
    /// those that come too late where a step above bounds its state by it.
    record Watermark(PlanNode input, WatermarkSpec watermark) implements Unary {
        @Override
        public PlanNode withInput(PlanNode input) {
            return new Watermark(input, watermark);
        }
    }

    /// The same rows; what the step above keeps of them is forgotten when it has not changed for so
    /// long by the clock: what the hint `STATE_TTL` is planned as.
    ///
    /// @param micros 0 for never, whatever holds for the query
    record TimeToLive(PlanNode input, long micros) implements Unary {
        @Override
        public PlanNode withInput(PlanNode input) {
            return new TimeToLive(input, micros);
        }
    }

    /// The rows that a function of the program makes of those of the input; opaque to planning, so
    /// nothing is moved through it. It cannot take rows back.
    record MapRows(PlanNode input, RowMapping mapping, StructType schema) implements Unary {
        @Override
        public PlanNode withInput(PlanNode input) {
            return new MapRows(input, mapping, schema);
        }
    }

    /// The same rows; of those that an epoch adds, aggregates are told under a name.
    ///
    /// @param calls over the columns of the input
    /// @param results what is told, over the values of the calls
    /// @param metrics the columns of what is told
    record Observe(
            PlanNode input,
            String name,
            List<AggregateCall> calls,
            List<Expression> results,
            StructType metrics)
            implements Unary {
        public Observe {
            calls = List.copyOf(calls);
            results = List.copyOf(results);
        }

        @Override
        public PlanNode withInput(PlanNode input) {
            return new Observe(input, name, calls, results, metrics);
        }
    }

    /// Whether rows may come later.
    default boolean isStreaming() {
        return this instanceof Scan scan
                ? scan.streaming()
                : inputs().stream().anyMatch(PlanNode::isStreaming);
    }
}
