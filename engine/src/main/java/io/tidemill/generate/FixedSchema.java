package io.tidemill.generate;

import io.tidemill.connect.TableContext;
import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.sql.types.StructType;

/// Checks the columns that somebody declared for a table whose columns are given.
final class FixedSchema {
    private FixedSchema() {}

    /// The columns declared, a subset of `given` in any order; all of them when none is declared.
    ///
    /// @throws TidemillException INVALID_SCHEMA when one is not among them at that type
    static StructType of(TableContext context, StructType given) {
        var declared = context.schema().orElse(given);
        for (var field : declared.fieldList()) {
            int index = given.indexOf(field.name());
            if (index < 0 || !given.typeOf(index).equals(field.dataType())) {
                throw new TidemillException(
                        Condition.INVALID_SCHEMA,
                        "table %s declares the column %s, which it does not have"
                                .formatted(context.name(), field.toDDL()),
                        "declare no columns, or some of " + given.toDDL());
            }
        }
        return declared;
    }
}
