package io.tidemill.operator.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import module java.base;

import org.junit.jupiter.api.Test;

/// Calendar windows against plain `java.time`, over every transition of the years 2006 to 2025.
class CalendarWindowsTest {
    private static final List<String> ZONES =
            List.of(
                    "Europe/Berlin",
                    "Europe/London",
                    "America/New_York",
                    "America/Sao_Paulo",
                    "America/St_Johns",
                    "Australia/Lord_Howe",
                    "Pacific/Apia",
                    "Asia/Kolkata",
                    "Africa/Casablanca",
                    "Asia/Tehran",
                    "America/Havana",
                    "Pacific/Kiritimati");

    private static final List<Period> LENGTHS =
            List.of(
                    Period.ofDays(1),
                    Period.ofDays(3),
                    Period.ofWeeks(1),
                    Period.ofMonths(1),
                    Period.ofMonths(3),
                    Period.ofYears(1));

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    /// All first instants of periods of these years, by walking from one to the next.
    private static NavigableSet<Long> boundaries(Period length, ZoneId zone) {
        var boundaries = new TreeSet<Long>();
        long days = length.get(ChronoUnit.DAYS);
        var date =
                days == 0
                        ? LocalDate.of(2000, 1, 1)
                        : days % 7 == 0
                                ? LocalDate.of(2000, 1, 3)
                                : LocalDate.EPOCH.plusDays(
                                        LocalDate.of(2000, 1, 1).toEpochDay() / days * days);
        for (; date.getYear() < 2030; date = date.plus(length)) {
            boundaries.add(micros(date.atStartOfDay(zone).toInstant()));
        }
        return boundaries;
    }

    private static List<Instant> interesting(ZoneId zone) {
        var instants = new ArrayList<Instant>();
        var at = Instant.parse("2006-01-01T00:00:00Z");
        var end = Instant.parse("2026-01-01T00:00:00Z");
        for (var next = zone.getRules().nextTransition(at);
                next != null && next.getInstant().isBefore(end);
                next = zone.getRules().nextTransition(next.getInstant())) {
            for (long minutes = -27 * 60; minutes <= 27 * 60; minutes += 30) {
                for (long micros : new long[] {-1, 0, 1}) {
                    instants.add(
                            next.getInstant()
                                    .plus(minutes, ChronoUnit.MINUTES)
                                    .plus(micros, ChronoUnit.MICROS));
                }
            }
        }
        for (var day = at; day.isBefore(end); day = day.plus(7, ChronoUnit.HOURS)) {
            instants.add(day);
        }
        return instants;
    }

    @Test
    void aWindowIsFromOneFirstInstantToTheNextOverAllTransitions() {
        for (var name : ZONES) {
            var zone = ZoneId.of(name);
            var instants = interesting(zone);
            for (var length : LENGTHS) {
                var windows = Windows.calendar(length, zone);
                var boundaries = boundaries(length, zone);
                for (var instant : instants) {
                    long time = micros(instant);
                    boolean right =
                            windows.find(time) == 1
                                    && boundaries.floor(time).equals(windows.start(0))
                                    && boundaries.higher(time).equals(windows.end(0));
                    if (!right) {
                        fail(
                                "%s in windows of %s in %s: %d to %d",
                                instant, length, name, windows.start(0), windows.end(0));
                    }
                }
            }
        }
    }

    @Test
    void mostDaysAreTheDateThatClocksShow() {
        for (var name : ZONES) {
            var zone = ZoneId.of(name);
            var windows = Windows.calendar(Period.ofDays(1), zone);
            for (var instant : interesting(zone)) {
                var date = LocalDate.ofInstant(instant, zone);
                windows.find(micros(instant));
                var begin =
                        LocalDate.ofInstant(
                                Instant.EPOCH.plus(windows.start(0), ChronoUnit.MICROS), zone);
                boolean clocksWentBackOverMidnight = begin.isAfter(date);
                if (!begin.equals(date) && !clocksWentBackOverMidnight) {
                    fail("%s in %s", instant, name);
                }
            }
        }
    }

    @Test
    void daysHave23And25Hours() {
        var windows = Windows.calendar(Period.ofDays(1), ZoneId.of("Europe/Berlin"));
        windows.find(micros(Instant.parse("2026-03-29T12:00:00Z")));
        assertThat(windows.end(0) - windows.start(0)).isEqualTo(23L * 3_600_000_000L);
        windows.find(micros(Instant.parse("2026-10-25T12:00:00Z")));
        assertThat(windows.end(0) - windows.start(0)).isEqualTo(25L * 3_600_000_000L);
    }
}
