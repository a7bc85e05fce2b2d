package io.tidemill.expression.function;

import io.tidemill.sql.types.DataType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where functions are defined: `catalog.define(group, "usage").says(…).takes(…).gives(…).with(…)`.
///
/// A definition ends with one of the `with…` methods, which adds it. Unless something else is said,
/// a function is deterministic, gives NULL when an argument is NULL, and may raise.
final class Catalog {
    private final Map<String, Function> functions = new LinkedHashMap<>();

    /// What there is, by name and by alias.
    Map<String, Function> functions() {
        return functions;
    }

    /// @param usage how it is called: `left(text, length)`; its name is what stands before the
    ///   bracket
    Definition define(Group group, String usage) {
        int bracket = usage.indexOf('(');
        return new Definition(group, bracket < 0 ? usage : usage.substring(0, bracket), usage);
    }

    /// An operator, whose sign is its name.
    Definition operator(String sign, String usage) {
        return new Definition(Group.OPERATOR, sign, usage);
    }

    /// A function of one argument.
    @FunctionalInterface
    interface One<A> {
        @Nullable Object apply(A first);
    }

    /// A function of two arguments.
    @FunctionalInterface
    interface Two<A, B> {
        @Nullable Object apply(A first, B second);
    }

    /// A function of three arguments.
    @FunctionalInterface
    interface Three<A, B, C> {
        @Nullable Object apply(A first, B second, C third);
    }

    /// A function while it is being defined.
    final class Definition {
        private final Group group;
        private final String name;
        private final String usage;
        private final List<String> aliases = new ArrayList<>();
        private final List<String> examples = new ArrayList<>();
        private String description = "";
        private boolean deterministic = true;
        private boolean raises = true;
        private boolean strict = true;
        private @Nullable Boolean nullable;
        private Kind[] required = {};
        private Kind[] optional = {};
        private @Nullable DataType result;
        private Optional<Function.LambdaTyping> lambdas = Optional.empty();

        private Definition(Group group, String name, String usage) {
            this.group = group;
            this.name = name;
            this.usage = usage;
        }

        Definition alias(String... names) {
            aliases.addAll(List.of(names));
            return this;
        }

        Definition says(String text) {
            description = text;
            return this;
        }

        Definition example(String... expressions) {
            examples.addAll(List.of(expressions));
            return this;
        }

        Definition takes(Kind... kinds) {
            required = kinds;
            return this;
        }

        Definition optional(Kind... kinds) {
            optional = kinds;
            return this;
        }

        Definition gives(DataType type) {
            result = type;
            return this;
        }

        /// Its result may be NULL although no argument is.
        Definition maybeNull() {
            nullable = true;
            return this;
        }

        /// Its result is never NULL, and it sees arguments that are.
        Definition neverNull() {
            nullable = false;
            strict = false;
            return this;
        }

        /// It sees arguments that are NULL.
        Definition seesNull() {
            strict = false;
            return this;
        }

        /// It gives a value, or NULL, for all arguments.
        Definition total() {
            raises = false;
            return this;
        }

        Definition random() {
            deterministic = false;
            return this;
        }

        Definition lambdas(Function.LambdaTyping typing) {
            lambdas = Optional.of(typing);
            return this;
        }

        void with(Body body) {
            withTyping(arguments -> {
                var types = kinds(arguments);
                return signature(arguments, types, resultType(), body);
            });
        }

        <A> void with1(One<A> body) {
            with((a, _) -> body.apply(the(a[0])));
        }

        <A, B> void with2(Two<A, B> body) {
            with((a, _) -> body.apply(the(a[0]), the(a[1])));
        }

        <A, B, C> void with3(Three<A, B, C> body) {
            with((a, _) -> body.apply(the(a[0]), the(a[1]), the(a[2])));
        }

        void withTyping(Typing typing) {
            add(typing, Optional.empty());
        }

        void withRewrite(Function.Rewrite rewrite) {
            add(
                    arguments -> {
                        throw new IllegalStateException(arguments.function() + " is rewritten");
                    },
                    Optional.of(rewrite));
        }

        /// The types that the arguments are taken for, by the kinds that were given.
        List<DataType> kinds(Arguments arguments) {
            arguments.countBetween(required.length, required.length + optional.length);
            var types = new ArrayList<DataType>();
            for (int i = 0; i < arguments.size(); i++) {
                types.add(arguments.as(i, kind(i)));
            }
            return types;
        }

        private Kind kind(int index) {
            return index < required.length ? required[index] : optional[index - required.length];
        }

        /// A signature that respects what was said about NULL.
        Signature signature(Arguments arguments, List<DataType> types, DataType type, Body body) {
            boolean mayBeNull = nullable != null ? nullable : arguments.nullable();
            return new Signature(types, type, mayBeNull, strict ? body.strict() : body);
        }

        private DataType resultType() {
            if (result == null) {
                throw new IllegalStateException(name + " does not say what it gives");
            }
            return result;
        }

        private void add(Typing typing, Optional<Function.Rewrite> rewrite) {
            var function =
                    new Function(
                            name,
                            aliases,
                            group,
                            usage,
                            description,
                            examples,
                            deterministic,
                            raises,
                            typing,
                            rewrite,
                            lambdas);
            put(name, function);
            aliases.forEach(alias -> put(alias, function));
        }

        private void put(String as, Function function) {
            if (functions.put(as, function) != null) {
                throw new IllegalStateException("two functions are called " + as);
            }
        }
    }

    /// An argument that its function's signature says the type of.
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals", "NullAway"})
    static <T> T the(@Nullable Object argument) {
        return (T) argument;
    }
}
