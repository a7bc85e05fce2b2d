package io.tidemill.operator.join;

import io.tidemill.sql.types.StructType;
import java.util.List;
import java.util.OptionalLong;

/// What an [AsOfJoin] does.
///
/// @param keys how many of the first columns of both inputs must be equal
/// @param nullSafe for each key, whether NULL equals NULL
/// @param before whether the right row's time lies before the left one's, or behind it
/// @param same whether the two times may be the same
/// @param within how far apart the two times may be; the greatest long: as far as it gets
/// @param outer whether a left row without a match is given with NULLs
/// @param output the left columns, then the right ones
/// @param finals whether a left row is given when its match is certain; it is not given before
/// @param settled right rows that come later are not older than the watermark minus this; none when
///   nothing is known
/// @param needed left rows that come later are not older than the watermark minus this
public record AsOfSpec(
        Side left,
        Side right,
        int keys,
        List<Boolean> nullSafe,
        boolean before,
        boolean same,
        long within,
        boolean outer,
        StructType output,
        boolean finals,
        OptionalLong settled,
        OptionalLong needed) {

    /// When no right row comes later at all: `settled` is this.
    public static final long COMPLETE = Long.MIN_VALUE;

    /// Whether a right row may be too far away to be met.
    boolean isBounded() {
        return within < Long.MAX_VALUE;
    }

    /// The time that lies [#within] behind another one, no later than there are times.
    long reach(long time) {
        long reached = time + within;
        return isBounded() && (within < 0 || reached >= time) ? reached : Long.MAX_VALUE;
    }

    public AsOfSpec {
        nullSafe = List.copyOf(nullSafe);
    }

    /// One input.
    ///
    /// @param stateId names its state
    /// @param input the columns that come in: the keys, then others
    /// @param places for each column of the side its place in `input`
    /// @param time the place of its time, a column of longs
    /// @param saved whether what is kept goes to checkpoints
    /// @param ttlMicros after what time without a change a row is forgotten, by the clock; a right
    ///   row not as long as a left row has it as its match; 0: never
    public record Side(
            String stateId,
            StructType input,
            List<Integer> places,
            int time,
            boolean saved,
            long ttlMicros) {
        public Side {
            places = List.copyOf(places);
        }
    }
}
