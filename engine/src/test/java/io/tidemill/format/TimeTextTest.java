package io.tidemill.format;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import org.junit.jupiter.api.Test;

/// Times read and written by hand are those of java.time.
class TimeTextTest {
    private static long micros(TimeText times, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return times.timestamp(bytes, 0, bytes.length);
    }

    @Test
    void whatIsWrittenIsReadBackInEveryZone() {
        Random random = new Random(3);
        for (String name :
                List.of("UTC", "Europe/Oslo", "America/New_York", "+05:30", "Asia/Tokyo")) {
            ZoneId zone = ZoneId.of(name);
            TimeText times = new TimeText(zone);
            for (int i = 0; i < 20_000; i++) {
                long micros = random.nextLong() % 250_000_000_000_000_000L;
                micros -= i % 2 == 0 ? Math.floorMod(micros, 1000) : 0;
                ByteOut out = new ByteOut();
                out.timestamp(micros, name.equals("UTC") ? ZoneOffset.UTC : zone);
                Instant instant = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
                assertThat(micros(times, out.toString())).as(out.toString()).isEqualTo(micros);
                assertThat(OffsetDateTime.parse(out.toString()).toInstant()).isEqualTo(instant);
            }
        }
    }

    @Test
    void timesWithoutAZoneAreOfTheSessionsZone() {
        TimeText times = new TimeText(ZoneId.of("Europe/Oslo"));
        assertThat(micros(times, "2024-07-01T12:00:00"))
                .isEqualTo(Instant.parse("2024-07-01T10:00:00Z").getEpochSecond() * 1_000_000);
        assertThat(micros(times, "2024-01-01 12:00:00.5"))
                .isEqualTo(
                        Instant.parse("2024-01-01T11:00:00Z").getEpochSecond() * 1_000_000
                                + 500_000);
        assertThat(micros(times, "2024-01-01 12:00:00Z"))
                .isEqualTo(Instant.parse("2024-01-01T12:00:00Z").getEpochSecond() * 1_000_000);
    }

    @Test
    void everyDayOfFourCenturiesIsRight() {
        byte[] bytes = new byte[10];
        for (LocalDate day = LocalDate.of(1800, 1, 1);
                day.getYear() < 2201;
                day = day.plusDays(1)) {
            bytes = day.toString().getBytes(StandardCharsets.ISO_8859_1);
            assertThat(TimeText.usualDate(bytes, 0)).isEqualTo(day.toEpochDay());
            ByteOut out = new ByteOut();
            out.date(day.toEpochDay());
            assertThat(out.toString()).isEqualTo(day.toString());
        }
        assertThat(bytes).hasSize(10);
    }

    @Test
    void whatIsNoTimeIsNone() {
        TimeText times = new TimeText(ZoneOffset.UTC);
        for (String text :
                List.of(
                        "",
                        " ",
                        "x",
                        "2024-13-01",
                        "2024-02-30",
                        "2023-02-29 00:00:00",
                        "2024-01-01T25:00:00",
                        "2024-01-01T00:60:00",
                        "2024-01-01T00:00:60",
                        "2024-01-01T",
                        "2024-01-01T00:00:00Mars/Base",
                        "20240101",
                        "12:00:00",
                        "2024-01-01T00:00:00+",
                        "999999-01-01 00:00:00",
                        "2024-1-",
                        "-",
                        "+")) {
            assertThat(micros(times, text)).as(text).isEqualTo(TimeText.NONE);
        }
    }

    @Test
    void numbersAreWrittenAsTheJdkWritesThem() {
        Random random = new Random(4);
        for (int i = 0; i < 100_000; i++) {
            long value = random.nextLong() >> random.nextInt(64);
            int scale = random.nextInt(19);
            ByteOut out = new ByteOut();
            out.number(value);
            out.put(' ');
            out.decimal(value, scale);
            assertThat(out.toString())
                    .isEqualTo(value + " " + BigDecimal.valueOf(value, scale).toPlainString());
        }
    }

    @Test
    void utf8IsValidWhenTheJdkDecodesItUnchanged() {
        Random random = new Random(6);
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[random.nextInt(24)];
            for (int at = 0; at < bytes.length; ) {
                if (random.nextInt(12) == 0) {
                    bytes[at++] = (byte) random.nextInt(256);
                } else {
                    int codePoint = random.nextInt(0x800) << random.nextInt(10);
                    if (codePoint <= 0x10FFFF
                            && !isSurrogate(codePoint)
                            && bytes.length - at >= 4) {
                        at = Utf8.encode(codePoint, bytes, at);
                    } else {
                        bytes[at++] = 'x';
                    }
                }
            }
            byte[] again =
                    new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
            assertThat(Utf8.isValid(bytes, 0, bytes.length))
                    .as(HexFormat.of().formatHex(bytes))
                    .isEqualTo(Arrays.equals(bytes, again));
        }
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= 0xD800 && codePoint <= 0xDFFF;
    }
}
