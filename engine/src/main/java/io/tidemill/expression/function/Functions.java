package io.tidemill.expression.function;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Every function and operator, by name.
public final class Functions {
    private static final Map<String, Function> ALL = all(new Catalog());

    private Functions() {}

    private static Map<String, Function> all(Catalog catalog) {
        ArithmeticOperators.define(catalog);
        ComparisonOperators.define(catalog);
        SignFunctions.define(catalog);
        ConditionalFunctions.define(catalog);
        CastFunctions.define(catalog);
        TextFunctions.define(catalog);
        TextEditFunctions.define(catalog);
        TextFillFunctions.define(catalog);
        JoinFunctions.define(catalog);
        PatternFunctions.define(catalog);
        EncodingFunctions.define(catalog);
        HashFunctions.define(catalog);
        FormatFunctions.define(catalog);
        RandomFunctions.define(catalog);
        RandomFunctions.defineNumbers(catalog);
        RandomFunctions.defineDraws(catalog);
        MathFunctions.define(catalog);
        RoundingFunctions.define(catalog);
        NumberFunctions.define(catalog);
        BitFunctions.define(catalog);
        TimeParts.define(catalog);
        TimeFunctions.define(catalog);
        TimeMakeFunctions.define(catalog);
        TimeTextFunctions.define(catalog);
        ArrayFunctions.define(catalog);
        ArraySearchFunctions.define(catalog);
        ArrayEditFunctions.define(catalog);
        MapFunctions.define(catalog);
        LambdaFunctions.define(catalog);
        SequenceFunctions.define(catalog);
        JsonFunctions.define(catalog);
        CsvFunctions.define(catalog);
        FileFunctions.define(catalog);
        SessionFunctions.define(catalog);
        AggregateFunctions.define(catalog);
        StatisticalFunctions.define(catalog);
        SelectingFunctions.define(catalog);
        CollectingFunctions.define(catalog);
        return Map.copyOf(catalog.functions());
    }

    /// The function of that name or alias, in any case.
    public static Optional<Function> find(String name) {
        return Optional.ofNullable(ALL.get(name.toLowerCase(Locale.ROOT)));
    }

    /// The function of that name or alias, in any case.
    ///
    /// @throws TidemillException UNRESOLVED_ROUTINE, with names like it
    public static Function get(String name) {
        return find(name)
                .orElseThrow(() ->
                        new TidemillException(
                                Condition.UNRESOLVED_ROUTINE,
                                "Cannot resolve routine `%s`".formatted(name),
                                "use one of the functions in docs/functions.md"));
    }

    /// All that can be called, each once, whatever aliases it has.
    public static Collection<Function> all() {
        var all = new LinkedHashSet<>(ALL.values());
        all.removeIf(function -> function.name().startsWith(FileFunctions.METADATA));
        return all;
    }
}
