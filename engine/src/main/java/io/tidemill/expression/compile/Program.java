package io.tidemill.expression.compile;

import io.tidemill.data.Batch;
import io.tidemill.data.BytesColumn;
import io.tidemill.data.Column;
import io.tidemill.data.DecimalColumn;
import io.tidemill.data.DoubleColumn;
import io.tidemill.data.ListColumn;
import io.tidemill.data.LongColumn;
import io.tidemill.data.MapColumn;
import io.tidemill.data.StructColumn;
import io.tidemill.expression.Evaluation;
import io.tidemill.expression.Expression;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A filter and projections in generated form, for batches with NULLs or for those without, and the
/// columns that they read and write. One thread's own.
final class Program {
    /// How many projections one class has at most.
    private static final int GROUP = 64;

    private final List<Group> groups = new ArrayList<>();
    private final List<Target> targets = new ArrayList<>();
    private final boolean filters;
    private int[] selection = {};

    /// @param nulls whether the batches may hold NULLs in the columns that are read
    Program(
            boolean nulls,
            Optional<Expression> filter,
            List<Expression> projections,
            StructType output) {
        filters = filter.isPresent();
        var computed = new ArrayList<Expression>();
        for (int i = 0; i < projections.size(); i++) {
            var projection = projections.get(i);
            var column = Column.create(output.typeOf(i), Batch.ROWS);
            if (projection instanceof Expression.Input input) {
                targets.add(new Passed(input.index(), column));
            } else if (Kind.of(projection.type()) == Kind.NESTED) {
                targets.add(new Asked(new Interpreted(projection), column));
            } else {
                targets.add(new Computed(computed.size() / GROUP, computed.size() % GROUP, column));
                computed.add(projection);
            }
        }
        if (filters || !computed.isEmpty()) {
            groups.add(
                    new Group(
                            nulls,
                            filter,
                            filters,
                            computed.subList(0, Math.min(GROUP, computed.size()))));
        }
        for (int from = GROUP; from < computed.size(); from += GROUP) {
            int to = Math.min(from + GROUP, computed.size());
            groups.add(new Group(nulls, Optional.empty(), filters, computed.subList(from, to)));
        }
    }

    /// Where a column of the output comes from.
    private sealed interface Target {
        Column column();
    }

    /// The input's column `index`, as it is or gathered.
    private record Passed(int index, Column column) implements Target {}

    /// Projection `projection` of kernel `group`.
    private record Computed(int group, int projection, Column column) implements Target {}

    /// What the interpreter gives, row by row.
    private record Asked(Interpreted interpreted, Column column) implements Target {}

    /// The sub-expressions that the interpreter is asked for.
    List<Expression> interpreted() {
        var all = new ArrayList<Expression>();
        groups.forEach(g -> g.asked.forEach(i -> all.add(i.expression())));
        for (var target : targets) {
            if (target instanceof Asked(var interpreted, _)) {
                all.add(interpreted.expression());
            }
        }
        return all;
    }

    /// Whether one of the columns that generated code reads may hold NULLs in this batch.
    boolean readsNulls(Batch in) {
        for (var group : groups) {
            if (group.readsNulls(in)) {
                return true;
            }
        }
        return false;
    }

    /// Filters and projects; throws anything when a row cannot be computed.
    Batch run(StructType schema, Batch in, Evaluation evaluation, Zone zone) {
        int rows = in.rows();
        if (filters && selection.length < rows) {
            selection = new int[Math.max(rows, Batch.ROWS)];
        }
        for (var group : groups) {
            group.bind(in, evaluation, zone);
        }
        int count = filters ? groups.getFirst().kernel.filter(rows, selection) : rows;
        var columns = new Column[targets.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = write(targets.get(i), in, evaluation, count);
        }
        var out = new Batch(schema, columns);
        out.setRows(count);
        out.setSplit(in.split());
        if (count == rows) {
            out.setWeights(in.weights());
            out.setOrigin(in.origin().orElse(null));
        } else {
            keepWeights(in, count, out);
            var kept = selection;
            in.origin().ifPresent(o -> out.setOrigin(row -> o.describe(kept[row])));
        }
        return out;
    }

    private void keepWeights(Batch in, int count, Batch out) {
        var weights = in.weights();
        if (weights != null) {
            var kept = new long[count];
            for (int i = 0; i < count; i++) {
                kept[i] = weights[selection[i]];
            }
            out.setWeights(kept);
        }
    }

    private Column write(Target target, Batch in, Evaluation evaluation, int count) {
        switch (target) {
            case Passed(var index, var column) -> {
                if (count == in.rows()) {
                    return in.column(index);
                }
                Gather.gather(in.column(index), selection, count, column);
            }
            case Computed(var group, var projection, var column) ->
                    groups.get(group).project(projection, count, selection, column);
            case Asked(var interpreted, var column) -> {
                interpreted.bind(in, evaluation);
                column.clear();
                column.reserve(count);
                for (int i = 0; i < count; i++) {
                    column.set(i, interpreted.value(filters ? selection[i] : i));
                }
            }
        }
        return target.column();
    }

    /// What one kernel computes.
    private static final class Group {
        private static final int[] PART_SIZES = {120, 60, 30, 12};

        private final List<Shape.Output> outputs = new ArrayList<>();
        private final List<Integer> sources = new ArrayList<>();
        private final List<List<Integer>> paths;
        private final List<Interpreted> asked;
        private final boolean nulls;
        private final Kernel kernel;
        private long[] allPresent = {};
        private final long[][] combined;

