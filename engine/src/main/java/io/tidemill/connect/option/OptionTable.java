package io.tidemill.connect.option;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What people can read about options: a table in Markdown, made from the record that they are read
/// into, a line for each, in its order. The pages of the reference are made of such tables.
public final class OptionTable {
    private OptionTable() {}

    /// @param options a record whose components are each an [Option]
    public static String of(Class<?> options) {
        var table = new StringBuilder("| option | type | default | meaning |\n|---|---|---|---|\n");
        for (var component : options.getRecordComponents()) {
            table.append(line(component));
        }
        return table.toString();
    }

    private static String line(RecordComponent component) {
        var option = component.getAnnotation(Option.class);
        var otherwise =
                option.required()
                        ? "must be given"
                        : option.otherwise().isEmpty() ? "" : "`" + option.otherwise() + "`";
        return "| `%s` | %s | %s | %s |\n"
                .formatted(
                        option.name(),
                        values(component),
                        otherwise,
                        option.help().replace("|", "\\|"));
    }

    private static String values(RecordComponent component) {
        var type =
                component.getType() == Optional.class
                                && component.getGenericType() instanceof ParameterizedType optional
                        ? (Class<?>) optional.getActualTypeArguments()[0]
                        : component.getType();
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(constant -> ((Enum<?>) constant).name())
                    .map(name -> name.toLowerCase(Locale.ROOT).replace('_', '-'))
                    .collect(Collectors.joining(", "));
        }
        return switch (type.getSimpleName()) {
            case "boolean", "Boolean" -> "true, false";
            case "int", "Integer", "long", "Long", "double", "Double" -> "number";
            case "char", "Character" -> "character";
            case "Duration" -> "time span";
            case "ByteSize" -> "size";
            default -> "text";
        };
    }
}
