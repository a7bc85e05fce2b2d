package io.tidemill.state;

import io.tidemill.data.Batch;
import io.tidemill.sql.types.StructType;
import java.util.function.Consumer;

/// An operator's state as the checkpoint sees it: rows by key, and which of them changed.
///
/// A row of [#stateSchema] at weight 1 stands for "this key has this state now", at weight -1 for
/// "this key is gone". Several workers have a part each of one operator's state, by [KeyGroups];
/// every part is offered all rows at a restart and keeps those that it owns.
///
/// Snapshots are written while epochs go on, so at a restart rows may be given that are newer than
/// changes given behind them: a key may be said to be gone that is not there, or go back to what it
/// was and forward again. What counts is the last row of each key.
public interface Stateful {
    /// The operator's id in the plan: the same after a restart of the same query.
    String stateId();

    /// The columns of its rows, keys first.
    StructType stateSchema();

    /// Grows when the meaning of the rows changes.
    default int stateVersion() {
        return 1;
    }

    /// Gives what changed since the last call, or since [#restore].
    void writeChanges(Consumer<Batch> rows);

    /// Gives everything.
    default void writeAll(Consumer<Batch> rows) {
        for (long from = 0; from >= 0; ) {
            from = writePiece(from, rows);
        }
    }

    /// Gives a piece of everything, of some ten thousand rows. Epochs may run between two pieces:
    /// what does not change meanwhile stands in one of them, what changes is in [#writeChanges].
    ///
    /// @param from where the piece begins: 0, then what the call before gave
    /// @return where the next piece begins; -1 when this was the last
    long writePiece(long from, Consumer<Batch> rows);

    /// Takes back rows that [#writeAll] or [#writeChanges] gave, in their order.
    void restore(Batch rows);

    StateSize stateSize();
}
