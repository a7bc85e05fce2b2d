package io.tidemill.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "[]",
                "{}",
                "0",
                "-12",
                "1.50",
                "1E+3",
                "123456789012345678901234567890",
                "\"a\\\"b\\\\c\\nd\"",
                "[1,[2,{\"a\":null}],\"ü\"]",
                "{\"a\":{\"b\":[]},\"c\":false}",
                "9223372036854775807",
                "-9223372036854775808"
            })
    void whatIsReadIsWrittenTheSame(String json) {
        assertThat(Json.write(Json.parse(json))).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "nul",
                "[1,]",
                "{\"a\"}",
                "{a:1}",
                "01",
                "1.",
                ".5",
                "1e",
                "\"",
                "\"\\x\"",
                "\"\\u12g4\"",
                "[1 2]",
                "{}x",
                "-",
                "+1",
                "\"a\nb\"",
                "[",
                "{\"a\":1,}"
            })
    void whatIsNotJsonIsRefused(String text) {
        assertThatThrownBy(() -> Json.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void deepNestingIsRefusedAndWideNestingIsNot() {
        assertThatThrownBy(() -> Json.parse("[".repeat(100_000)))
                .isInstanceOf(IllegalArgumentException.class);
        var wide = "[" + "[[]],".repeat(2000) + "[]]";
        assertThat(Json.write(Json.parse(wide))).isEqualTo(wide);
    }
}
