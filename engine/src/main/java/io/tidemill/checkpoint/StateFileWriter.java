package io.tidemill.checkpoint;

import io.tidemill.system.FileSystem;
import io.tidemill.system.WritableFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/// Writes a run or a snapshot under a temporary name; [#finish] makes it durable and names it.
/// Memory: one buffer. Closed without `finish`, it leaves nothing.
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

    StateFileName name() {
        return name;
    }

    /// Bytes written so far.
    long length() {
        return position;
    }

    void head(Bytes payload) throws IOException {
        frame(Frame.Type.SNAPSHOT, payload, Bytes.EMPTY);
    }

    Section.InRun add(StateSection section) throws IOException {
        var head = Section.writeHead(new Encoder(), section).int32(section.payload().length());
        var at = position;
        var checksum = frame(Frame.Type.SECTION, head.toBytes(), section.payload());
        sections++;
        return new Section.InRun(
                section.withPayload(Bytes.EMPTY), name, at, checksum, section.payload().length());
    }

    /// Makes the file durable under its own name.
    ///
    /// @param through the last epoch whose changes may be in it
    void finish(long through) throws IOException {
        frame(Frame.Type.END, new Encoder().int64(sections).int64(through).toBytes(), Bytes.EMPTY);
        flush();
        file.sync();
        file.close();
        files.rename(temporary, name.in(directory));
        finished = true;
        files.syncDirectory(directory);
    }

    /// Writes a frame whose payload comes in two pieces; returns the checksum of its header.
    private int frame(Frame.Type type, Bytes first, Bytes second) throws IOException {
        var crc = new CRC32C();
        first.checksum(crc);
        second.checksum(crc);
        int length = Math.addExact(first.length(), second.length());
        var header = new byte[Frame.HEADER];
        var content = new Frame.Content(length, (int) crc.getValue());
        Frame.header(header, type, name.epoch(), 0, content, name.identity(), position);
        put(Bytes.wrap(header));
        put(first);
        put(second);
        put(Bytes.wrap(new byte[Frame.size(length) - Frame.HEADER - length]));
        return Frame.checksum(header);
    }

    private void put(Bytes bytes) throws IOException {
        if (bytes.length() > BUFFER - buffered) {
            flush();
        }
        if (bytes.length() > BUFFER) {
            bytes.write(file, position);
        } else {
            bytes.copyTo(buffer, buffered);
            buffered += bytes.length();
        }
        position += bytes.length();
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
