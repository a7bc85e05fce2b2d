package io.tidemill.file;

import io.tidemill.connect.Codec;
import io.tidemill.connect.FileOpener;
import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.system.FileSystem;
import io.tidemill.system.ReadableFile;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipException;

/// Opens files of the world for formats, unpacking those that are compressed.
final class WorldFiles implements FileOpener {
    private final FileSystem files;
    private final Codecs codecs;
    private final boolean unpack;

    /// @param unpack whether codecs go by the end of names; not for formats that compress
    ///   themselves
    WorldFiles(FileSystem files, Codecs codecs, boolean unpack) {
        this.files = files;
        this.codecs = codecs;
        this.unpack = unpack;
    }

    @Override
    public InputStream open(Path file, long offset) throws IOException {
        var name = String.valueOf(file.getFileName());
        if (unpack && codecs.isUnreadable(name)) {
            throw new TidemillException(
                    Condition.FAILED_READ_FILE,
                    "%s is compressed in a way that no codec here reads".formatted(file),
                    "add the module tidemill-codecs to the class path, or unpack the file");
        }
        var opened = files.open(file);
        var stream = new Closing(opened, offset);
        var codec = unpack ? codecs.ofFile(name) : Optional.<Codec>empty();
        if (codec.isEmpty()) {
            return stream;
        }
        try {
            return opened.size() == 0
                    ? stream
                    : new Unpacked(codec.get().decode(stream), file, codec.get().name());
        } catch (IOException e) {
            stream.close();
            throw damaged(file, codec.get().name(), e);
        }
    }

    @Override
    public long size(Path file) throws IOException {
        return files.stat(file).orElseThrow(() -> new NoSuchFileException(file.toString())).size();
    }

    private static IOException damaged(Path file, String codec, IOException cause) {
        return cause instanceof EOFException || cause instanceof ZipException
                ? new DamagedFileException(file, codec, cause)
                : cause;
    }

    /// A file as a stream that closes the file, and says whether there is more (streams of several
    /// gzip members ask).
    private static final class Closing extends InputStream {
        private final ReadableFile file;
        private final InputStream stream;
        private final long size;
        private long position;

        Closing(ReadableFile file, long offset) throws IOException {
            this.file = file;
            this.stream = file.stream(offset);
            this.size = file.size();
            this.position = offset;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = stream.read(target, offset, length);
            position += Math.max(0, read);
            return read;
        }

        @Override
        public int available() {
            return Math.clamp(size - position, 0, 1 << 16);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    /// Says which file is damaged when its codec stumbles.
    private static final class Unpacked extends FilterInputStream {
        private final Path file;
        private final String codec;

        Unpacked(InputStream in, Path file, String codec) {
            super(in);
            this.file = file;
            this.codec = codec;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            try {
                return super.read(target, offset, length);
            } catch (IOException e) {
                throw damaged(file, codec, e);
            }
        }
    }
}
