package io.tidemill.system.simulation;

/// The calls of a file system that are counted and can go wrong.
public enum Call {
    STAT,
    OPEN,
    CREATE,
    LIST,
    MAKE_DIRECTORY,
    RENAME,
    PUBLISH,
    DELETE,
    SYNC_DIRECTORY,
    LOCK,
    FREE_BYTES,
    SIZE,
    READ,
    WRITE,
    TRUNCATE,
    SYNC,
    CLOSE;

    boolean needsSpace() {
        return switch (this) {
            case CREATE, MAKE_DIRECTORY, PUBLISH, WRITE -> true;
            case STAT,
                    OPEN,
                    LIST,
                    RENAME,
                    DELETE,
                    SYNC_DIRECTORY,
                    LOCK,
                    FREE_BYTES,
                    SIZE,
                    READ,
                    TRUNCATE,
                    SYNC,
                    CLOSE ->
                    false;
        };
    }
}
