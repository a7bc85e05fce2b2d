package io.tidemill.checkpoint;

/// A piece of one operator's state, as bytes that only the operator understands.
///
/// State is restored by handing an operator its sections in the order they were written: those of
/// the snapshot, then those of each epoch. A [Kind#SNAPSHOT] section replaces everything of that
/// operator and name before it; [Kind#DELTA] adds to it. What is larger than about 16 MB is written
/// as one `SNAPSHOT` section followed by `DELTA` sections, so that it is never in memory whole.
///
/// @param operator the operator's id, stable over restarts
/// @param name which part of its state (an operator may have several tables)
/// @param kind whether it replaces or adds
/// @param schemaVersion version of the payload's format, for the operator to read older ones
/// @param payload the content
public record StateSection(
        String operator, String name, Kind kind, int schemaVersion, Bytes payload) {

    /// How a section relates to those before it.
    public enum Kind {
        /// Changes on top of what came before.
        DELTA,
        /// Takes the place of what came before.
        SNAPSHOT
    }

    StateSection withPayload(Bytes other) {
        return new StateSection(operator, name, kind, schemaVersion, other);
    }

    /// Which part of the state this is about.
    String key() {
        return operator + "/" + name;
    }
}
