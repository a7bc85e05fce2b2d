package io.tidemill.plan.circuit;

import io.tidemill.expression.Expression;
import io.tidemill.plan.node.PlanNode;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What flows out of a node of a plan.
///
/// @param kind how rows may change
/// @param key for [Kind#UPSERT] the columns that tell which row replaces which; may be empty: one
///   row
/// @param vanishing whether a row may go without another one of its key coming
/// @param times the columns of event time, each with its lag in microseconds: a row that comes in a
///   later epoch has a time there that is not below the query's watermark minus the lag, or NULL
/// @param bounded whether the rows come to an end
public record Edge(
        Kind kind,
        List<Integer> key,
        boolean vanishing,
        SortedMap<Integer, Long> times,
        boolean bounded) {

    /// How the rows of an edge may change.
    public enum Kind {
        /// Rows are only ever added.
        INSERT_ONLY,
        /// A row replaces the one of the same key.
        UPSERT,
        /// Rows are added and taken away, by their whole value.
        RETRACTING
    }

    public Edge {
        key = List.copyOf(key);
        times = Collections.unmodifiableSortedMap(new TreeMap<>(times));
    }

    /// What flows out of `node` in a circuit of this style.
    public static Edge of(PlanNode node, Style style) {
        return switch (node) {
            case PlanNode.Scan scan -> insertOnly(new TreeMap<>(), !scan.streaming());
            case PlanNode.Values _ -> insertOnly(new TreeMap<>(), true);
            case PlanNode.Watermark watermark -> {
                var input = of(watermark.input(), style);
                var times = new TreeMap<>(input.times);
                times.put(watermark.schema().indexOf(watermark.watermark().column()), 0L);
                yield input.withTimes(times);
            }
            case PlanNode.TimeToLive hint -> of(hint.input(), style);
            case PlanNode.Filter filter -> of(filter.input(), style).filtered();
            case PlanNode.Lifetime lifetime -> TimeParts.edge(lifetime, style);
            case PlanNode.Project project ->
                    of(project.input(), style)
                            .projected(project.expressions(), TimeParts.bounds(project.input()));
            case PlanNode.Expand expand -> {
                var input = of(expand.input(), style);
                yield input.multiplied(EventTimes.lags(expand, input.times));
            }
            case PlanNode.Generate generate -> {
                var input = of(generate.input(), style);
                int given = generate.schema().size() - (generate.position() ? 2 : 1);
                yield input.multiplied(input.times.headMap(given));
            }
            case PlanNode.Weigh weigh ->
                    style == Style.BATCH
                            ? insertOnly(new TreeMap<>(), true)
                            : of(weigh.input(), style).weighed(weigh);
            case PlanNode.Aggregate aggregate -> AggregateParts.edge(aggregate, style);
            case PlanNode.TimeWindow window -> TimeParts.edge(window, style);
            case PlanNode.SessionWindow window -> TimeParts.edge(window, style);
            case PlanNode.Over over -> OverParts.edge(over, style);
            case PlanNode.Top top -> OrderParts.edge(top, style);
            case PlanNode.Deduplicate deduplicate -> DeduplicateParts.edge(deduplicate, style);
            case PlanNode.Join join -> JoinParts.edge(join, style);
            case PlanNode.AsOfJoin join -> JoinParts.edge(join, style);
            case PlanNode.Union union ->
                    union(union.inputs().stream().map(input -> of(input, style)).toList());
            case PlanNode.Sort sort -> of(sort.input(), style);
            case PlanNode.Limit limit -> OrderParts.edge(limit, style);
            case PlanNode.Observe observe -> of(observe.input(), style);
            case PlanNode.MapRows map ->
                    insertOnly(new TreeMap<>(), of(map.input(), style).bounded());
        };
    }

    /// An edge on which rows are only added.
    static Edge insertOnly(SortedMap<Integer, Long> times, boolean bounded) {
        return new Edge(Kind.INSERT_ONLY, List.of(), false, times, bounded);
    }

    /// An edge on which rows come and go by their whole value.
    static Edge retracting(SortedMap<Integer, Long> times, boolean bounded) {
        return new Edge(Kind.RETRACTING, List.of(), true, times, bounded);
    }

    boolean isInsertOnly() {
        return kind == Kind.INSERT_ONLY;
    }

    Edge withTimes(SortedMap<Integer, Long> times) {
        return new Edge(kind, key, vanishing, times, bounded);
    }

    private Edge filtered() {
        return new Edge(kind, key, kind == Kind.UPSERT || vanishing, times, bounded);
    }

    /// Rows may stand several times now, so no column is a key any more.
    private Edge multiplied(SortedMap<Integer, Long> times) {
        return isInsertOnly() ? insertOnly(times, bounded) : retracting(times, bounded);
    }

    private Edge weighed(PlanNode.Weigh weigh) {
        var input = projected(weigh.columns());
        return weigh.key().isEmpty()
                ? retracting(input.times, bounded)
                : new Edge(Kind.UPSERT, weigh.key(), true, input.times, bounded);
    }

    /// What is left when these are computed from the rows.
    Edge projected(List<Expression> expressions) {
        return projected(expressions, List.of());
    }

    /// @param same columns each of which says what all of them are; the first that is left is taken
    private Edge projected(List<Expression> expressions, List<Integer> same) {
        var kept = new TreeMap<Integer, Long>();
        for (int i = 0; i < expressions.size(); i++) {
            var lag = EventTimes.lag(expressions.get(i), times);
            if (lag.isPresent()) {
                kept.put(i, lag.getAsLong());
            }
        }
        if (kind != Kind.UPSERT) {
            return withTimes(kept);
        }
        var places =
                key.stream()
                        .map(column ->
                                (same.contains(column) ? same : List.of(column))
                                        .stream()
                                                .map(each -> position(expressions, each))
                                                .filter(place -> place >= 0)
                                                .findFirst()
                                                .orElse(-1))
                        .distinct()
                        .toList();
        boolean lost = places.contains(-1);
        return lost
                ? retracting(kept, bounded)
                : new Edge(Kind.UPSERT, places, vanishing, kept, bounded);
    }

    /// Which of the expressions is column `from`, or a struct that has it as a field, or -1.
    private static int position(List<Expression> expressions, int from) {
        for (int i = 0; i < expressions.size(); i++) {
            if (columns(expressions.get(i)).anyMatch(column -> column == from)) {
                return i;
            }
        }
        return -1;
    }

    /// The columns that a value shows: its own, or those that are fields of the struct.
    static Stream<Integer> columns(Expression expression) {
        return switch (expression) {
            case Expression.Input input -> Stream.of(input.index());
            case Expression.Call call when call.function().equals("named_struct") ->
                    call.arguments().stream().flatMap(Edge::columns);
            default -> Stream.of();
        };
    }

    /// A column is event time if it is so in all; it lags as far as it does in any.
    private static Edge union(List<Edge> inputs) {
        boolean insertOnly = inputs.stream().allMatch(Edge::isInsertOnly);
        boolean bounded = inputs.stream().allMatch(Edge::bounded);
        var times = new TreeMap<>(inputs.getFirst().times);
        for (var input : inputs) {
            times.keySet().retainAll(input.times.keySet());
            input.times.forEach(
                    (column, lag) -> times.computeIfPresent(column, (_, l) -> Math.max(l, lag)));
        }
        return insertOnly ? insertOnly(times, bounded) : retracting(times, bounded);
    }

    /// For `EXPLAIN`: `upsert by device; unbounded`.
    public String describe(PlanNode node) {
        var columns = names(node, List.copyOf(times.keySet()));
        return changes(node)
                + (times.isEmpty() ? "" : "; event time " + columns)
                + (bounded ? "; bounded" : "; unbounded");
    }

    /// How rows may change.
    String changes(PlanNode node) {
        var text = new StringBuilder();
        switch (kind) {
            case INSERT_ONLY -> text.append("insert-only");
            case RETRACTING -> text.append("retracting");
            case UPSERT -> {
                var names = names(node, key);
                text.append(names.isEmpty() ? "upsert of one row" : "upsert by " + names);
            }
        }
        if (vanishing) {
            text.append(", rows may vanish");
        }
        return text.toString();
    }

    /// For `EXPLAIN FORMATTED`: `time at or after the watermark` of each column of event time, for
    /// the rows that still come.
    Optional<String> lags(PlanNode node) {
        return times.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        times.entrySet().stream()
                                .map(time ->
                                        node.schema().field(time.getKey()).name()
                                                + afterWatermark(time.getValue()))
                                .collect(Collectors.joining(", ")));
    }

    private static String afterWatermark(long lag) {
        boolean strictly = Math.floorMod(lag, 1000) == 999; // an end less a microsecond
        long apart = strictly ? lag + 1 : lag;
        return (strictly ? " after" : " at or after")
                + " the watermark"
                + (apart == 0
                        ? ""
                        : (apart > 0 ? " less " : " plus ") + NodeText.duration(Math.abs(apart)));
    }

    private static String names(PlanNode node, List<Integer> columns) {
        return columns.stream()
                .map(i -> node.schema().field(i).name())
                .collect(Collectors.joining(", "));
    }
}
