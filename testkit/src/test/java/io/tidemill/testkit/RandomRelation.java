package io.tidemill.testkit;

import module java.base;

import io.tidemill.testkit.RandomTables.Column;
import io.tidemill.testkit.RandomTables.ColumnType;
import io.tidemill.testkit.RandomTables.Table;

/// A query in Tidemill's words and in DuckDB's, the columns it gives, and which of them is event
/// time, if one surely is.
///
/// In DuckDB's text `#3#` stands behind the table that is read as leaf number 3: whether late rows
/// are left out there is decided by what is built above it.
record RandomRelation(
        String sql, String duck, List<Column> columns, Set<Integer> leaves, Optional<String> time) {

    List<Column> of(ColumnType type) {
        return columns.stream().filter(c -> c.type() == type).toList();
    }

    boolean hasTimes() {
        return !of(ColumnType.TIMESTAMP).isEmpty();
    }

    RandomRelation withTime(Optional<String> column) {
        return new RandomRelation(sql, duck, columns, leaves, column);
    }

    static String names(List<Column> columns) {
        return columns.stream().map(Column::name).collect(Collectors.joining(", "));
    }

    String names() {
        return names(columns);
    }

    /// Makes relations of relations, and notes where late rows are left out.
    static final class Maker {
        private int names;
        private int leaves;
        private final Map<Integer, Table> timed = new TreeMap<>();
        private final Set<Integer> dropping = new TreeSet<>();
        private final Set<Integer> perhaps = new TreeSet<>();

        String name() {
            return "c" + names++;
        }

        List<Column> fresh(List<Column> columns) {
            return columns.stream().map(c -> new Column(name(), c.type())).toList();
        }

        static String renamed(List<Column> from, List<Column> to) {
            return IntStream.range(0, from.size())
                    .mapToObj(i -> from.get(i).name() + " AS " + to.get(i).name())
                    .collect(Collectors.joining(", "));
        }

        /// Rows of a table, its columns under names of their own.
        RandomRelation leaf(Table table) {
            var fresh = fresh(table.columns());
            var select = "SELECT %s FROM ".formatted(renamed(table.columns(), fresh));
            int leaf = newLeaf(table);
            return new RandomRelation(
                    select + table.name(),
                    select + mark(table, leaf),
                    fresh,
                    Set.of(leaf),
                    table.kind() == RandomTables.Kind.TIMED
                            ? Optional.of(fresh.getFirst().name())
                            : Optional.empty());
        }

        int newLeaf(Table table) {
            int leaf = leaves++;
            if (table.kind() == RandomTables.Kind.TIMED) {
                timed.put(leaf, table);
            }
            return leaf;
        }

        String mark(Table table, int leaf) {
            return table.name() + (table.kind() == RandomTables.Kind.TIMED ? "#" + leaf + "#" : "");
        }

        /// A step over others, which stand as `{0}` and `{1}` in its text.
        RandomRelation step(String text, List<Column> columns, RandomRelation... inputs) {
            return step(text, text, columns, inputs);
        }

        RandomRelation step(
                String sql, String duck, List<Column> columns, RandomRelation... inputs) {
            var read = new TreeSet<Integer>();
            for (int i = 0; i < inputs.length; i++) {
                var alias = name();
                sql = sql.replace("{" + i + "}", "(%s) AS %s".formatted(inputs[i].sql, alias));
                duck = duck.replace("{" + i + "}", "(%s) AS %s".formatted(inputs[i].duck, alias));
                read.addAll(inputs[i].leaves);
            }
            return new RandomRelation(sql, duck, columns, read, Optional.empty());
        }

        /// Says that a step surely forgets by the event time of what it reads.
        void forgets(RandomRelation... inputs) {
            for (var input : inputs) {
                dropping.addAll(input.leaves);
            }
        }

        /// Says that a step that finds rows by their times may do so.
        void mayForget(RandomRelation... inputs) {
            for (var input : inputs) {
                if (input.hasTimes()) {
                    perhaps.addAll(input.leaves);
                }
            }
        }

        /// DuckDB's text in all forms that the answer may have: with and without late rows at the
        /// leaves for which planning decides.
        ///
        /// @param all whether it decides for all: output mode complete may need what is forgotten
        ///   else
        List<String> answers(RandomRelation root, boolean all) {
            var candidates = new TreeSet<>(perhaps);
            if (all) {
                candidates.addAll(dropping);
            } else {
                candidates.removeAll(dropping);
            }
            candidates.retainAll(timed.keySet());
            var open = List.copyOf(candidates);
            var answers = new ArrayList<String>();
            for (int choice = 0; choice < 1 << Math.min(6, open.size()); choice++) {
                var kept = new HashSet<>(all ? Set.of() : dropping);
                for (int i = 0; i < open.size(); i++) {
                    if ((choice >> i & 1) == 1) {
                        kept.add(open.get(i));
                    }
                }
                var text = root.duck;
                for (var leaf : timed.keySet()) {
                    text = text.replace("#" + leaf + "#", kept.contains(leaf) ? "_kept" : "");
                }
                answers.add(text);
            }
            return answers.stream().distinct().toList();
        }
    }
}
