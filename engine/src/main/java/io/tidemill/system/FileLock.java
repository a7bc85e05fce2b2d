package io.tidemill.system;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/// An advisory lock that this process holds until it closes it or ends. It is a courtesy between
/// processes, no fence: file systems lose locks.
public interface FileLock extends Closeable {

    Path path();

    /// Whether, as far as this process knows, it still has the lock.
    boolean isHeld();

    @Override
    void close() throws IOException;
}
