package io.tidemill.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Rows as a table of characters, as Spark's `show` and console sink draw it.
///
/// A cell longer than `truncate` characters is cut and ends in `...`; then cells stand to the
/// right, else to the left. Letters of East Asian scripts count as two columns. Pure.
public final class TextTable {
    private static final int NARROWEST = 3;

    private TextTable() {}

    /// @param names the columns
    /// @param rows their cells as text, each row as long as `names`
    /// @param truncate the most characters of a cell; 0 for no limit
    /// @param more whether there are rows that are not shown
    public static String render(
            List<String> names, List<List<String>> rows, int truncate, boolean more) {
        var lines = new ArrayList<List<String>>(rows.size() + 1);
        lines.add(names.stream().map(name -> cut(name, truncate)).toList());
        rows.forEach(row -> lines.add(row.stream().map(cell -> cut(cell, truncate)).toList()));
        int[] widths = new int[names.size()];
        Arrays.fill(widths, NARROWEST);
        for (var line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], width(line.get(i)));
            }
        }
        var border = new StringBuilder("+");
        for (int width : widths) {
            border.repeat('-', width).append('+');
        }
        border.append('\n');
        var text = new StringBuilder(border);
        appendLine(text, lines.getFirst(), widths, truncate > 0);
        text.append(border);
        for (int i = 1; i < lines.size(); i++) {
            appendLine(text, lines.get(i), widths, truncate > 0);
        }
        text.append(border);
        if (more) {
            text.append(
                    "only showing top %d row%s\n"
                            .formatted(rows.size(), rows.size() == 1 ? "" : "s"));
        }
        return text.toString();
    }

    /// Each row as a block of lines, one a column.
    public static String renderVertical(
            List<String> names, List<List<String>> rows, int truncate, boolean more) {
        var shown =
                rows.stream()
                        .map(row -> row.stream().map(cell -> cut(cell, truncate)).toList())
                        .toList();
        int nameWidth = names.stream().mapToInt(TextTable::width).max().orElse(0);
        int cellWidth =
                shown.stream().flatMap(List::stream).mapToInt(TextTable::width).max().orElse(0);
        nameWidth = Math.max(nameWidth, NARROWEST);
        cellWidth = Math.max(cellWidth, NARROWEST);
        var text = new StringBuilder();
        for (int r = 0; r < shown.size(); r++) {
            var head = "-RECORD " + r;
            int missing = nameWidth + cellWidth + 5 - head.length();
            text.append(head).repeat('-', Math.max(missing, 0)).append('\n');
            for (int i = 0; i < names.size(); i++) {
                text.append(' ').append(names.get(i));
                text.repeat(' ', nameWidth - width(names.get(i))).append(" | ");
                var cell = shown.get(r).get(i);
                text.append(cell).repeat(' ', cellWidth - width(cell)).append(" \n");
            }
        }
        if (shown.isEmpty()) {
            text.append("(0 rows)\n");
        } else if (more) {
            text.append(
                    "only showing top %d row%s\n"
                            .formatted(rows.size(), rows.size() == 1 ? "" : "s"));
        }
        return text.toString();
    }

    private static void appendLine(
            StringBuilder text, List<String> cells, int[] widths, boolean right) {
        text.append('|');
        for (int i = 0; i < widths.length; i++) {
            var cell = cells.get(i);
            int space = widths[i] - width(cell);
            if (right) {
                text.repeat(' ', space).append(cell);
            } else {
                text.append(cell).repeat(' ', space);
            }
            text.append('|');
        }
        text.append('\n');
    }

    private static String cut(String cell, int truncate) {
        var text = escaped(cell);
        if (truncate <= 0 || text.codePointCount(0, text.length()) <= truncate) {
            return text;
        }
        int keep = truncate < 4 ? truncate : truncate - 3;
        var start = text.substring(0, text.offsetByCodePoints(0, keep));
        return truncate < 4 ? start : start + "...";
    }

    /// Control characters as they are written in a program, so that a cell stays on its line.
    private static String escaped(String cell) {
        if (cell.chars().allMatch(c -> c >= ' ')) {
            return cell;
        }
        var text = new StringBuilder();
        cell.chars()
                .forEach(c -> {
                    switch (c) {
                        case '\n' -> text.append("\\n");
                        case '\r' -> text.append("\\r");
                        case '\t' -> text.append("\\t");
                        case '\f' -> text.append("\\f");
                        case '\b' -> text.append("\\b");
                        case 0x0b -> text.append("\\v");
                        case 0x07 -> text.append("\\a");
                        default -> text.append((char) c);
                    }
                });
        return text.toString();
    }

    /// How many columns of a terminal the text takes.
    private static int width(String text) {
        return text.codePoints().map(point -> isWide(point) ? 2 : 1).sum();
    }

    private static boolean isWide(int point) {
        return point >= 0x1100 && point <= 0x115F
                || point >= 0x2E80 && point <= 0xA4CF
                || point >= 0xAC00 && point <= 0xD7A3
                || point >= 0xF900 && point <= 0xFAFF
                || point >= 0xFE30 && point <= 0xFE6F
                || point >= 0xFF00 && point <= 0xFF60
                || point >= 0xFFE0 && point <= 0xFFE6
                || point >= 0x20000 && point <= 0x3FFFD;
    }
}
