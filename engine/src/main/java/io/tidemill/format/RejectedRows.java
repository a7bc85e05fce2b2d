package io.tidemill.format;

import io.tidemill.connect.BadRecords;
import io.tidemill.data.BytesColumn;
import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/// What a reader does with a record that cannot be read, by the mode of the options.
public final class RejectedRows {
    /// A place in a file: `bids.json, byte 17`.
    public static final String IN_FILE = ", byte ";

    /// A place in a partition of a topic: `bids-0@17`.
    public static final String IN_TOPIC = "@";

    private static final int SHOWN = 200;

    private final String file;
    private final ParseMode mode;
    private final BadRecords listener;
    private final String before;

    /// For the records of a file, which have places in bytes.
    public RejectedRows(String file, ParseMode mode, BadRecords listener) {
        this(file, IN_FILE, mode, listener);
    }

    /// @param before what stands between file and place in messages, [#IN_FILE] or [#IN_TOPIC]
    public RejectedRows(String file, String before, ParseMode mode, BadRecords listener) {
        this.file = file;
        this.before = before;
        this.mode = mode;
        this.listener = listener;
    }

    /// Tells of a record that is `[from, to)` of `bytes` and begins at `offset` of the file; says
    /// whether its row stays.
    ///
    /// @throws TidemillException MALFORMED_RECORD_IN_PARSING in the mode FAILFAST
    public boolean reject(byte[] bytes, int from, int to, long offset, String reason) {
        listener.reject(file, offset, bytes, from, to, reason);
        return switch (mode) {
            case PERMISSIVE -> true;
            case DROPMALFORMED -> false;
            case FAILFAST ->
                    throw new TidemillException(
                            Condition.MALFORMED_RECORD_IN_PARSING,
                            "%s%s%d: %s, in the record '%s'"
                                    .formatted(
                                            file, before, offset, reason, shown(bytes, from, to)),
                            "mend the record, or set the option 'mode' to PERMISSIVE or"
                                    + " DROPMALFORMED");
        };
    }

    private static String shown(byte[] bytes, int from, int to) {
        int end = Math.min(to, from + SHOWN);
        var text = new StringBuilder();
        if (Utf8.isValid(bytes, from, to)) {
            escaped(new String(bytes, from, end - from, StandardCharsets.UTF_8), text);
        } else {
            text.append("0x").append(HexFormat.of().formatHex(bytes, from, end));
        }
        return to - from > SHOWN ? text + "…" : text.toString();
    }

    /// Control characters would garble a terminal or a log.
    private static void escaped(String text, StringBuilder into) {
        text.chars()
                .forEach(c -> {
                    if (Character.isISOControl(c) && c != '\t') {
                        into.append("\\x%02x".formatted(c));
                    } else {
                        into.append((char) c);
                    }
                });
    }

    /// Puts the text of a record into the column of corrupt records, if there is one.
    public static void keep(Optional<BytesColumn> column, int row, byte[] bytes, int from, int to) {
        if (column.isEmpty()) {
            return;
        }
        column.get().setPresent(row);
        if (Utf8.isValid(bytes, from, to)) {
            column.get().append(row, bytes, from, to);
        } else {
            var text = Utf8.repaired(bytes, from, to);
            column.get().append(row, text, 0, text.length);
        }
    }
}
