package io.tidemill.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Only what is said before anything is measured.
class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void helpNamesEveryQueryAndEngineAndDefault() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString().replaceAll("\\s+", " "))
                .contains("Usage: bench/run", "kafka", "latency", "five")
                .contains("q0 q1 q2 wide", "q3 q4 q5 q7 q8 q9 q11 q12 q15 q16 q17 q18 q19 q20")
                .contains("tidemill spark flink duckdb", "tidemill-plain")
                .contains("Default: q0,q1,q2", "Default: 10000000", "Default: 4g", "hash, json");
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"kafka", "latency", "five"})
    void everyMeasurementHasHelp(String name) {
        assertThat(run(name, "--help")).isZero();
        assertThat(out.toString()).contains("Usage: bench/run " + name, "--heap", "Default:");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "q77                     | no query 'q77'; there are q0 q1 q2 wide q3",
                "q0 --engines spork      | no engine 'spork'; there are tidemill tidemill-plain",
                "q0 --rows ten           | 'ten' is not a whole number from 1 on",
                "q0 --rows 0             | '0' is not a whole number from 1 on",
                "q0 --rows               | Missing required parameter for option '--rows' (N)",
                "q0 --row 5              | Unknown option: '--row'",
                "q0 --heap lots          | 'lots' is not a size such as 512m or 4g",
                "q0 --sink table         | expected one of [HASH, JSON]",
                "q3 --copies 2           | events that come twice would be other events",
                "kafka q3                | no query 'q3'; there are q0 q1 q2 q5 q12 count",
                "kafka --engines duckdb  | no engine 'duckdb'; there are tidemill spark",
                "latency q2              | no query 'q2'; there are q0 q1 count",
                "latency --delivery most | expected one of [EXACTLY, ATLEAST]",
                "five q1                 | Unmatched argument",
                "q0 kafka                | 'kafka' comes first",
            })
    void whatCannotBeMeasuredIsNamedWithWhatCan(String arguments, String message) {
        assertThat(run(arguments.split(" +"))).isEqualTo(2);
        assertThat(err.toString()).contains(message);
        assertThat(out.toString()).isEmpty();
    }

    private int run(String... arguments) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }
}
