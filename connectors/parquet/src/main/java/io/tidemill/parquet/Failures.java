package io.tidemill.parquet;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What is said when a file cannot be read.
final class Failures {
    private Failures() {}

    static TidemillException damaged(Path file, String why, @Nullable Throwable cause) {
        return new TidemillException(
                Condition.FAILED_READ_FILE,
                "%s cannot be read as Parquet: %s".formatted(file, why),
                "replace the file, or take it away",
                cause);
    }

    static TidemillException unsupported(Path file, String why) {
        return new TidemillException(
                Condition.FAILED_READ_FILE,
                "%s cannot be read: %s".formatted(file, why),
                "write it anew without that, or leave the column out");
    }

    /// What a structure of the file must have.
    ///
    /// @throws IllegalStateException when it has not; readers take that as damage
    static <T> T required(@Nullable T found, String what) {
        if (found == null) {
            throw new IllegalStateException("the file lacks " + what);
        }
        return found;
    }

    static String reason(Throwable cause) {
        var inner = cause.getCause();
        if (cause instanceof UncheckedIOException && inner != null) {
            return reason(inner);
        }
        var message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
