package io.tidemill.operator.aggregate;

import io.tidemill.sql.types.DataType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One aggregate of one group. What it holds can be saved as a few columns and taken back.
///
/// The result depends on the multiset of values only, not on their order or on how they were cut.
interface Accumulator {
    /// Adds `weight` times `value`, or takes it away again.
    ///
    /// @param value the argument, boxed; null rows are given too
    void add(@Nullable Object value, long weight);

    /// The aggregate of what was added, boxed as its result type.
    ///
    /// @throws io.tidemill.data.TidemillException ARITHMETIC_OVERFLOW when it does not fit its type
    @Nullable Object result();

    /// What [#load] needs, one object for each of [#stateTypes].
    List<@Nullable Object> save();

    void load(List<@Nullable Object> state);

    List<DataType> stateTypes();
}
