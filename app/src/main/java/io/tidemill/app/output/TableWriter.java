package io.tidemill.app.output;

import io.tidemill.data.ValueText;
import io.tidemill.sql.types.ByteType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DecimalType;
import io.tidemill.sql.types.DoubleType;
import io.tidemill.sql.types.FloatType;
import io.tidemill.sql.types.IntegerType;
import io.tidemill.sql.types.LongType;
import io.tidemill.sql.types.ShortType;
import io.tidemill.sql.types.StructType;
import java.io.IOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Rows as a table whose columns are as wide as their widest cell, numbers to the right.
///
/// Widths are known once rows are: up to [#CHUNK] rows are held, then written, and what follows
/// comes in further tables of at most that many rows, so that a result of any size can be shown.
final class TableWriter implements ResultWriter {
    private static final int CHUNK = 10_000;

    private final Appendable out;
    private final StructType schema;
    private final ZoneId zone;
    private final TableStyle style;
    private final List<List<String>> held = new ArrayList<>();
    private boolean written;

    TableWriter(Appendable out, StructType schema, ZoneId zone, TableStyle style) {
        this.out = out;
        this.schema = schema;
        this.zone = zone;
        this.style = style;
    }

    @Override
    public void row(List<@Nullable Object> values) throws IOException {
        held.add(
                IntStream.range(0, schema.size())
                        .mapToObj(i ->
                                onOneLine(
                                        ValueText.of(
                                                Nested.plain(values.get(i)),
                                                schema.typeOf(i),
                                                zone)))
                        .toList());
        if (held.size() == CHUNK) {
            flush();
        }
    }

    @Override
    public void end() throws IOException {
        if (!held.isEmpty() || !written) {
            flush();
        }
    }

    private void flush() throws IOException {
        List<String> names = Arrays.stream(schema.fieldNames()).map(this::onOneLine).toList();
        int[] widths = names.stream().mapToInt(DisplayWidth::of).toArray();
        for (List<String> row : held) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], DisplayWidth.of(row.get(i)));
            }
        }
        if (style.marksNumbers()) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], 3);
            }
        }
        if (style.ruled()) {
            rule(widths, style.top());
        }
        line(names, widths);
        rule(widths, style.middle());
        for (List<String> row : held) {
            line(row, widths);
        }
        if (style.ruled()) {
            rule(widths, style.bottom());
        }
        held.clear();
        written = true;
    }

    private void line(List<String> cells, int[] widths) throws IOException {
        out.append(style.bar());
        for (int i = 0; i < widths.length; i++) {
            String space = " ".repeat(widths[i] - DisplayWidth.of(cells.get(i)));
            boolean right = isNumber(schema.typeOf(i));
            out.append(' ').append(right ? space + cells.get(i) : cells.get(i) + space);
            out.append(' ').append(style.bar());
        }
        out.append('\n');
    }

    private void rule(int[] widths, String corners) throws IOException {
        out.append(corners.charAt(0));
        for (int i = 0; i < widths.length; i++) {
            boolean right = style.marksNumbers() && isNumber(schema.typeOf(i));
            out.append(style.line().repeat(widths[i] + (right ? 1 : 2))).append(right ? ":" : "");
            out.append(corners.charAt(i + 1 < widths.length ? 1 : 2));
        }
        out.append('\n');
    }

    private String onOneLine(String cell) {
        return cell.replace("\\", style.marksNumbers() ? "\\\\" : "\\")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t")
                .replace(style.bar(), style.escape());
    }

    private static boolean isNumber(DataType type) {
        return type instanceof ByteType
                || type instanceof ShortType
                || type instanceof IntegerType
                || type instanceof LongType
                || type instanceof FloatType
                || type instanceof DoubleType
                || type instanceof DecimalType;
    }
}
