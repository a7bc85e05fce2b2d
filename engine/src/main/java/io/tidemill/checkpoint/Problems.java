package io.tidemill.checkpoint;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.system.DiskFullException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// The errors of checkpoints, worded in one place.
final class Problems {
    private Problems() {}

    /// A file is damaged before its end.
    static TidemillException damaged(Path directory, Path file, long offset, String what) {
        return new TidemillException(
                Condition.CHECKPOINT_DAMAGED,
                "%s is damaged at byte %d: %s".formatted(file, offset, what),
                repair(directory));
    }

    private static String repair(Path directory) {
        return ("run 'tidemill checkpoint verify %s' to see what is whole, then restore that file"
                        + " from a copy, or go back to what is whole with 'tidemill checkpoint"
                        + " repair %s'")
                .formatted(directory, directory);
    }

    /// A file that must be there is not.
    static TidemillException missing(Path directory, Path file, String what) {
        return new TidemillException(
                Condition.CHECKPOINT_DAMAGED,
                "%s is missing: %s".formatted(file, what),
                repair(directory));
    }

    static TidemillException newerFormat(Path directory, Path file, int format) {
        return new TidemillException(
                Condition.CHECKPOINT_DAMAGED,
                "%s has format %d; this Tidemill reads formats up to %d"
                        .formatted(file, format, Metadata.FORMAT),
                "use the Tidemill that wrote %s, or a newer one".formatted(directory));
    }

    /// @param fits whether what is there could be gone on from all the same
    static TidemillException queryChanged(
            Path directory, String query, List<String> changes, boolean fits) {
        return new TidemillException(
                Condition.CHECKPOINT_QUERY_CHANGED,
                "query '%s' is not the one that the checkpoint %s belongs to: %s"
                        .formatted(query, directory, String.join("; ", changes)),
                "go on with the query as it was, or give the changed one a checkpoint and an"
                        + " output of its own"
                        + (fits
                                ? "; tidemill.allowQueryChange = true goes on with what the query"
                                        + " before has kept"
                                : ""));
    }

    static TidemillException ownedBy(Path directory, String query, String owner) {
        return new TidemillException(
                Condition.CONCURRENT_QUERY,
                "query '%s' cannot use the checkpoint %s: %s".formatted(query, directory, owner),
                "stop that process first, or give this query a checkpointLocation of its own");
    }

    static TidemillException ownershipLost(Path directory, String query, String owner) {
        return new TidemillException(
                Condition.CONCURRENT_QUERY,
                "query '%s' has lost the checkpoint %s while it ran: %s"
                        .formatted(query, directory, owner),
                "nothing was committed after that; leave the work to the process that has it");
    }

    static TidemillException waitingForSpace(Path directory, String why, IOException cause) {
        return new TidemillException(
                Condition.WAITING_FOR_SPACE,
                "there is no space for the checkpoint %s: %s".formatted(directory, why),
                "make space on that disk",
                cause);
    }

    static TidemillException writing(Path directory, IOException cause) {
        return cause instanceof DiskFullException
                ? waitingForSpace(directory, String.valueOf(cause.getMessage()), cause)
                : new TidemillException(
                        Condition.FAILED_WRITE_FILE,
                        "the checkpoint %s cannot be written: %s".formatted(directory, cause),
                        "mend the cause and start the query again: it goes on from its last"
                                + " commit",
                        cause);
    }

    static TidemillException reading(Path directory, IOException cause) {
        return new TidemillException(
                Condition.FAILED_READ_FILE,
                "the checkpoint %s cannot be read: %s".formatted(directory, cause),
                "mend the cause and start the query again",
                cause);
    }
}
