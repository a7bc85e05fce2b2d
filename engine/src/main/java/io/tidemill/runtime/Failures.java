package io.tidemill.runtime;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.system.DiskFullException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/// Turns what the outside world throws into errors that say what to do.
final class Failures {
    private Failures() {}

    static TidemillException of(IOException e) {
        return switch (e) {
            case DiskFullException full ->
                    new TidemillException(
                            Condition.WAITING_FOR_SPACE,
                            "the disk is full: " + full.getMessage(),
                            "make space; the query goes on by itself",
                            full);
            case NoSuchFileException missing ->
                    new TidemillException(
                            Condition.PATH_NOT_FOUND,
                            missing.getMessage() + " does not exist",
                            "create it, or correct the path",
                            missing);
            case AccessDeniedException denied ->
                    new TidemillException(
                            Condition.FAILED_WRITE_FILE,
                            denied.getMessage() + " may not be read or written by this user",
                            "change its permissions, or use another path",
                            denied);
            case FileSystemException other ->
                    new TidemillException(
                            Condition.FAILED_READ_FILE,
                            "a file could not be read or written: " + other.getMessage(),
                            "see that the disk is well, then start the query again",
                            other);
            default ->
                    new TidemillException(
                            Condition.FAILED_READ_FILE,
                            "reading or writing failed: " + e.getMessage(),
                            "see that what is named can be reached, then start the query again",
                            e);
        };
    }

    /// What to tell a person about a failure: the same error where it says what to do, an
    /// [IllegalStateException] of ours as it is.
    static Throwable of(Throwable e) {
        return switch (e) {
            case TidemillException known -> known;
            case UncheckedIOException unchecked when unchecked.getCause() != null ->
                    of(unchecked.getCause());
            case IOException io -> of(io);
            default -> e;
        };
    }

    /// Whether the query can go on by itself once there is space on the disk.
    static boolean isWaitingForSpace(Throwable e) {
        return of(e) instanceof TidemillException known
                && known.condition() == Condition.WAITING_FOR_SPACE;
    }
}
