package io.tidemill.connect.option;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// Reads one value of an option from text.
final class OptionValues {
    private OptionValues() {}

    /// @throws IllegalArgumentException whose message goes on from "must be"
    static Object parse(Class<?> type, String text) {
        if (type == String.class) {
            return text;
        }
        if (type == boolean.class || type == Boolean.class) {
            return bool(text);
        }
        if (type == Duration.class) {
            return Durations.parse(text);
        }
        if (type == ByteSize.class) {
            return ByteSize.parse(text);
        }
        if (type.isEnum()) {
            return constant(type, text);
        }
        if (type == char.class || type == Character.class) {
            return character(text);
        }
        return number(type, text.strip());
    }

    /// What stands in for a value that must be given and is not, until the problem is thrown.
    static Object blank(Class<?> type) {
        if (type == String.class) {
            return "";
        }
        if (type == boolean.class) {
            return false;
        }
        if (type == Duration.class) {
            return Duration.ZERO;
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        return parse(type, "1");
    }

    private static boolean bool(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("true or false");
        };
    }

    private static char character(String text) {
        var unescaped =
                switch (text) {
                    case "\\t" -> "\t";
                    case "\\0", "\\u0000" -> "\0";
                    default -> text;
                };
        if (unescaped.length() > 1) {
            throw new IllegalArgumentException("one character");
        }
        return unescaped.isEmpty() ? '\0' : unescaped.charAt(0);
    }

    private static Object number(Class<?> type, String text) {
        try {
            if (type == int.class || type == Integer.class) {
                return Integer.parseInt(text);
            }
            if (type == long.class || type == Long.class) {
                return Long.parseLong(text);
            }
            if (type == double.class || type == Double.class) {
                return Double.parseDouble(text);
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a number", e);
        }
        throw new IllegalStateException("no option can be a " + type.getName());
    }

    /// As people write it: `at-least-once`.
    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Object constant(Class<?> type, String text) {
        var wanted = text.strip().replace('-', '_');
        for (var constant : type.getEnumConstants()) {
            if (((Enum<?>) constant)
                    .name()
                    .replace("_", "")
                    .equalsIgnoreCase(wanted.replace("_", ""))) {
                return constant;
            }
        }
        throw new IllegalArgumentException(
                "one of "
                        + Arrays.stream(type.getEnumConstants())
                                .map(constant -> word((Enum<?>) constant))
                                .collect(Collectors.joining(", ")));
    }
}
