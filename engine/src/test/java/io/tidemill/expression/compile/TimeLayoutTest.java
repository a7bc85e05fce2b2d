package io.tidemill.expression.compile;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import org.junit.jupiter.api.Test;

class TimeLayoutTest {
    private static final List<String> PATTERNS =
            List.of("yyyy-MM-dd", "HH:mm", "yyyy-MM-dd HH:mm:ss", "dd.MM.", "ss", "yyyy/HH");

    @Test
    void textsOfTimesNearAndFarAreThoseOfTheJdk() {
        var random = new Random(5);
        for (var pattern : PATTERNS) {
            var layout = TimeLayout.of(pattern).orElseThrow();
            var jdk = DateTimeFormatter.ofPattern(pattern.replace("yyyy", "uuuu"));
            long micros = 1_600_000_000_000_000L;
            for (int i = 0; i < 5_000; i++) {
                micros +=
                        random.nextInt(10) == 0
                                ? random.nextLong(-1L << 55, 1L << 54)
                                : random.nextLong(-90_000_000, 90_000_000);
                micros = Math.floorMod(micros, 250_000_000_000_000_000L) - 62_000_000_000_000_000L;
                var cell = new Cell();
                layout.write(micros, cell);
                var time = Instant.EPOCH.plus(micros, ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
                assertThat(text(cell)).isEqualTo(jdk.format(time));
            }
        }
    }

    private static String text(Cell cell) {
        return new String(cell.data, cell.start, cell.end - cell.start, StandardCharsets.UTF_8);
    }

    @Test
    void aPatternWithLettersIsLeftToTheInterpreter() {
        assertThat(TimeLayout.of("MMM yyyy")).isEmpty();
    }
}
