package io.tidemill.operator.aggregate;

import io.tidemill.sql.types.DataType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One aggregate of one group. What it holds can be saved as a few columns and taken back, and the
/// rows of [#values].
///
/// The result depends on the multiset of values only, not on their order or on how they were cut.
interface Accumulator {
    /// Adds `weight` times a row's values, or takes them away again.
    ///
    /// @param values as [Tuples#values] says, boxed; the array is the caller's
    void add(@Nullable Object[] values, long weight);

    /// The aggregate of what was added, boxed as its result type.
    ///
    /// @throws io.tidemill.data.TidemillException ARITHMETIC_OVERFLOW when it does not fit its type
    @Nullable Object result();

    /// What [#load] needs, one object for each of [#stateTypes].
    List<@Nullable Object> save();

    void load(List<@Nullable Object> state);

    List<DataType> stateTypes();

    /// All values, where it keeps them; saved apart, one by one.
    default Optional<Multiset> values() {
        return Optional.empty();
    }

    /// An accumulator that keeps nothing but [#values].
    interface OfValues extends Accumulator {
        @Override
        default List<@Nullable Object> save() {
            return List.of();
        }

        @Override
        default void load(List<@Nullable Object> state) {}

        @Override
        default List<DataType> stateTypes() {
            return List.of();
        }
    }
}
