package io.tidemill.operator.join;

import io.tidemill.expression.Expression;
import io.tidemill.sql.types.StructType;
import java.util.List;
import java.util.Optional;

/// What a [HashJoin] does.
///
/// @param left the first input
/// @param right the second one
/// @param keys how many of the first columns of both inputs must be equal; 0: any two rows may meet
/// @param nullSafe for each key, whether NULL equals NULL
/// @param condition over the left columns, then the right ones
/// @param pairs whether pairs are given; else only rows of the left input, as [Side#alone] says
/// @param output the left columns, then, with `pairs`, the right ones
/// @param proven whether rows without a match are given only when none can come any more
public record JoinSpec(
        Side left,
        Side right,
        int keys,
        List<Boolean> nullSafe,
        Optional<Expression> condition,
        boolean pairs,
        StructType output,
        boolean proven) {

    public JoinSpec {
        nullSafe = List.copyOf(nullSafe);
    }

    /// One input.
    ///
    /// @param stateId names its state
    /// @param input the columns that come in: the keys, then others
    /// @param places for each column of the side its place in `input`; -1 for one that nobody needs
    /// @param alone what is given of a row by itself
    /// @param kept whether its rows are kept; else they come when the other side is complete
    /// @param saved whether what is kept goes to checkpoints
    /// @param expiry when a row can be forgotten
    /// @param ttlMicros after what time without a change a row is forgotten, by the clock; 0: never
    public record Side(
            String stateId,
            StructType input,
            List<Integer> places,
            Alone alone,
            boolean kept,
            boolean saved,
            Optional<Expiry> expiry,
            long ttlMicros) {
        /// For rows that are not forgotten by the clock.
        public Side(
                String stateId,
                StructType input,
                List<Integer> places,
                Alone alone,
                boolean kept,
                boolean saved,
                Optional<Expiry> expiry) {
            this(stateId, input, places, alone, kept, saved, expiry, 0);
        }

        public Side {
            places = List.copyOf(places);
        }
    }

    /// What a join gives of a row, apart from pairs.
    public enum Alone {
        NOTHING,
        /// The row with NULLs for the other side, while it meets none.
        PADDED,
        /// The row, while it meets any.
        MATCHED,
        /// The row, while it meets none.
        UNMATCHED
    }

    /// A row meets nobody any more when the watermark is beyond its time plus `keepMicros`. A row
    /// whose time is NULL never meets anybody.
    ///
    /// @param column of the input
    public record Expiry(int column, long keepMicros) {}

    /// The columns of both inputs that pairs are given with, the left ones first: what a condition
    /// sees.
    StructType bothSides() {
        var schema = new StructType();
        for (var side : List.of(left, right)) {
            for (int place : side.places()) {
                schema =
                        place < 0
                                ? schema.add("c" + schema.size(), "boolean")
                                : schema.add("c" + schema.size(), side.input().typeOf(place));
            }
        }
        return schema;
    }
}
