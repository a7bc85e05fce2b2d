package io.tidemill.file;

import java.io.IOException;
import java.nio.file.Path;

/// A compressed file ends too early or is not what its name says.
final class DamagedFileException extends IOException {
    private static final long serialVersionUID = 1;

    DamagedFileException(Path file, String codec, IOException cause) {
        super("%s is no whole %s file: %s".formatted(file, codec, cause.getMessage()), cause);
    }
}
