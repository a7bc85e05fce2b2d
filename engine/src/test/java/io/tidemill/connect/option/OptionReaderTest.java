package io.tidemill.connect.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.data.TidemillException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionReaderTest {
    enum Mode {
        PERMISSIVE,
        DROP_MALFORMED
    }

    record Sample(
            @Option(name = "maxFiles", otherwise = "10", help = "files") int maxFiles,
            @Option(name = "mode", otherwise = "permissive", help = "mode") Mode mode,
            @Option(name = "wait", otherwise = "1 second", help = "time") Duration patience,
            @Option(name = "size", help = "bytes") Optional<ByteSize> size,
            @Option(name = "path", required = true, help = "where") String path) {
        Sample {
            if (maxFiles < 1) {
                throw new IllegalArgumentException("maxFiles must be at least 1, is " + maxFiles);
            }
        }
    }

    private static Sample read(Map<String, String> options) {
        var reader = new OptionReader("table t", Options.of(options));
        var sample = reader.read(Sample.class);
        reader.finish();
        return sample;
    }

    @Test
    void defaultsHoldAndNamesIgnoreCase() {
        assertThat(read(Map.of("PATH", "/in")))
                .isEqualTo(
                        new Sample(
                                10,
                                Mode.PERMISSIVE,
                                Duration.ofSeconds(1),
                                Optional.empty(),
                                "/in"));
        assertThat(
                        read(
                                Map.of(
                                        "path",
                                        "/in",
                                        "MODE",
                                        "DROPMALFORMED",
                                        "size",
                                        "64MiB",
                                        "wait",
                                        "2m")))
                .isEqualTo(
                        new Sample(
                                10,
                                Mode.DROP_MALFORMED,
                                Duration.ofMinutes(2),
                                Optional.of(new ByteSize(64L << 20)),
                                "/in"));
    }

    @Test
    void everythingWrongIsSaidAtOnce() {
        assertThatThrownBy(() -> read(Map.of("maxFils", "3", "mode", "lenient", "size", "big")))
                .isInstanceOf(TidemillException.class)
                .hasMessageContaining("table t")
                .hasMessageContaining("did you mean 'maxFiles'")
                .hasMessageContaining("'mode' is 'lenient', but must be one of permissive")
                .hasMessageContaining("'size' is 'big'")
                .hasMessageContaining("'path' must be given");
    }

    @Test
    void whatOptionsThereAreIsSaidOfAnUnknownOneOnly() {
        assertThat(remedy(Map.of("path", "/in", "qqq", "3")))
                .startsWith("use one of ")
                .contains("maxFiles");
        assertThat(remedy(Map.of("path", "/in", "mode", "lenient"))).isEmpty();
    }

    private static String remedy(Map<String, String> options) {
        try {
            read(options);
            throw new AssertionError("nothing was wrong");
        } catch (TidemillException e) {
            return e.remedy();
        }
    }

    @Test
    void aBoundThatIsBrokenIsSaid() {
        assertThatThrownBy(() -> read(Map.of("path", "/in", "maxFiles", "0")))
                .hasMessageContaining("maxFiles must be at least 1, is 0");
    }

    @ParameterizedTest
    @CsvSource({
        "5,PT0.005S",
        "10 seconds,PT10S",
        "1h30m,PT1H30M",
        "interval 2 days,PT48H",
        "7us,PT0.000007S"
    })
    void durationsAreReadAsPeopleWriteThem(String text, Duration expected) {
        assertThat(Durations.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"1024,1024", "1k,1024", "3 MB,3145728", "2GiB,2147483648", "8t,8796093022208"})
    void sizesAreReadAsPeopleWriteThem(String text, long bytes) {
        assertThat(ByteSize.parse(text).bytes()).isEqualTo(bytes);
    }
}
