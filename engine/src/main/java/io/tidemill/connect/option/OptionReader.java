package io.tidemill.connect.option;

import io.tidemill.data.Condition;
import io.tidemill.data.Nearest;
import io.tidemill.data.TidemillException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Reads the options of one table or query into records, and reports all that is wrong at once.
///
/// Each component of such a record carries [Option]. Components may be `boolean`, `int`, `long`,
/// `double`, `char`, `String`, [java.time.Duration], [ByteSize], an enum (by name, without regard
/// to case, `-` for `_`), or an `Optional` of a boxed one of these. Compact constructors of the
/// records check bounds by throwing [IllegalArgumentException].
public final class OptionReader {
    private final String owner;
    private final Options options;
    private final Set<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private final List<String> prefixes = new ArrayList<>();
    private final Set<String> problems = new LinkedHashSet<>();

    /// @param owner whose options they are, for messages: `table readings`
    public OptionReader(String owner, Options options) {
        this.owner = owner;
        this.options = options;
    }

    /// The record with what was given and the defaults. Problems are kept for [#finish]; the record
    /// is then made of defaults where a value could not be read.
    ///
    /// @throws TidemillException INVALID_OPTION when no record can be made at all
    public <T extends Record> T read(Class<T> record) {
        var components = record.getRecordComponents();
        var values = new @Nullable Object[components.length];
        var defaults = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            var option = option(components[i]);
            known.add(option.name());
            defaults[i] = otherwise(components[i], option);
            values[i] = value(components[i], option, defaults[i]);
        }
        var constructor =
                Records.constructor(
                        record,
                        Arrays.stream(components)
                                .map(RecordComponent::getType)
                                .toArray(Class<?>[]::new));
        try {
            return Records.create(constructor, values);
        } catch (IllegalArgumentException e) {
            problems.add(e.getMessage());
            finish();
            throw new IllegalStateException("a problem was reported and not thrown", e);
        }
    }

    /// The raw text of an option that needs no record, marking it as known.
    public Optional<String> text(String name) {
        known.add(name);
        return options.get(name);
    }

    /// Options that begin so are passed through unread: `kafka.`.
    public Map<String, String> passThrough(String prefix) {
        prefixes.add(prefix.toLowerCase(Locale.ROOT));
        var found = new TreeMap<String, String>();
        options.asMap()
                .forEach((name, value) -> {
                    if (name.toLowerCase(Locale.ROOT).startsWith(prefix)) {
                        found.put(name.substring(prefix.length()), value);
                    }
                });
        return found;
    }

    /// Adds something that is wrong with the options together.
    public void problem(String problem) {
        problems.add(problem);
    }

    /// To be called after all records are read.
    ///
    /// @throws TidemillException INVALID_OPTION when anything was wrong or an option is unknown
    public void finish() {
        boolean unknown = false;
        for (var name : options.asMap().keySet()) {
            if (!known.contains(name) && prefixes.stream().noneMatch(begins(name))) {
                unknown = true;
                problems.add(
                        "there is no option '%s'%s"
                                .formatted(
                                        name,
                                        Nearest.to(name, known)
                                                .map(near -> "; did you mean '" + near + "'?")
                                                .orElse("")));
            }
        }
        if (!problems.isEmpty()) {
            throw new TidemillException(
                    Condition.INVALID_OPTION,
                    "%s: %s".formatted(owner, String.join("; ", problems)),
                    unknown && !known.isEmpty() ? "use one of " + String.join(", ", known) : "");
        }
    }

    private static Predicate<String> begins(String name) {
        return name.toLowerCase(Locale.ROOT)::startsWith;
    }

    private static Option option(RecordComponent component) {
        var option = component.getAnnotation(Option.class);
        if (option == null) {
            throw new IllegalStateException(
                    component.getDeclaringRecord().getName()
                            + "."
                            + component.getName()
                            + " has no @Option");
        }
        return option;
    }

    private static @Nullable Object otherwise(RecordComponent component, Option option) {
        if (component.getType() == Optional.class) {
            return Optional.empty();
        }
        return option.required()
                ? OptionValues.blank(component.getType())
                : OptionValues.parse(component.getType(), option.otherwise());
    }

    private @Nullable Object value(
            RecordComponent component, Option option, @Nullable Object otherwise) {
        var text = options.get(option.name());
        if (text.isEmpty()) {
            if (option.required()) {
                problems.add("the option '%s' must be given".formatted(option.name()));
            }
            return otherwise;
        }
        try {
            if (component.getType() == Optional.class) {
                return Optional.of(OptionValues.parse(inner(component), text.get()));
            }
            return OptionValues.parse(component.getType(), text.get());
        } catch (IllegalArgumentException e) {
            problems.add(
                    "the option '%s' is '%s', but must be %s"
                            .formatted(option.name(), text.get(), e.getMessage()));
            return otherwise;
        }
    }

    private static Class<?> inner(RecordComponent component) {
        Type argument =
                ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
        return (Class<?>) argument;
    }
}
