package io.tidemill.plan.circuit;

import io.tidemill.data.BytesColumn;
import io.tidemill.data.Column;
import io.tidemill.data.DecimalColumn;
import io.tidemill.data.DoubleColumn;
import io.tidemill.data.ListColumn;
import io.tidemill.data.LongColumn;
import io.tidemill.data.MapColumn;
import io.tidemill.data.StructColumn;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import java.util.List;

/// Something that a step keeps from one epoch to the next, and what bounds it: for `EXPLAIN`, and
/// for the warning when a query starts.
///
/// @param step the step that keeps it
/// @param what `the left rows of the join by [city]`
/// @param each what one piece of it takes
public record Kept(PlanNode step, String what, Size each, Bound bound) {

    /// Whether what is kept can be said to have a greatest size.
    public sealed interface Bound {
        /// It has.
        ///
        /// @param by what sees to that; may be empty
        record By(String by) implements Bound {}

        /// What has not changed for so long is forgotten.
        record Age(long ttlMicros) implements Bound {}

        /// It has none.
        ///
        /// @param grows what it grows with
        /// @param remedy what would bound it; may be empty
        record None(String grows, String remedy) implements Bound {}
    }

    /// About how much memory one piece takes, by how operators lay out what they keep.
    ///
    /// @param unit what a piece is: a row, a key
    /// @param bytes without texts and nested values
    /// @param texts how many columns have bytes beside
    public record Size(String unit, long bytes, int texts) {
        /// A row of an [io.tidemill.state.Arrangement], with its part of the index.
        static Size row(StructType schema) {
            return of("row", 44, types(schema));
        }

        /// A row in an order: its bytes, and its place in the list of its partition.
        static Size orderedRow(StructType schema) {
            return of("row", 32, types(schema));
        }

        /// A key in a [io.tidemill.state.KeyTable], with so many words beside it.
        static Size key(String unit, List<DataType> types, int words) {
            var keys = of(unit, 28 + 8L * words, types);
            return new Size(unit, keys.bytes + 8L * keys.texts, keys.texts);
        }

        private static List<DataType> types(StructType schema) {
            return schema.fieldList().stream().map(StructField::dataType).toList();
        }

        private static Size of(String unit, long overhead, List<DataType> types) {
            long bytes = overhead;
            int texts = 0;
            for (var type : types) {
                switch (Column.create(type, 0)) {
                    case LongColumn _, DoubleColumn _ -> bytes += 8;
                    case DecimalColumn _ -> bytes += 16;
                    case BytesColumn _, ListColumn _, MapColumn _, StructColumn _ -> {
                        bytes += 8;
                        texts++;
                    }
                }
            }
            return new Size(unit, bytes, texts);
        }

        @Override
        public String toString() {
            return "about %d bytes a %s".formatted(bytes, unit)
                    + (texts == 0
                            ? ""
                            : texts == 1
                                    ? " and those of a text or nested value"
                                    : " and those of %d texts or nested values".formatted(texts));
        }
    }

    /// What is bounded by its age where there is a time to live, and by nothing else.
    static Bound aging(long ttlMicros, String grows, String remedy) {
        return ttlMicros > 0
                ? new Bound.Age(ttlMicros)
                : new Bound.None(
                        grows, remedy + (remedy.isEmpty() ? "" : ", or ") + "tidemill.state.ttl,");
    }

    /// Whether it may grow for ever.
    public boolean isUnbounded() {
        return bound instanceof Bound.None;
    }

    /// `the rows by [k]; grows with the input: nothing bounds it; a watermark on t would`.
    public String describe() {
        return what
                + switch (bound) {
                    case Bound.By(var by) -> by.isEmpty() ? "; bounded" : "; bounded: " + by;
                    case Bound.Age(long ttl) ->
                            "; bounded: forgotten when it has not changed for "
                                    + NodeText.duration(ttl);
                    case Bound.None(var grows, var remedy) ->
                            "; grows with %s: nothing bounds it".formatted(grows)
                                    + (remedy.isEmpty() ? "" : "; " + remedy + " would");
                };
    }
}