        Group(
                boolean nulls,
                Optional<Expression> filter,
                boolean selected,
                List<Expression> projections) {
            this.nulls = nulls;
            Optional<Kernel> made = Optional.empty();
            Resolver resolver = new Resolver(nulls, Integer.MAX_VALUE);
            for (int size : PART_SIZES) {
                resolver = new Resolver(nulls, size);
                outputs.clear();
                sources.clear();
                var condition = filter.map(resolver::root);
                for (var projection : projections) {
                    var node = resolver.root(projection);
                    int source = Views.source(node);
                    sources.add(source);
                    outputs.add(new Shape.Output(node, source >= 0));
                }
                made =
                        KernelClasses.create(
                                new Shape(condition, selected, outputs, resolver.parts()));
                if (made.isPresent()) {
                    break;
                }
            }
            kernel =
                    made.orElseThrow(() ->
                            new IllegalStateException("an expression is too long to compile"));
            paths = resolver.paths();
            asked = resolver.asked();
            combined = new long[paths.size()][];
            prepare(resolver.constants(), projections.size());
        }

        private void prepare(List<Object> constants, int projections) {
            int leaves = paths.size();
            kernel.constants = constants.toArray();
            kernel.longs = new long[leaves][];
            kernel.highs = new long[leaves][];
            kernel.doubles = new double[leaves][];
            kernel.bytes = new byte[leaves][];
            kernel.starts = new int[leaves][];
            kernel.ends = new int[leaves][];
            kernel.validity = new long[leaves][];
            kernel.outLongs = new long[projections][];
            kernel.outHighs = new long[projections][];
            kernel.outDoubles = new double[projections][];
            kernel.outStarts = new int[projections][];
            kernel.outEnds = new int[projections][];
            kernel.outNulls = new long[projections][];
            kernel.outBytes = new BytesColumn[projections];
        }

        boolean readsNulls(Batch in) {
            for (var path : paths) {
                Column column = in.column(path.getFirst());
                for (int i = 1; ; i++) {
                    if (column.mayHaveNulls()) {
                        return true;
                    }
                    if (i == path.size()) {
                        break;
                    }
                    column = ((StructColumn) column).field(path.get(i));
                }
            }
            return false;
        }

        void bind(Batch in, Evaluation evaluation, Zone zone) {
            kernel.zone = zone;
            for (var interpreted : asked) {
                interpreted.bind(in, evaluation);
            }
            for (int leaf = 0; leaf < paths.size(); leaf++) {
                var path = paths.get(leaf);
                Column column = in.column(path.getFirst());
                long[] validity = column.validity();
                for (int i = 1; i < path.size(); i++) {
                    column = ((StructColumn) column).field(path.get(i));
                    validity = both(validity, column.validity(), leaf, in.rows());
                }
                if (nulls) {
                    kernel.validity[leaf] = validity == null ? present(in.rows()) : validity;
                }
                bind(column, leaf);
            }
        }

        private void bind(Column column, int leaf) {
            switch (column) {
                case LongColumn longs -> kernel.longs[leaf] = longs.values();
                case DoubleColumn doubles -> kernel.doubles[leaf] = doubles.values();
                case DecimalColumn decimals -> {
                    kernel.highs[leaf] = decimals.high();
                    kernel.longs[leaf] = decimals.low();
                }
                case BytesColumn bytes -> {
                    kernel.bytes[leaf] = bytes.data();
                    kernel.starts[leaf] = bytes.starts();
                    kernel.ends[leaf] = bytes.ends();
                }
                case ListColumn _, MapColumn _, StructColumn _ -> {}
            }
        }

        /// Validity of a field: where the struct and the field are there.
        private long @Nullable [] both(
                long @Nullable [] outer, long @Nullable [] inner, int leaf, int rows) {
            if (outer == null || inner == null) {
                return outer == null ? inner : outer;
            }
            int words = (rows + 63) >> 6;
            var target = combined[leaf];
            if (target == null || target.length < words) {
                target = new long[words];
                combined[leaf] = target;
            }
            for (int i = 0; i < words; i++) {
                target[i] = outer[i] & inner[i];
            }
            return target;
        }

        private long[] present(int rows) {
            int words = (rows + 63) >> 6;
            if (allPresent.length < words) {
                allPresent = new long[words];
                Arrays.fill(allPresent, -1);
            }
            return allPresent;
        }

        void project(int projection, int count, int[] selection, Column column) {
            column.clear();
            column.reserve(count);
            switch (column) {
                case LongColumn longs -> kernel.outLongs[projection] = longs.values();
                case DoubleColumn doubles -> kernel.outDoubles[projection] = doubles.values();
                case DecimalColumn decimals -> {
                    kernel.outHighs[projection] = decimals.high();
                    kernel.outLongs[projection] = decimals.low();
                }
                case BytesColumn bytes -> {
                    int source = sources.get(projection);
                    if (source >= 0) {
                        bytes.share(kernel.bytes[source]);
                    }
                    kernel.outStarts[projection] = bytes.starts();
                    kernel.outEnds[projection] = bytes.ends();
                    kernel.outBytes[projection] = bytes;
                }
                case ListColumn _, MapColumn _, StructColumn _ ->
                        throw new IllegalStateException("nested values are not generated");
            }
            if (!outputs.get(projection).node().nullable()) {
                kernel.project(projection, count, selection);
                return;
            }
            int words = (count + 63) >> 6;
            var flags = kernel.outNulls[projection];
            if (flags == null || flags.length < words) {
                flags = new long[Math.max(words, Batch.ROWS >> 6)];
                kernel.outNulls[projection] = flags;
            } else {
                Arrays.fill(flags, 0, words, 0);
            }
            kernel.project(projection, count, selection);
            column.setNulls(flags, count);
        }
    }
}
