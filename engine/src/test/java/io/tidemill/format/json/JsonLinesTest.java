package io.tidemill.format.json;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.connect.FileOpener;
import io.tidemill.connect.ReadRequest;
import io.tidemill.connect.SplitReader;
import io.tidemill.connect.option.OptionReader;
import io.tidemill.connect.option.Options;
import io.tidemill.data.Batch;
import io.tidemill.data.Json;
import io.tidemill.format.RecordChunks;
import io.tidemill.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The quick reader of JSON lines agrees with the careful one on every input, and both with values
/// that were known before they were written.
class JsonLinesTest {
    private static final StructType COLUMNS =
            StructType.fromDDL(
                    "l BIGINT, i INT, s STRING, d DOUBLE, b BOOLEAN, t TIMESTAMP, n DECIMAL(10,2),"
                            + " o STRUCT<x: INT, y: STRING>, a ARRAY<INT>, m MAP<STRING, STRING>,"
                            + " day DATE, w DECIMAL(30,5)");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void rowsComeBackAsTheyWereWritten(long seed) throws IOException {
        Documents documents = new Documents(new Random(seed));
        List<String> lines = new ArrayList<>();
        List<List<Object>> expected = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            Map<String, Object> row = documents.row();
            lines.add(documents.line(row));
            expected.add(
                    Arrays.stream(COLUMNS.fieldNames())
                            .<Object>map(n -> text(row.get(n)))
                            .toList());
        }
        Result quick = quick(String.join("\n", lines), Map.of());
        assertThat(quick.bad()).isEmpty();
        assertThat(quick.rows()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16})
    void whateverHappensToTheBytesBothReadersAgree(long seed) throws IOException {
        Random random = new Random(seed);
        Documents documents = new Documents(random);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < 4000; i++) {
            byte[] line = (documents.line(documents.row()) + "\n").getBytes(StandardCharsets.UTF_8);
            all.writeBytes(random.nextInt(3) == 0 ? mutated(line, random) : line);
        }
        for (Map<String, String> options :
                List.of(
                        Map.<String, String>of(),
                        Map.of("mode", "DROPMALFORMED"),
                        Map.of("allowNumericLeadingZeros", "true", "allowSingleQuotes", "false"))) {
            Result quick = read(all.toByteArray(), options, true);
            Result careful = read(all.toByteArray(), options, false);
            assertThat(quick.bad()).isEqualTo(careful.bad());
            assertThat(quick.rows()).isEqualTo(careful.rows());
        }
    }

    @Test
    void aFileReadInPiecesGivesTheRowsOfTheWhole() throws IOException {
        Random random = new Random(5);
        Documents documents = new Documents(random);
        StringBuilder text = new StringBuilder();
        String[] ends = {"\n", "\r\n", "\r", "\n\n", "\r\n\r\n"};
        for (int i = 0; i < 300; i++) {
            text.append(documents.line(documents.row())).append(ends[random.nextInt(5)]);
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        List<List<Object>> whole = read(bytes, Map.of(), true).rows();
        assertThat(whole).hasSize(300);
        for (int run = 0; run < 200; run++) {
            List<List<Object>> pieces = new ArrayList<>();
            int from = 0;
            while (from < bytes.length) {
                int to = Math.min(bytes.length, from + 1 + random.nextInt(3000));
                pieces.addAll(piece(bytes, from, to, Map.of()).rows());
                from = to;
            }
            assertThat(pieces).isEqualTo(whole);
        }
    }

    @Test
    void aLineThatIsTooLongIsOneBadRecordAndTheRestIsRead() throws IOException {
        String text = "{\"l\":1}\n{\"s\":\"" + "x".repeat(3_000_000) + "\"}\n{\"l\":2}\n{\"l\":3}";
        Result result = quick(text, Map.of("maxRecordBytes", "1m"));
        assertThat(result.rows().stream().map(List::getFirst)).containsExactly("1", "2", "3");
        assertThat(result.bad()).hasSize(1);
        assertThat(result.bad().getFirst()).contains("maxRecordBytes");
    }

    @Test
    void aBoundSmallerThanAChunkHoldsToo() throws IOException {
        String text = "{\"l\":1}\n{\"s\":\"" + "x".repeat(2000) + "\"}\n{\"l\":2}\n";
        assertThat(quick(text, Map.of("maxRecordBytes", "4k")).bad()).isEmpty();
        Result result = quick(text, Map.of("maxRecordBytes", "1k"));
        assertThat(result.rows().stream().map(List::getFirst)).containsExactly("1", "2");
        assertThat(result.bad()).hasSize(1);
        assertThat(result.bad().getFirst()).contains("maxRecordBytes");
    }

    @Test
    void aLineLongerThanAChunkIsRead() throws IOException {
        String value = "äx\\n".repeat(400_000);
        Result result = quick("{\"l\":1}\n{\"s\":\"" + value + "\"}\n{\"l\":2}", Map.of());
        assertThat(result.bad()).isEmpty();
        assertThat(result.rows()).hasSize(3);
        assertThat((String) result.rows().get(1).get(2)).hasSize(3 * 400_000);
    }

    @Test
    void deepNestingIsRefusedWithoutOverflowingTheStack() throws IOException {
        String deep = "[".repeat(200_000);
        String balanced = "[".repeat(100_000) + "]".repeat(100_000);
        Result result =
                quick(
                        "{\"s\":%s}\n{\"unread\":%s}\n%s\n{\"l\":1}"
                                .formatted(deep, balanced, deep),
                        Map.of());
        assertThat(result.bad()).hasSize(3);
        assertThat(result.rows()).hasSize(4);
    }

    @Test
    void namesThatNobodyAskedForMayBeAnyNumber() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 3000; i++) {
            text.append("{\"k%d\":%d,\"l\":%d,\"z%d\":\"x\"}\n".formatted(i, i, i, i));
        }
        Result result = quick(text.toString(), Map.of());
        assertThat(result.bad()).isEmpty();
        assertThat(result.rows()).hasSize(3000);
    }

    private static byte[] mutated(byte[] line, Random random) {
        byte[] copy = line.clone();
        String interesting = "{}[]\",:\\ \n\r\t0-.eEnulltruefalse/*'\u0000\u0080\u00ff";
        for (int i = 0; i <= random.nextInt(3); i++) {
            int at = random.nextInt(copy.length);
            switch (random.nextInt(4)) {
                case 0 ->
                        copy[at] = (byte) interesting.charAt(random.nextInt(interesting.length()));
                case 1 -> copy[at] = (byte) random.nextInt(256);
                case 2 -> {
                    byte[] shorter = new byte[copy.length - 1];
                    System.arraycopy(copy, 0, shorter, 0, at);
                    System.arraycopy(copy, at + 1, shorter, at, shorter.length - at);
                    copy = shorter.length == 0 ? copy : shorter;
                }
                default -> {
                    byte[] longer = new byte[copy.length + 1];
                    System.arraycopy(copy, 0, longer, 0, at);
                    longer[at] = (byte) interesting.charAt(random.nextInt(interesting.length()));
                    System.arraycopy(copy, at, longer, at + 1, copy.length - at);
                    copy = longer;
                }
            }
        }
        return copy;
    }

    private record Result(List<List<Object>> rows, List<String> bad) {}

    private static Result quick(String text, Map<String, String> options) throws IOException {
        return read(text.getBytes(StandardCharsets.UTF_8), options, true);
    }

    private static Result read(byte[] bytes, Map<String, String> options, boolean quick)
            throws IOException {
        if (quick) {
            return piece(bytes, 0, bytes.length, options);
        }
        List<String> bad = new ArrayList<>();
        OptionReader reader = new OptionReader("t", Options.of(options));
        JsonOptions parsed = reader.read(JsonOptions.class);
        JsonRecords records = new JsonRecords(request(bad), parsed, "f");
        RecordChunks chunks =
                new RecordChunks(new ByteArrayInputStream(bytes), 0, 1 << 19, 1 << 24);
        return drain(
                new JsonLineReader(chunks, records, new byte[0], Long.MAX_VALUE, true, false), bad);
    }

    private static Result piece(byte[] bytes, int from, int to, Map<String, String> options)
            throws IOException {
        List<String> bad = new ArrayList<>();
        FileOpener opener =
                new FileOpener() {
                    @Override
                    public InputStream open(Path file, long offset) {
                        return new ByteArrayInputStream(
                                bytes, (int) offset, bytes.length - (int) offset);
                    }

                    @Override
                    public long size(Path file) {
                        return bytes.length;
                    }
                };
        return drain(
                new JsonFormat()
                        .configure(new OptionReader("t", Options.of(options)))
                        .reader(opener, Path.of("f"), from, to, request(bad)),
                bad);
    }

    private static ReadRequest request(List<String> bad) {
        return new ReadRequest(
                COLUMNS,
                (file, offset, record, from, to, reason) ->
                        bad.add(
                                offset
                                        + " "
                                        + HexFormat.of()
                                                .formatHex(record, from, Math.min(to, from + 99))
                                        + " "
                                        + reason));
    }

    private static Result drain(SplitReader reader, List<String> bad) throws IOException {
        List<List<Object>> rows = new ArrayList<>();
        Batch batch = Batch.create(COLUMNS, 0);
        try (reader) {
            while (reader.next(batch)) {
                for (int row = 0; row < batch.rows(); row++) {
                    rows.add(
                            Arrays.stream(batch.row(row))
                                    .<Object>map(JsonLinesTest::text)
                                    .toList());
                }
            }
        }
        return new Result(rows, bad);
    }

    private static String text(Object value) {
        return value instanceof Object[] struct
                ? Arrays.stream(struct).map(JsonLinesTest::text).toList().toString()
                : String.valueOf(value);
    }

    /// Random rows, and lines of JSON that say them in random ways.
    private static final class Documents {
        private final Random random;
        private List<String> order = new ArrayList<>(List.of(COLUMNS.fieldNames()));

        Documents(Random random) {
            this.random = random;
        }

        Map<String, Object> row() {
            Map<String, Object> row = new HashMap<>();
            for (String name : COLUMNS.fieldNames()) {
                if (random.nextInt(8) > 0) {
                    row.put(name, value(name));
                }
            }
            return row;
        }

        private Object value(String name) {
            return switch (name) {
                case "l" -> random.nextLong() >> random.nextInt(64);
                case "i", "x" -> random.nextInt() >> random.nextInt(32);
                case "s", "y" -> string();
                case "d" -> number();
                case "b" -> random.nextBoolean();
                case "t" ->
                        Instant.EPOCH.plus(
                                random.nextLong() % 60_000_000_000_000_000L, ChronoUnit.MICROS);
                case "n" -> BigDecimal.valueOf(random.nextInt() >> random.nextInt(32), 2);
                case "w" -> new BigDecimal(new BigInteger(90, random), 5);
                case "day" -> LocalDate.ofEpochDay(random.nextInt(80_000) - 20_000);
                case "a" ->
                        Stream.generate(() -> random.nextInt(5) == 0 ? null : random.nextInt(1000))
                                .limit(random.nextInt(4))
                                .collect(Collectors.toList());
                case "m" -> {
                    Map<String, String> map = new LinkedHashMap<>();
                    for (int i = random.nextInt(4); i > 0; i--) {
                        map.put("k" + random.nextInt(5), string());
                    }
                    yield map;
                }
                default -> new Object[] {value("x"), random.nextInt(4) == 0 ? null : value("y")};
            };
        }

        private double number() {
            return switch (random.nextInt(6)) {
                case 0 -> random.nextInt(1_000_000) / 100.0;
                case 1 -> random.nextDouble();
                case 2 -> {
                    double any = Double.longBitsToDouble(random.nextLong());
                    yield Double.isFinite(any) ? any : 0.5;
                }
                case 3 -> random.nextInt(2000) - 1000;
                case 4 -> random.nextGaussian() * 1e18;
                default -> -random.nextFloat();
            };
        }

        private String string() {
            StringBuilder text = new StringBuilder();
            String letters = "abc xyz,:{}[]'/019";
            String strange = "\"\\\n\t\u0001äß€日本\ud83d\ude00\u007f\u00a0";
            boolean plain = random.nextInt(3) > 0;
            for (int i = random.nextInt(40); i > 0; i--) {
                if (plain || random.nextInt(3) > 0) {
                    text.append(letters.charAt(random.nextInt(letters.length())));
                } else {
                    text.appendCodePoint(
                            strange.codePoints()
                                    .toArray()[random.nextInt((int) strange.codePoints().count())]);
                }
            }
            return text.toString();
        }

        String line(Map<String, Object> row) {
            if (random.nextInt(4) == 0) {
                Collections.shuffle(order, random);
            }
            int style = random.nextInt(10);
            String colon = style == 0 ? ": " : style == 1 ? " :\t" : ":";
            String comma = style == 0 ? ", " : style == 1 ? " , " : ",";
            List<String> fields = new ArrayList<>();
            for (String name : order) {
                if (row.containsKey(name)) {
                    fields.add("\"" + name + "\"" + colon + json(row.get(name)));
                } else if (random.nextInt(3) == 0) {
                    fields.add("\"" + name + "\"" + colon + "null");
                }
                if (random.nextInt(20) == 0) {
                    fields.add("\"unknown" + random.nextInt(4) + "\":" + unknown());
                }
            }
            return "{" + String.join(comma, fields) + "}";
        }

        private String unknown() {
            return switch (random.nextInt(6)) {
                case 0 -> "{\"a\":[1,{\"b\":\"}\"}]}";
                case 1 -> quoted(string());
                case 2 -> "-12.5e3";
                case 3 -> "[]";
                case 4 -> "true";
                default -> "17";
            };
        }

        private String json(Object value) {
            return switch (value) {
                case null -> "null";
                case String text -> quoted(text);
                case Instant time -> "\"" + time(time) + "\"";
                case LocalDate day -> "\"" + day + "\"";
                case BigDecimal number -> number.toPlainString();
                case List<?> list ->
                        list.stream()
                                .map(element -> json(element))
                                .collect(Collectors.joining(",", "[", "]"));
                case Map<?, ?> map ->
                        map.entrySet().stream()
                                .map(e -> quoted((String) e.getKey()) + ":" + json(e.getValue()))
                                .collect(Collectors.joining(",", "{", "}"));
                case Object[] struct ->
                        "{\"x\":%s,\"y\":%s}".formatted(json(struct[0]), json(struct[1]));
                default -> value.toString();
            };
        }

        private String time(Instant time) {
            return switch (random.nextInt(3)) {
                case 0 -> time.toString();
                case 1 ->
                        LocalDateTime.ofInstant(time, ZoneOffset.UTC).toString().length() < 19
                                ? time.toString()
                                : LocalDateTime.ofInstant(time, ZoneOffset.UTC)
                                        .toString()
                                        .replace('T', ' ');
                default -> time.atOffset(ZoneOffset.ofHours(2)).toString();
            };
        }

        private String quoted(String text) {
            if (random.nextInt(5) > 0) {
                StringBuilder out = new StringBuilder();
                Json.quote(out, text);
                return out.toString();
            }
            StringBuilder out = new StringBuilder("\"");
            text.chars().forEach(c -> out.append("\\u%04x".formatted(c)));
            return out.append('"').toString();
        }
    }
}
