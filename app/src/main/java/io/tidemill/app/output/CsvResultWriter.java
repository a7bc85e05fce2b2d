package io.tidemill.app.output;

import io.tidemill.data.ValueText;
import io.tidemill.sql.types.BinaryType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.StructType;
import java.io.IOException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Rows as RFC 4180 has them, with a header and `\n` at the line's end. NULL is an empty field, an
/// empty string is `""`; bytes are Base64.
final class CsvResultWriter implements ResultWriter {
    private final Appendable out;
    private final StructType schema;
    private final ZoneId zone;
    private boolean headerWritten;

    CsvResultWriter(Appendable out, StructType schema, ZoneId zone) {
        this.out = out;
        this.schema = schema;
        this.zone = zone;
    }

    @Override
    public void row(List<@Nullable Object> values) throws IOException {
        header();
        line(
                IntStream.range(0, schema.size())
                        .mapToObj(i -> field(schema.typeOf(i), values.get(i)))
                        .toList());
    }

    @Override
    public void end() throws IOException {
        header();
    }

    private void header() throws IOException {
        if (!headerWritten) {
            line(Arrays.stream(schema.fieldNames()).map(CsvResultWriter::quoted).toList());
            headerWritten = true;
        }
    }

    private void line(List<String> fields) throws IOException {
        out.append(fields.stream().collect(Collectors.joining(",", "", "\n")));
    }

    private String field(DataType type, @Nullable Object value) {
        return switch (value) {
            case null -> "";
            case byte[] bytes when type instanceof BinaryType ->
                    Base64.getEncoder().encodeToString(bytes);
            default -> quoted(ValueText.of(Nested.plain(value), type, zone));
        };
    }

    private static String quoted(String field) {
        boolean plain = !field.isEmpty() && field.chars().noneMatch(c -> ",\"\n\r".indexOf(c) >= 0);
        return plain ? field : "\"" + field.replace("\"", "\"\"") + "\"";
    }
}
