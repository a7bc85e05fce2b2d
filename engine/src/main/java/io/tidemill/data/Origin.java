package io.tidemill.data;

/// Says where a row of a batch came from, for messages: `events.json@1024`, `bids-3@77`.
@FunctionalInterface
public interface Origin {
    /// @param row an index into the batch that this origin belongs to
    String describe(int row);

    /// One that stays right for the first `rows` rows when whoever made it goes on to other rows.
    default Origin detached(int rows) {
        return this;
    }
}
