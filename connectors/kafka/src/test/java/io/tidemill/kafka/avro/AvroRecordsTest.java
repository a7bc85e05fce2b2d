package io.tidemill.kafka.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import com.sun.net.httpserver.HttpServer;
import io.tidemill.connect.Format;
import io.tidemill.connect.ReadRequest;
import io.tidemill.connect.RecordReader;
import io.tidemill.connect.option.OptionReader;
import io.tidemill.connect.option.Options;
import io.tidemill.data.Batch;
import io.tidemill.data.TidemillException;
import io.tidemill.format.json.JsonFormat;
import io.tidemill.sql.types.StructType;
import io.tidemill.system.WorldClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Records of Avro, written here byte by byte from the specification, with a registry over HTTP.
class AvroRecordsTest {
    private static final String SCHEMA =
            """
            {"type":"record","name":"Bid","namespace":"x","fields":[
              {"name":"id","type":"long"},
              {"name":"skipped","type":{"type":"map","values":["null","double"]}},
              {"name":"name","type":["null","string"]},
              {"name":"price","type":{"type":"bytes","logicalType":"decimal","precision":10,"scale":2}},
              {"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}},
              {"name":"kind","type":{"type":"enum","name":"Kind","symbols":["SMALL","LARGE"]}},
              {"name":"marks","type":{"type":"array","items":"int"}},
              {"name":"inner","type":{"type":"record","name":"Inner","fields":[{"name":"ok","type":"boolean"},
                {"name":"kind","type":"Kind"}]}}]}
            """;
    private static final String COLUMNS =
            "id BIGINT, name STRING, price DECIMAL(10,2), at TIMESTAMP, kind STRING, marks"
                    + " ARRAY<INT>, inner STRUCT<ok: BOOLEAN, kind: STRING>, none INT";

    /// Pauses take no time.
    private static final WorldClock CLOCK =
            new WorldClock() {
                private long slept;

                @Override
                public long micros() {
                    return slept / 1000;
                }

                @Override
                public long nanos() {
                    return slept;
                }

                @Override
                public void sleep(Duration duration) {
                    slept += duration.toNanos();
                }
            };

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer registry;

    @AfterEach
    void close() {
        if (registry != null) {
            registry.stop(0);
        }
    }

    /// What a registry answers.
    private record Answer(int status, String body) {
        static Answer schema(String text) {
            return new Answer(
                    200,
                    "{\"schema\":\"%s\"}".formatted(text.replace("\n", " ").replace("\"", "\\\"")));
        }
    }

    /// Starts a registry that knows schema 7 only; returns its address.
    private String registry() throws IOException {
        return registry(path ->
                path.equals("/schemas/ids/7")
                        ? Answer.schema(SCHEMA)
                        : new Answer(
                                404, "{\"error_code\":40403,\"message\":\"Schema not found\"}"));
    }

    private String registry(Function<String, Answer> answers) throws IOException {
        registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        registry.createContext(
                "/",
                exchange -> {
                    asked.add(
                            exchange.getRequestURI()
                                    + " "
                                    + exchange.getRequestHeaders().getFirst("Authorization"));
                    var answer = answers.apply(exchange.getRequestURI().getPath());
                    var bytes = answer.body.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(answer.status, bytes.length);
                    exchange.getResponseBody().write(bytes);
                    exchange.close();
                });
        registry.start();
        return "http://127.0.0.1:" + registry.getAddress().getPort();
    }

    private static byte[] bid(long id, String name) {
        var out = new ByteArrayOutputStream();
        number(out, id);
        number(out, 1); // a map of one entry
        text(out, "a");
        number(out, 1);
        out.writeBytes(
                ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(1.5).array());
        number(out, 0);
        if (name == null) {
            number(out, 0);
        } else {
            number(out, 1);
            text(out, name);
        }
        var price = BigInteger.valueOf(-12345).toByteArray();
        number(out, price.length);
        out.writeBytes(price);
        number(out, 1_700_000_000_123L);
        number(out, 1); // LARGE
        number(out, -2); // a block of two items, with its size
        number(out, 2);
        number(out, 5);
        number(out, -6);
        number(out, 0);
        out.write(1);
        number(out, 0);
        return out.toByteArray();
    }

    private static void number(ByteArrayOutputStream out, long value) {
        long raw = value << 1 ^ value >> 63;
        while ((raw & ~0x7FL) != 0) {
            out.write((int) (raw & 0x7F | 0x80));
            raw >>>= 7;
        }
        out.write((int) raw);
    }

