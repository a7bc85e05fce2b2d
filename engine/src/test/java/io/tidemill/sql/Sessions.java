package io.tidemill.sql;

import module java.base;

/// Sessions for tests: in UTC, printing into memory.
final class Sessions {
    private Sessions() {}

    /// A session with two workers whose relative paths start in `directory`.
    static TidemillSession in(Path directory) {
        return in(directory, new ByteArrayOutputStream());
    }

    static TidemillSession in(Path directory, OutputStream printed) {
        return TidemillSession.builder()
                .appName("test")
                .master("local[2]")
                .config("spark.sql.session.timeZone", "UTC")
                .directory(directory)
                .out(new PrintStream(printed, true, StandardCharsets.UTF_8))
                .create();
    }
}
