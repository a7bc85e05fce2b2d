package io.tidemill.kafka.sink;

import io.tidemill.system.FileSystem;
import io.tidemill.system.ReadableFile;
import io.tidemill.system.WritableFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Batches of an epoch that has more of them than it may keep in memory, one behind the other in a
/// file, until the epoch is committed. Nothing of it is needed after a crash: it is never synced,
/// and has no name any more once it is open, where the system allows that.
///
/// One thread at a time.
final class SpilledBatches implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SpilledBatches.class);

    private final FileSystem files;
    private final Path path;
    private final WritableFile out;
    private final ReadableFile in;
    private final List<Place> places = new ArrayList<>();
    private final boolean unnamed;
    private long end;

    /// Where a batch lies, and all of it but its bytes.
    private record Place(long begin, SealedBatch.Facts facts) {}

    /// Makes such a file when it is needed.
    interface Opener {
        SpilledBatches open() throws IOException;
    }

    private SpilledBatches(FileSystem files, Path path) throws IOException {
        this.files = files;
        this.path = path;
        out = files.create(path);
        ReadableFile opened = null;
        try {
            opened = files.open(path);
        } finally {
            if (opened == null) {
                out.close();
                delete();
            }
        }
        in = opened;
        unnamed = delete();
    }

    /// @param folder made when it is not there
    /// @param name of the file, which nobody else uses
    static SpilledBatches in(FileSystem files, Path folder, String name) throws IOException {
        files.makeDirectories(folder);
        return new SpilledBatches(files, folder.resolve(name));
    }

    private boolean delete() {
        try {
            return files.delete(path);
        } catch (IOException e) {
            LOG.debug("a file is deleted later path={}", path, e);
            return false;
        }
    }

    int count() {
        return places.size();
    }

    void add(SealedBatch batch) throws IOException {
        out.writeFully(end, batch.array(), 0, batch.bytes());
        places.add(new Place(end, batch.facts()));
        end += batch.bytes();
    }

    /// A batch as it was added, with bytes of its own.
    SealedBatch get(int index) throws IOException {
        var place = places.get(index);
        var bytes = new byte[place.facts.bytes()];
        in.readFully(place.begin, bytes, 0, bytes.length);
        return SealedBatch.of(place.facts, bytes);
    }

    @Override
    public void close() {
        try (out) {
            in.close();
        } catch (IOException e) {
            LOG.debug("a file cannot be closed path={}", path, e);
        }
        if (!unnamed && !delete()) {
            LOG.warn("a file that is not needed any more cannot be deleted path={}", path);
        }
    }
}
