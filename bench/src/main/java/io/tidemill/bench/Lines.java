package io.tidemill.bench;

import io.tidemill.data.Batch;
import java.time.LocalDate;

/// Writes a row of bids as one line of JSON.
interface Lines {
    void add(Text out, Batch bids, int row);

    /// NEXMark's seven columns, always in their order, ASCII: as its generators write them.
    final class Plain implements Lines {
        private static final String[] KEYS = {
            "{\"auction\":",
            ",\"bidder\":",
            ",\"price\":",
            ",\"channel\":\"",
            "\",\"url\":\"",
            "\",\"dateTime\":\"",
            "\",\"extra\":\""
        };

        @Override
        public void add(Text out, Batch bids, int row) {
            for (int i = 0; i < 3; i++) {
                out.raw(KEYS[i]).number(bids.longs(i).getLong(row));
            }
            out.raw(KEYS[3]);
            string(out, bids, 3, row);
            out.raw(KEYS[4]);
            string(out, bids, 4, row);
            out.raw(KEYS[5]);
            time(out, bids.longs(5).getLong(row));
            out.raw(KEYS[6]);
            string(out, bids, 6, row);
            out.raw("\"}\n");
        }
    }

    /// Twenty columns: keys in another order on every line, one in eight of the others missing,
    /// text with escapes and beyond ASCII.
    final class Wide implements Lines {
        private static final int COLUMNS = 20;
        private static final String[] CITIES = {
            "Zürich",
            "São Paulo",
            "東京",
            "Санкт-Петербург",
            "القاهرة",
            "Kraków",
            "Reykjavík",
            "😀 City"
        };
        private static final String[] NOTES = {
            "plain words",
            "a \\\"quoted\\\" word",
            "tab\\tand\\nnewline",
            "back\\\\slash",
            "\\u00fcml\\u00e4ut",
            "smile \\ud83d\\ude00",
            "slash \\/ path",
            "ünïcödé"
        };
        private final int[] order = new int[COLUMNS];
        private long state = 42;

        @Override
        public void add(Text out, Batch bids, int row) {
            shuffle();
            boolean first = true;
            for (int column : order) {
                if (column >= 3 && below(8) == 0) {
                    continue;
                }
                out.one(first ? '{' : ',');
                first = false;
                value(out, bids, row, column);
            }
            out.raw("}\n");
        }

        private void value(Text out, Batch bids, int row, int column) {
            switch (column) {
                case 0 -> out.raw("\"auction\":").number(bids.longs(0).getLong(row));
                case 1 -> out.raw("\"bidder\":").number(bids.longs(1).getLong(row));
                case 2 -> out.raw("\"price\": ").number(bids.longs(2).getLong(row));
                case 3, 4, 6 -> {
                    out.raw(
                            column == 3
                                    ? "\"channel\":\""
                                    : column == 4 ? "\"url\":\"" : "\"extra\":\"");
                    string(out, bids, column, row);
                    out.one('"');
                }
                case 5 -> {
                    out.raw("\"dateTime\":\"");
                    time(out, bids.longs(5).getLong(row));
                    out.one('"');
                }
                case 7 -> out.raw("\"quantity\":").number(below(1000));
                case 8 -> out.raw("\"discount\":0.").padded(below(100), 2).one('5');
                case 9 -> out.raw("\"isMobile\":").raw(below(2) == 0 ? "true" : "false");
                case 10 -> out.raw("\"country\":\"").one((char) ('A' + below(26))).raw("X\"");
                case 11 -> out.raw("\"city\":\"").raw(CITIES[below(8)]).one('"');
                case 12 -> out.raw("\"note\":\"").raw(NOTES[below(8)]).one('"');
                case 13 -> out.raw("\"session\":\"").padded(state >>> 1, 18).one('"');
                case 14 -> out.raw("\"score\":-").number(below(10_000)).raw(".25e2");
                case 15 ->
                        out.raw("\"referrer\":")
                                .raw(below(2) == 0 ? "null" : "\"https://a.example/\"");
                case 16 -> out.raw("\"tags\":\"t").number(below(50)).raw(", u\"");
                case 17 -> out.raw("\"revision\":").number(below(5));
                case 18 ->
                        out.raw("\"agent\":\"Mozilla/5.0 (X11; Linux x86_64) rv:")
                                .number(below(140))
                                .one('"');
                default -> out.raw("\"ratio\":").number(below(10)).one('.').padded(below(1000), 3);
            }
        }

        private void shuffle() {
            for (int i = 0; i < COLUMNS; i++) {
                int other = below(i + 1);
                order[i] = order[other];
                order[other] = i;
            }
        }

        private int below(int bound) {
            state = state * 6364136223846793005L + 1442695040888963407L;
            return (int) (((state >>> 33) * bound) >>> 31);
        }
    }

    private static void string(Text out, Batch bids, int column, int row) {
        var bytes = bids.bytes(column);
        out.raw(bytes.data(), bytes.starts()[row], bytes.ends()[row]);
    }

    /// `2015-07-15T00:00:00.000Z`.
    private static void time(Text out, long micros) {
        long millis = Math.floorDiv(micros, 1000L);
        var date = LocalDate.ofEpochDay(Math.floorDiv(millis, 86_400_000L));
        long ofDay = Math.floorMod(millis, 86_400_000L);
        out.padded(date.getYear(), 4).one('-').padded(date.getMonthValue(), 2).one('-');
        out.padded(date.getDayOfMonth(), 2).one('T').padded(ofDay / 3_600_000, 2).one(':');
        out.padded(ofDay / 60_000 % 60, 2).one(':').padded(ofDay / 1000 % 60, 2).one('.');
        out.padded(ofDay % 1000, 3).one('Z');
    }
}
