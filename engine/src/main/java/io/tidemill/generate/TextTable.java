package io.tidemill.generate;

import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Draws rows as the table that Spark's `show` prints:
///
/// ```
/// +------+------+
/// |device|signal|
/// +------+------+
/// | pump1|  17.5|
/// +------+------+
/// ```
///
/// Wide characters (of East Asian scripts) count for two columns, as there.
public final class TextTable {
    private final int most;
    private final StructType schema;
    private final List<List<String>> lines = new ArrayList<>();

    /// @param most how many characters of a value are shown; 0 for all, and then values stand left
    public TextTable(StructType schema, int most) {
        this.schema = schema;
        this.most = most;
        lines.add(schema.fieldList().stream().map(field -> cut(escape(field.name()))).toList());
    }

    /// Adds a row of objects, as [io.tidemill.data.Batch#row] gives it.
    public void add(@Nullable Object[] row) {
        var cells = new ArrayList<String>(row.length);
        for (int i = 0; i < row.length; i++) {
            cells.add(cut(escape(CellText.of(schema.typeOf(i), row[i]))));
        }
        lines.add(cells);
    }

    public String render() {
        int[] widths = new int[schema.size()];
        for (var line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(Math.max(widths[i], 3), width(line.get(i)));
            }
        }
        var text = new StringBuilder();
        rule(text, widths);
        line(text, lines.getFirst(), widths);
        rule(text, widths);
        for (var line : lines.subList(1, lines.size())) {
            line(text, line, widths);
        }
        rule(text, widths);
        return text.toString();
    }

    private static void rule(StringBuilder text, int[] widths) {
        text.append('+');
        for (int width : widths) {
            text.repeat('-', width).append('+');
        }
        text.append('\n');
    }

    private void line(StringBuilder text, List<String> cells, int[] widths) {
        text.append('|');
        for (int i = 0; i < widths.length; i++) {
            int pad = widths[i] - width(cells.get(i));
            if (most > 0) {
                text.repeat(' ', pad).append(cells.get(i));
            } else {
                text.append(cells.get(i)).repeat(' ', pad);
            }
            text.append('|');
        }
        text.append('\n');
    }

    private String cut(String cell) {
        if (most == 0 || cell.length() <= most) {
            return cell;
        }
        return most < 4 ? cell.substring(0, most) : cell.substring(0, most - 3) + "...";
    }

    /// Control characters would break the table.
    private static String escape(String cell) {
        if (cell.chars().noneMatch(c -> c < ' ')) {
            return cell;
        }
        return cell.replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t")
                .replace("\f", "\\f")
                .replace("\b", "\\b")
                .replace("\u000B", "\\v")
                .replace("\u0007", "\\a");
    }

    private static int width(String cell) {
        return cell.length() + (int) cell.chars().filter(TextTable::isWide).count();
    }

    private static boolean isWide(int c) {
        return c >= 0x1100 && c <= 0x115F
                || c >= 0x2E80 && c <= 0xA4CF
                || c >= 0xAC00 && c <= 0xD7A3
                || c >= 0xF900 && c <= 0xFAFF
                || c >= 0xFE30 && c <= 0xFE6F
                || c >= 0xFF00 && c <= 0xFF60
                || c >= 0xFFE0 && c <= 0xFFE6;
    }
}
