package io.tidemill.sql;

import io.tidemill.data.Condition;
import io.tidemill.sql.expressions.Aggregator;
import java.util.List;

/// An aggregate of objects: `new Average().toColumn().name("average")`, for `dataset.select(..)` of
/// a Dataset of such objects, and for `groupByKey(..).agg(..)`.
///
/// A value. Which columns it reads is known only with the Dataset, so it is no column elsewhere.
///
/// @param <T> what the objects are
/// @param <U> what comes of them
public final class TypedColumn<T, U> extends Column {
    static final String RESULT = "result";

    private final Aggregator<T, ?, U> aggregator;
    private final String name;

    private TypedColumn(Aggregator<T, ?, U> aggregator, String name) {
        super(
                _ -> {
                    throw new AnalysisException(
                            Condition.UNSUPPORTED_FEATURE,
                            "%s is an aggregate of objects, and stands where a column should"
                                    .formatted(name),
                            "give it alone to select of a Dataset of such objects, or to agg behind"
                                    + " groupByKey; functions.udaf takes columns");
                },
                name);
        this.aggregator = aggregator;
        this.name = name;
    }

    /// The aggregate as a column; [Aggregator#toColumn] calls this.
    public static <T, U> TypedColumn<T, U> of(Aggregator<T, ?, U> aggregator) {
        return new TypedColumn<>(aggregator, aggregator.getClass().getSimpleName());
    }

    @Override
    public TypedColumn<T, U> as(String alias) {
        return new TypedColumn<>(aggregator, alias);
    }

    @Override
    public TypedColumn<T, U> name(String alias) {
        return as(alias);
    }

    @Override
    public TypedColumn<T, U> alias(String alias) {
        return as(alias);
    }

    Encoder<U> encoder() {
        return aggregator.outputEncoder();
    }

    /// The aggregate of objects that stand in columns.
    Column over(Encoder<T> objects, List<Column> columns) {
        return Udaf.of(aggregator, objects).withName(name).apply(columns.toArray(Column[]::new));
    }

    /// The columns of the result, from the one column [#RESULT].
    Column[] parts() {
        return new Column[] {
            encoder() instanceof ValueEncoder
                    ? new Column(RESULT).as(name)
                    : new Column(RESULT + ".*")
        };
    }
}