    private static void text(ByteArrayOutputStream out, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        number(out, bytes.length);
        out.writeBytes(bytes);
    }

    private static byte[] framed(int id, byte[] record) {
        return ByteBuffer.allocate(5 + record.length).put((byte) 0).putInt(id).put(record).array();
    }

    private final List<String> refused = new ArrayList<>();

    private List<String> read(
            Format format, String columns, Map<String, String> options, byte[]... records) {
        var reader = new OptionReader("table t", Options.of(options));
        var configured = format.configure(reader);
        if (format instanceof JsonFormat) {
            reader.read(AvroOptions.class);
            configured = new FramedFormat(configured);
        }
        reader.finish();
        var schema = StructType.fromDDL(columns);
        var request =
                new ReadRequest(
                        schema,
                        (file, offset, _, _, _, reason) ->
                                refused.add("%s@%d: %s".formatted(file, offset, reason)));
        RecordReader rows = configured.records("bids-0", request).orElseThrow();
        var bytes = new ByteArrayOutputStream();
        for (var record : records) {
            bytes.writeBytes(record);
        }
        int size = bytes.size() + RecordReader.PADDING;
        var all = Arrays.copyOf(bytes.toByteArray(), 2 * size);
        var batch = Batch.create(schema, 16);
        rows.begin(batch, all, size);
        int from = 0;
        int count = 0;
        for (int i = 0; i < records.length; i++) {
            count = rows.read(from, from + records[i].length, i, count);
            from += records[i].length;
        }
        batch.setRows(count);
        return IntStream.range(0, count)
                .mapToObj(row -> Arrays.deepToString(batch.row(row)))
                .toList();
    }

    @Test
    void valuesGoIntoColumnsByName() {
        assertThat(
                        read(
                                new AvroFormat(CLOCK),
                                COLUMNS,
                                Map.of("avroSchema", SCHEMA),
                                bid(1, "né"),
                                bid(2, null)))
                .containsExactly(
                        "[1, né, -123.45, 2023-11-14T22:13:20.123Z, LARGE, [5, -6], [true, SMALL],"
                                + " null]",
                        "[2, null, -123.45, 2023-11-14T22:13:20.123Z, LARGE, [5, -6], [true,"
                                + " SMALL], null]");
        assertThat(refused).isEmpty();
    }

    @Test
    void theSchemaIsAskedForOnceByItsId() throws Exception {
        var options =
                Map.of(
                        "schema.registry.url",
                        registry(),
                        "schema.registry.basic.auth.user.info",
                        "me:secret");

        assertThat(
                        read(
                                new AvroFormat(CLOCK),
                                "ID BIGINT, kind STRING",
                                options,
                                framed(7, bid(1, "a")),
                                framed(7, bid(2, "b"))))
                .containsExactly("[1, LARGE]", "[2, LARGE]");
        assertThat(asked).containsExactly("/schemas/ids/7 Basic bWU6c2VjcmV0");
    }

    @Test
    void aRecordThatCannotBeReadIsRefused() throws Exception {
        var options = Map.of("schema.registry.url", registry(), "mode", "DROPMALFORMED");
        var cut = framed(7, Arrays.copyOf(bid(1, "a"), 12));

        assertThat(
                        read(
                                new AvroFormat(CLOCK),
                                "id BIGINT",
                                options,
                                cut,
                                "plain".getBytes(StandardCharsets.UTF_8),
                                framed(7, bid(3, "c"))))
                .containsExactly("[3]");
        assertThat(refused)
                .satisfiesExactly(
                        first ->
                                assertThat(first)
                                        .startsWith("bids-0@0: ")
                                        .contains("ends behind it"),
                        second ->
                                assertThat(second)
                                        .isEqualTo(
                                                "bids-0@1: no schema's id stands in front of it"));
    }

    @Test
    void aSchemaThatTheRegistryDoesNotHaveIsTheRecordsFaultWhereAModeWasGiven() throws Exception {
        var url = registry();
        var stray = framed(8, bid(1, "a"));
        assertThatThrownBy(() -> readIds(Map.of("schema.registry.url", url), stray))
                .hasMessageContaining("the registry at " + url + " has no schema 8")
                .hasMessageContaining("the option mode");
        assertThat(
                        readIds(
                                Map.of("schema.registry.url", url, "mode", "DROPMALFORMED"),
                                stray,
                                framed(7, bid(3, "c"))))
                .containsExactly("[3]");
        assertThat(refused)
                .containsExactly("bids-0@0: the registry at %s has no schema 8".formatted(url));
    }

