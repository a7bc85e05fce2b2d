package io.tidemill.app.output;

/// The lines of a table.
///
/// @param ruled whether it has a line at its top and bottom
/// @param marksNumbers whether the rule says which columns stand to the right, as Markdown does
/// @param escape how a bar inside a cell is written
record TableStyle(
        boolean ruled,
        boolean marksNumbers,
        String bar,
        String line,
        String top,
        String middle,
        String bottom,
        String escape) {
    /// Boxes for a terminal. The corners stand as left, crossing, right.
    static final TableStyle BOX = new TableStyle(true, false, "│", "─", "┌┬┐", "├┼┤", "└┴┘", "│");

    static final TableStyle MARKDOWN =
            new TableStyle(false, true, "|", "-", "|||", "|||", "|||", "\\|");
}
