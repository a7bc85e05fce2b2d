package io.tidemill.parquet;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import org.apache.parquet.format.CompressionCodec;
import org.jspecify.annotations.Nullable;
import org.xerial.snappy.Snappy;

/// Packs and unpacks the bodies of pages. Native code is loaded when the first page of its kind
/// comes.
///
/// Source: apache/parquet-format `Compression.md`; the old LZ4 is read as Hadoop wrote it, in
/// blocks with lengths, and failing that as one bare block, as others did.
final class PageCodec {
    private static final int ZSTD_LEVEL = 3;

    private PageCodec() {}

    /// @param codec null when the file names one that is not known
    static boolean isSupported(@Nullable CompressionCodec codec) {
        return switch (codec) {
            case UNCOMPRESSED, SNAPPY, GZIP, ZSTD, LZ4_RAW, LZ4 -> true;
            case LZO, BROTLI -> false;
            case null -> false;
        };
    }

    /// The `size` bytes that `packed` was made from.
    ///
    /// @throws IOException when it was not
    static byte[] unpack(CompressionCodec codec, byte[] packed, int size) throws IOException {
        if (size == 0 && packed.length == 0) {
            return packed;
        }
        return switch (codec) {
            case UNCOMPRESSED -> plain(packed, size);
            case SNAPPY -> snappy(packed, size);
            case GZIP -> gzip(packed, size);
            case ZSTD -> zstd(packed, size);
            case LZ4_RAW -> lz4(packed, 0, packed.length, size);
            case LZ4 -> oldLz4(packed, size);
            case LZO, BROTLI -> throw new IllegalStateException(codec + " is not read");
        };
    }

    private static byte[] plain(byte[] bytes, int size) throws IOException {
        return checked(bytes, bytes.length, size);
    }

    private static byte[] snappy(byte[] packed, int size) throws IOException {
        int found = Snappy.uncompressedLength(packed, 0, packed.length);
        if (found != size) {
            throw wrongSize(found, size);
        }
        byte[] bytes = new byte[size];
        Snappy.uncompress(packed, 0, packed.length, bytes, 0);
        return bytes;
    }

    private static byte[] gzip(byte[] packed, int size) throws IOException {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            byte[] bytes = in.readNBytes(size);
            return checked(bytes, bytes.length, size);
        }
    }

    private static byte[] zstd(byte[] packed, int size) throws IOException {
        byte[] bytes = new byte[size];
        long found = Zstd.decompressByteArray(bytes, 0, size, packed, 0, packed.length);
        if (Zstd.isError(found)) {
            throw new IOException(
                    "a page packed with zstd is damaged: " + Zstd.getErrorName(found));
        }
        return checked(bytes, (int) found, size);
    }

    private static byte[] lz4(byte[] packed, int from, int length, int size) throws IOException {
        byte[] bytes = new byte[size];
        try {
            int found =
                    LZ4Factory.fastestInstance()
                            .safeDecompressor()
                            .decompress(packed, from, length, bytes, 0, size);
            return checked(bytes, found, size);
        } catch (LZ4Exception e) {
            throw new IOException("a page packed with lz4 is damaged", e);
        }
    }

    private static byte[] oldLz4(byte[] packed, int size) throws IOException {
        byte[] bytes = new byte[size];
        int done = 0;
        var in = ByteBuffer.wrap(packed);
        while (in.remaining() >= 8) {
            int plain = in.getInt();
            int length = in.getInt();
            if (plain < 0 || plain > size - done || length < 0 || length > in.remaining()) {
                return lz4(packed, 0, packed.length, size);
            }
            System.arraycopy(lz4(packed, in.position(), length, plain), 0, bytes, done, plain);
            in.position(in.position() + length);
            done += plain;
        }
        return in.hasRemaining() || done < size ? lz4(packed, 0, packed.length, size) : bytes;
    }

    private static byte[] checked(byte[] bytes, int found, int size) throws IOException {
        if (found != size) {
            throw wrongSize(found, size);
        }
        return bytes;
    }

    private static IOException wrongSize(int found, int size) {
        return new IOException(
                "a page has %d bytes, where its header says %d".formatted(found, size));
    }

    static CompressionCodec codec(ParquetOptions.Compression compression) {
        return switch (compression) {
            case NONE, UNCOMPRESSED -> CompressionCodec.UNCOMPRESSED;
            case SNAPPY -> CompressionCodec.SNAPPY;
            case GZIP -> CompressionCodec.GZIP;
            case ZSTD -> CompressionCodec.ZSTD;
            case LZ4_RAW -> CompressionCodec.LZ4_RAW;
        };
    }

    static byte[] pack(CompressionCodec codec, byte[] plain) throws IOException {
        return switch (codec) {
            case UNCOMPRESSED -> plain;
            case SNAPPY -> Snappy.compress(plain);
            case GZIP -> {
                var bytes = new ByteArrayOutputStream(plain.length / 2 + 64);
                try (var out = new GZIPOutputStream(bytes)) {
                    out.write(plain);
                }
                yield bytes.toByteArray();
            }
            case ZSTD -> Zstd.compress(plain, ZSTD_LEVEL);
            case LZ4_RAW -> {
                var compressor = LZ4Factory.fastestInstance().fastCompressor();
                byte[] bytes = new byte[compressor.maxCompressedLength(plain.length)];
                yield Arrays.copyOf(bytes, compressor.compress(plain, 0, plain.length, bytes, 0));
            }
            case LZ4, LZO, BROTLI -> throw new IllegalStateException(codec + " is not written");
        };
    }
}