    private List<String> readIds(Map<String, String> options, byte[]... records) {
        return read(new AvroFormat(CLOCK), "id BIGINT", options, records);
    }

    @Test
    void aRegistryThatIsAwayForAMomentIsAskedAgain() throws Exception {
        var times = new AtomicInteger();
        var url =
                registry(_ ->
                        times.incrementAndGet() < 5
                                ? new Answer(503, "starting")
                                : Answer.schema(SCHEMA));
        assertThat(readIds(Map.of("schema.registry.url", url), framed(7, bid(1, "a"))))
                .containsExactly("[1]");
    }

    @Test
    void whatARegistryAnswersThatIsNoSchemaIsNeverTakenForABadRecord() throws Exception {
        var answers = new LinkedHashMap<Answer, String>();
        answers.put(new Answer(200, "<html>log in</html>"), "HTTP 200: <html>log in</html>, which");
        answers.put(new Answer(404, "nothing here"), "HTTP 404: nothing here, which");
        answers.put(new Answer(401, "{\"error_code\":401}"), "HTTP 401: {");
        answers.put(new Answer(200, "{\"id\":7}"), "HTTP 200: {\"id\":7}");
        answers.put(new Answer(500, "store is down"), "HTTP 500: store is down");
        answers.put(Answer.schema("{nonsense"), "it is no schema of Avro");
        answers.put(new Answer(200, "{\"schemaType\":\"JSON\",\"schema\":\"{}\"}"), "type JSON");
        var next = new AtomicReference<Answer>();
        var url = registry(_ -> next.get());
        answers.forEach((answer, said) -> {
            next.set(answer);
            assertThatThrownBy(() ->
                            readIds(
                                    Map.of("schema.registry.url", url, "mode", "PERMISSIVE"),
                                    framed(7, bid(1, "a"))))
                    .as("%s", answer)
                    .isInstanceOf(TidemillException.class)
                    .hasMessageContaining("schema 7 cannot be had from " + url)
                    .hasMessageContaining(said);
        });
        assertThat(refused).isEmpty();
    }

    @Test
    void aSchemaThatDoesNotFitTheTableSaysWhichFieldAndColumn() throws Exception {
        var options = Map.of("schema.registry.url", registry());
        assertThatThrownBy(() ->
                        read(
                                new AvroFormat(CLOCK),
                                "name TIMESTAMP",
                                options,
                                framed(7, bid(1, "a"))))
                .isInstanceOf(TidemillException.class)
                .hasMessageContaining("schema 7 does not fit the table")
                .hasMessageContaining("name");
        assertThatThrownBy(() -> readIds(Map.of("avroSchema", "\"string\""), bid(1, "a")))
                .hasMessageContaining("'avroSchema': it is not the schema of a record");
    }

    @Test
    void anAddressWhereNoRegistryCanBeIsRefusedAtOnce() {
        for (var url : List.of("registry", "registry:8081", "ftp://registry", "http://", "a b")) {
            assertThatThrownBy(() -> readIds(Map.of("schema.registry.url", url)))
                    .hasMessageContaining("'schema.registry.url' is '" + url + "', but must be")
                    .hasMessageContaining("http://registry:8081");
        }
    }

    @Test
    void aLengthBehindTheEndOfTheRecordIsRefusedHoweverLargeItIs() {
        var schema =
                "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"s\",\"type\":\"string\"}]}";
        for (long length : new long[] {4, -1, 1L << 32, Long.MAX_VALUE}) {
            refused.clear();
            var out = new ByteArrayOutputStream();
            number(out, length);
            out.writeBytes("abc".getBytes(StandardCharsets.UTF_8));
            assertThat(
                            read(
                                    new AvroFormat(CLOCK),
                                    "s STRING",
                                    Map.of("avroSchema", schema, "mode", "DROPMALFORMED"),
                                    out.toByteArray()))
                    .as("%d", length)
                    .isEmpty();
            assertThat(refused).singleElement().asString().contains("ends behind it");
        }
    }

    @Test
    void jsonOfARegistryIsReadBehindItsId() throws Exception {
        assertThat(
                        read(
                                new JsonFormat(),
                                "id BIGINT",
                                Map.of("schema.registry.url", registry()),
                                framed(7, "{\"id\":1}".getBytes(StandardCharsets.UTF_8)),
                                "{\"id\":2}".getBytes(StandardCharsets.UTF_8)))
                .containsExactly("[1]", "[2]");
    }
}
