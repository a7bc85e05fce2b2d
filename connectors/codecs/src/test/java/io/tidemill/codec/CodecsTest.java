package io.tidemill.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.connect.Codec;
import net.jpountz.lz4.LZ4FrameOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xerial.snappy.SnappyFramedOutputStream;
import org.xerial.snappy.SnappyOutputStream;

class CodecsTest {
    private static final byte[] TEXT = "tide in, tide out; ".repeat(40_000).getBytes(UTF_8);

    static List<Codec> codecs() {
        return ServiceLoader.load(Codec.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(codec -> codec.getClass().getPackageName().equals("io.tidemill.codec"))
                .toList();
    }

    @Test
    void allAreFoundByNameAndByExtension() {
        assertThat(codecs())
                .extracting(Codec::name)
                .containsExactlyInAnyOrder("lz4", "snappy", "zstd");
        assertThat(codecs()).flatExtracting(Codec::extensions).contains(".lz4", ".snappy", ".zst");
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void whatWasWrittenIsReadAgain(Codec codec) throws IOException {
        for (byte[] bytes : List.of(new byte[0], new byte[] {7}, TEXT, noise(300_000))) {
            assertThat(decode(codec, encode(codec, bytes))).isEqualTo(bytes);
        }
        assertThat(encode(codec, TEXT)).hasSizeLessThan(TEXT.length / 10);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void filesPutTogetherAreReadAsOne(Codec codec) throws IOException {
        var both = new ByteArrayOutputStream();
        both.write(encode(codec, TEXT));
        both.write(encode(codec, TEXT));
        assertThat(decode(codec, both.toByteArray())).hasSize(2 * TEXT.length);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void aFileCutShortIsAnError(Codec codec) throws IOException {
        byte[] whole = encode(codec, noise(200_000));
        byte[] cut = Arrays.copyOf(whole, whole.length - 50_000);
        assertThatThrownBy(() -> decode(codec, cut)).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void bytesThatAreNotPackedAreAnError(Codec codec) {
        assertThatThrownBy(() -> decode(codec, "this is plain text".getBytes(UTF_8)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void otherFormsOfSnappyAndLz4AreRead() throws IOException {
        assertThat(decode(new SnappyCodec(), written(SnappyFramedOutputStream::new)))
                .isEqualTo(TEXT);
        assertThat(decode(new SnappyCodec(), written(SnappyOutputStream::new))).isEqualTo(TEXT);
        assertThat(decode(new Lz4Codec(), written(LZ4FrameOutputStream::new))).isEqualTo(TEXT);
    }

    @Test
    void aHadoopBlockMayHaveSeveralChunks() throws IOException {
        var codec = new Lz4Codec();
        byte[] one = encode(codec, "abc".getBytes(UTF_8));
        byte[] chunk = Arrays.copyOfRange(one, 4, one.length);
        var block = new ByteArrayOutputStream();
        block.write(new byte[] {0, 0, 0, 6});
        block.write(chunk);
        block.write(chunk);
        assertThat(decode(codec, block.toByteArray())).isEqualTo("abcabc".getBytes(UTF_8));
    }

    private interface Opening {
        OutputStream open(OutputStream out) throws IOException;
    }

    private static byte[] written(Opening opening) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = opening.open(bytes)) {
            out.write(TEXT);
        }
        return bytes.toByteArray();
    }

    private static byte[] encode(Codec codec, byte[] plain) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = codec.encode(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }

    private static byte[] decode(Codec codec, byte[] packed) throws IOException {
        try (var in = codec.decode(new ByteArrayInputStream(packed))) {
            return in.readAllBytes();
        }
    }

    private static byte[] noise(int length) {
        var bytes = new byte[length];
        new Random(5).nextBytes(bytes);
        return bytes;
    }
}
