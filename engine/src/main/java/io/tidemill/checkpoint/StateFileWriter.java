package io.tidemill.checkpoint;

import io.tidemill.system.FileSystem;
import io.tidemill.system.WritableFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Writes a run or a snapshot under a temporary name; [#finish] makes it durable and names it.
/// Memory: one buffer and the largest section. Closed without `finish`, it leaves nothing.
final class StateFileWriter implements AutoCloseable {
    private static final int BUFFER = 256 * 1024;

    private final FileSystem files;
    private final Path directory;
    private final StateFileName name;
    private final Path temporary;
    private final WritableFile file;
    private final byte[] buffer = new byte[BUFFER];
    private int buffered;
    private long position;
    private long sections;
    private boolean finished;

    StateFileWriter(FileSystem files, Path directory, StateFileName name) throws IOException {
        this.files = files;
        this.directory = directory;
        this.name = name;
        this.temporary = directory.resolve("." + name.fileName());
        files.delete(temporary); // left by an attempt that failed
        this.file = files.create(temporary);
    }

    /// Writes all sections of an epoch into a run file.
    static List<Section> writeRun(
            FileSystem files, Path directory, StateFileName name, List<StateSection> sections)
            throws IOException {
        var written = new ArrayList<Section>();
        try (var run = new StateFileWriter(files, directory, name)) {
            for (var section : sections) {
                written.add(run.add(section));
            }
            run.finish(name.epoch());
        }
        return written;
    }

    StateFileName name() {
        return name;
    }

    /// Bytes written so far.
    long length() {
        return position;
    }

    void head(Bytes payload) throws IOException {
        frame(Frame.Type.SNAPSHOT, payload);
    }

    Section.InRun add(StateSection section) throws IOException {
        var out = new Encoder();
        Section.writeWhole(out, section);
        var at = position;
        var checksum = frame(Frame.Type.SECTION, out.toBytes());
        sections++;
        var withoutPayload =
                new StateSection(
                        section.operator(),
                        section.name(),
                        section.kind(),
                        section.schemaVersion(),
                        Bytes.EMPTY);
        return new Section.InRun(withoutPayload, name, at, checksum, section.payload().length());
    }

    /// Makes the file durable under its own name.
    ///
    /// @param through the last epoch whose changes may be in it
    void finish(long through) throws IOException {
        frame(Frame.Type.END, new Encoder().int64(sections).int64(through).toBytes());
        flush();
        file.sync();
        file.close();
        files.rename(temporary, name.in(directory));
        finished = true;
        files.syncDirectory(directory);
    }

    private int frame(Frame.Type type, Bytes payload) throws IOException {
        var bytes = Frame.encode(type, name.epoch(), 0, payload, name.identity(), position);
        if (bytes.length > BUFFER - buffered) {
            flush();
        }
        if (bytes.length > BUFFER) {
            file.writeFully(position, bytes, 0, bytes.length);
        } else {
            System.arraycopy(bytes, 0, buffer, buffered, bytes.length);
            buffered += bytes.length;
        }
        position += bytes.length;
        return Frame.checksum(bytes);
    }

    private void flush() throws IOException {
        file.writeFully(position - buffered, buffer, 0, buffered);
        buffered = 0;
    }

    @Override
    public void close() throws IOException {
        if (!finished) {
            finished = true;
            file.close();
            files.delete(temporary);
        }
    }
}
