package io.tidemill.sql;

import io.tidemill.connect.option.Option;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The names and defaults of [SessionSettings].
final class SettingNames {
    private static final Map<String, String> DEFAULTS =
            Arrays.stream(SessionSettings.class.getRecordComponents())
                    .map(SettingNames::option)
                    .collect(Collectors.toUnmodifiableMap(Option::name, Option::otherwise));

    static final Set<String> ALL = DEFAULTS.keySet();

    private SettingNames() {}

    static Optional<String> defaultOf(String key) {
        return Optional.ofNullable(DEFAULTS.get(key)).filter(text -> !text.isEmpty());
    }

    private static Option option(RecordComponent component) {
        var option = component.getAnnotation(Option.class);
        if (option == null) {
            throw new IllegalStateException(component.getName() + " has no @Option");
        }
        return option;
    }
}
