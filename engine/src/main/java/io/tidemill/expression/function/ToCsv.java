package io.tidemill.expression.function;

import io.tidemill.sql.types.StructType;
import java.time.ZoneId;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/// Writes a struct as a record of CSV. Source: Apache Spark's `UnivocityGenerator`.
final class ToCsv {
    private final CsvLine line;
    private final ValueTexts texts;

    ToCsv(JsonSettings settings) {
        line = new CsvLine(settings, true);
        texts = new ValueTexts(settings);
    }

    String write(@Nullable Object[] row, StructType type, ZoneId zone) {
        var fields = new ArrayList<@Nullable String>();
        for (int i = 0; i < row.length; i++) {
            var value = row[i];
            fields.add(value == null ? null : texts.text(value, type.typeOf(i), zone));
        }
        return line.write(fields);
    }
}
