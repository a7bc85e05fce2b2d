package io.tidemill.format;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.data.Column;
import io.tidemill.sql.types.DecimalType;
import org.junit.jupiter.api.Test;

/// Numbers read by hand are those that the JDK reads.
class NumberTextTest {
    private static double parse(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return NumberText.toDouble(bytes, 0, bytes.length);
    }

    private static void agrees(String text) {
        assertThat(Double.doubleToRawLongBits(parse(text)))
                .as(text)
                .isEqualTo(Double.doubleToRawLongBits(Double.parseDouble(text)));
    }

    @Test
    void doublesOfEverySizeAreExact() {
        Random random = new Random(7);
        for (int i = 0; i < 300_000; i++) {
            double any = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(any)) {
                agrees(Double.toString(any));
            }
        }
    }

    @Test
    void digitsAndPowersInAnyCombinationAreExact() {
        Random random = new Random(8);
        for (int i = 0; i < 300_000; i++) {
            String digits = Long.toString(random.nextLong() >>> random.nextInt(62) + 1);
            int point = random.nextInt(digits.length()) + 1;
            String text = digits.substring(0, point);
            if (point < digits.length()) {
                text += "." + digits.substring(point);
            }
            if (random.nextInt(2) == 0) {
                text += "e" + (random.nextInt(700) - 350);
            }
            agrees(random.nextInt(3) == 0 ? "-" + text : text);
        }
    }

    @Test
    void halfwayCasesAndExtremesAreExact() {
        for (String text :
                List.of(
                        "9007199254740993",
                        "9007199254740992.5",
                        "9007199254740991.5",
                        "2.2250738585072011e-308",
                        "2.2250738585072014e-308",
                        "4.9e-324",
                        "2.4703282292062327e-324",
                        "2.4703282292062328e-324",
                        "1.7976931348623157e308",
                        "1.7976931348623159e308",
                        "1e309",
                        "1e-400",
                        "0.000000000000000000000000000000000000000000000001",
                        "123456789012345678901234567890",
                        "0.1",
                        "0",
                        "-0",
                        "0e5",
                        "18446744073709551615",
                        "18446744073709551616",
                        "9999999999999999999",
                        "1e23",
                        "8.41e21",
                        "9.0e-5",
                        "7.2057594037927933e16")) {
            agrees(text);
        }
    }

    @Test
    void longsAreReadUpToTheirBounds() {
        for (String text :
                List.of("0", "-0", "+5", "9223372036854775807", "-9223372036854775808", "007")) {
            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            assertThat(NumberText.isLong(bytes, 0, bytes.length)).as(text).isTrue();
            assertThat(NumberText.toLong(bytes, 0, bytes.length)).isEqualTo(Long.parseLong(text));
        }
        for (String text :
                List.of(
                        "",
                        "-",
                        "+",
                        "9223372036854775808",
                        "-9223372036854775809",
                        "99999999999999999999",
                        "1.0",
                        "1e5",
                        " 1",
                        "0x1")) {
            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            assertThat(NumberText.isLong(bytes, 0, bytes.length)).as(text).isFalse();
        }
    }

    @Test
    void decimalsAreRoundedHalfUpAndBounded() {
        Random random = new Random(9);
        for (int i = 0; i < 100_000; i++) {
            DecimalType type =
                    i % 2 == 0 ? new DecimalType(10, 3) : new DecimalType(30, random.nextInt(20));
            String text =
                    new BigDecimal(
                                    new BigInteger(random.nextInt(100) + 1, random),
                                    random.nextInt(9))
                            .toPlainString();
            if (random.nextInt(4) == 0) {
                text = "-" + text;
            }
            BigDecimal expected = new BigDecimal(text).setScale(type.scale(), RoundingMode.HALF_UP);
            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            Column column = Column.create(type, 1);
            boolean fits = NumberText.decimal(bytes, 0, bytes.length, type, column, 0);
            assertThat(fits).as(text + type).isEqualTo(expected.precision() <= type.precision());
            if (fits) {
                assertThat(column.get(0)).isEqualTo(expected);
            }
        }
    }
}
