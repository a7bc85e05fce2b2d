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
import io.tidemill.format.json.JsonFormat;
import io.tidemill.sql.types.StructType;
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

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer registry;

    @AfterEach
    void close() {
        if (registry != null) {
            registry.stop(0);
        }
    }

    /// Starts a registry that knows schema 7 only; returns its address.
    private String registry() throws IOException {
        registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        registry.createContext(
                "/",
                exchange -> {
                    asked.add(
                            exchange.getRequestURI()
                                    + " "
                                    + exchange.getRequestHeaders().getFirst("Authorization"));
                    boolean known = exchange.getRequestURI().getPath().equals("/schemas/ids/7");
                    var body =
                            known
                                    ? "{\"schema\":\"%s\"}"
                                            .formatted(
                                                    SCHEMA.replace("\n", " ").replace("\"", "\\\""))
                                    : "{\"error_code\":40403,\"message\":\"Schema not found\"}";
                    var bytes = body.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(known ? 200 : 404, bytes.length);
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
                                new AvroFormat(),
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
                                new AvroFormat(),
                                "ID BIGINT, kind STRING",
                                options,
                                framed(7, bid(1, "a")),
                                framed(7, bid(2, "b"))))
                .containsExactly("[1, LARGE]", "[2, LARGE]");
        assertThat(asked).containsExactly("/schemas/ids/7 Basic bWU6c2VjcmV0");
    }

    @Test
    void aRecordThatCannotBeReadIsRefusedAndASchemaThatIsNotThereIsAnError() throws Exception {
        var options = Map.of("schema.registry.url", registry(), "mode", "DROPMALFORMED");
        var cut = framed(7, Arrays.copyOf(bid(1, "a"), 12));

        assertThat(
                        read(
                                new AvroFormat(),
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
        assertThatThrownBy(
                        () -> read(new AvroFormat(), "id BIGINT", options, framed(8, bid(1, "a"))))
                .hasMessageContaining("schema 8 cannot be had")
                .hasMessageContaining("Schema not found");
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
                                    new AvroFormat(),
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
