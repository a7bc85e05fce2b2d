package io.tidemill.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.connect.Format;
import io.tidemill.data.Batch;
import io.tidemill.data.TidemillException;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParquetRoundTripTest {
    private static final Path FILE = Path.of("t.parquet");

    private static final StructType EVERYTHING =
            StructType.fromDDL(
                    """
                    b BOOLEAN, i8 TINYINT, i16 SMALLINT, i32 INT, i64 BIGINT, f FLOAT, d DOUBLE,
                    d5 DECIMAL(5,2), d15 DECIMAL(15,3), d38 DECIMAL(38,10), s STRING, x BINARY,
                    day DATE, ts TIMESTAMP, ntz TIMESTAMP_NTZ,
                    l ARRAY<STRING>, ll ARRAY<ARRAY<INT>>, m MAP<STRING, DOUBLE>,
                    st STRUCT<a: INT, b: STRUCT<c: STRING, d: ARRAY<STRUCT<e: BIGINT, f: DATE>>>>,
                    ms MAP<INT, STRUCT<k: ARRAY<INT>>>
                    """);

    @ParameterizedTest
    @ValueSource(strings = {"none", "uncompressed", "snappy", "gzip", "zstd", "lz4_raw"})
    void everyTypeIsReadAsItWasWritten(String compression) throws IOException {
        var random = new Random(compression.hashCode());
        var batch = Batch.create(EVERYTHING, 1);
        for (int i = 0; i < 3000; i++) {
            batch.append(row(random));
        }
        byte[] file = ParquetFiles.write(EVERYTHING, Map.of("compression", compression), batch);
        assertThat(ParquetFiles.schema(ParquetFiles.memory(file), FILE)).isEqualTo(EVERYTHING);
        assertThat(read(file, EVERYTHING)).isEqualTo(read(batch));
    }

    @Test
    void aSelectionOfRowsIsWritten() throws IOException {
        var schema = StructType.fromDDL("n BIGINT");
        var bytes = new ByteArrayOutputStream();
        var writer = ParquetFiles.format(Map.of()).writer(bytes, schema);
        writer.write(numbers(schema, 10), new int[] {7, 2, 9}, 2);
        writer.finish();
        assertThat(read(bytes.toByteArray(), schema)).containsExactly(List.of(7L), List.of(2L));
    }

    @Test
    void aFileWithoutRowsHasItsColumns() throws IOException {
        byte[] file = ParquetFiles.write(EVERYTHING, Map.of());
        assertThat(ParquetFiles.schema(ParquetFiles.memory(file), FILE)).isEqualTo(EVERYTHING);
        assertThat(read(file, EVERYTHING)).isEmpty();
    }

    @Test
    void rangesOfAFileReadEachRowOnce() throws IOException {
        var schema = StructType.fromDDL("n BIGINT");
        byte[] file =
                ParquetFiles.write(
                        schema,
                        Map.of(
                                "parquet.block.size", "64k",
                                "parquet.page.size", "4k",
                                "parquet.enable.dictionary", "false"),
                        numbers(schema, 60_000));
        var rows = new ArrayList<List<Object>>();
        var groups = new ArrayList<Integer>();
        int step = file.length / 7;
        for (int from = 0; from < file.length; from += step) {
            var piece =
                    ParquetFiles.rows(ParquetFiles.memory(file), FILE, from, from + step, schema);
            groups.add(piece.size());
            rows.addAll(piece);
        }
        assertThat(rows)
                .isEqualTo(LongStream.range(0, 60_000).<List<Object>>mapToObj(List::of).toList());
        assertThat(groups.stream().filter(size -> size > 0)).hasSizeGreaterThan(3);
    }

    @Test
    void columnsAreFoundByNameAndMissingOnesAreNull() throws IOException {
        var schema = StructType.fromDDL("Device STRING, s STRUCT<a: INT, b: STRING>");
        var batch = Batch.create(schema, 1);
        batch.append("x", new Object[] {1, "y"});
        batch.append(null, null);
        byte[] file = ParquetFiles.write(schema, Map.of(), batch);
        var asked = StructType.fromDDL("none INT, s STRUCT<z: INT, b: STRING>, device STRING");
        assertThat(read(file, asked))
                .containsExactly(
                        Arrays.asList(null, Arrays.asList(null, "y"), "x"),
                        Arrays.asList(null, null, null));
        assertThat(read(file, StructType.fromDDL("s STRUCT<z: INT>")))
                .containsExactly(
                        Arrays.asList((Object) Arrays.asList((Object) null)),
                        Arrays.asList((Object) null));
        assertThat(read(file, new StructType())).hasSize(2);
    }

    @Test
    void aWiderTypeMayBeAskedFor() throws IOException {
        var schema = StructType.fromDDL("i INT, f FLOAT, d DECIMAL(5,2), day DATE, big BIGINT");
        var batch = Batch.create(schema, 1);
        batch.append(7, 1.5f, new BigDecimal("1.25"), LocalDate.of(2026, 1, 2), 300L);
        byte[] file = ParquetFiles.write(schema, Map.of(), batch);
        var wider =
                StructType.fromDDL(
                        "i BIGINT, f DOUBLE, d DECIMAL(20,4), day TIMESTAMP_NTZ, big SMALLINT");
        assertThat(read(file, wider))
                .containsExactly(
                        List.of(
                                7L,
                                1.5,
                                new BigDecimal("1.2500"),
                                LocalDate.of(2026, 1, 2).atStartOfDay(),
                                (short) 300));
        assertThatThrownBy(() -> read(file, StructType.fromDDL("big TINYINT")))
                .isInstanceOf(TidemillException.class)
                .hasMessageContaining("300 does not fit TINYINT");
    }

    @Test
    void aTypeThatCannotHoldTheValuesIsRefused() throws IOException {
        var schema = StructType.fromDDL("s STRING, l ARRAY<INT>, d DECIMAL(10,2)");
        byte[] file = ParquetFiles.write(schema, Map.of());
        for (var wrong :
                List.of(
                        "s INT",
                        "l ARRAY<STRING>",
                        "l INT",
                        "d DECIMAL(10,1)",
                        "d DECIMAL(10,4)")) {
            assertThatThrownBy(() -> read(file, StructType.fromDDL(wrong)))
                    .isInstanceOf(TidemillException.class)
                    .hasMessageContaining("FAILED_READ_FILE")
                    .hasMessageContaining("the table declares");
        }
    }

    @Test
    void everyCutOfAFileIsRefusedWithAReason() throws IOException {
        var batch = Batch.create(EVERYTHING, 1);
        var random = new Random(1);
        for (int i = 0; i < 20; i++) {
            batch.append(row(random));
        }
        byte[] file = ParquetFiles.write(EVERYTHING, Map.of(), batch);
        for (int length = 0; length < file.length; length += 13) {
            byte[] cut = Arrays.copyOf(file, length);
            assertThatThrownBy(() -> read(cut, EVERYTHING)).isInstanceOf(TidemillException.class);
        }
    }

    @Test
    void flippedBytesAreRefusedOrReadButNeverCrash() throws IOException {
        var batch = Batch.create(EVERYTHING, 1);
        var random = new Random(2);
        for (int i = 0; i < 50; i++) {
            batch.append(row(random));
        }
        byte[] file = ParquetFiles.write(EVERYTHING, Map.of(), batch);
        int refused = 0;
        for (int i = 0; i < 500; i++) {
            byte[] damaged = file.clone();
            damaged[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                read(damaged, EVERYTHING);
            } catch (TidemillException _) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(300);
    }

    @Test
    void whatParquetCannotHoldIsRefused() {
        var nothing = new StructType().add("n", DataTypes.NullType);
        assertThatThrownBy(() -> ParquetFiles.write(nothing, Map.of()))
                .isInstanceOf(TidemillException.class)
                .hasMessageContaining("'n'");
        assertThatThrownBy(() -> ParquetFiles.write(new StructType(), Map.of()))
                .hasMessageContaining("without columns");
    }

    @Test
    void wrongOptionsAreNamed() {
        assertThatThrownBy(() -> ParquetFiles.format(Map.of("compression", "rar")))
                .hasMessageContaining("compression");
        assertThatThrownBy(() -> ParquetFiles.format(Map.of("parquet.block.size", "1")))
                .hasMessageContaining("parquet.block.size");
        assertThatThrownBy(() -> ParquetFiles.format(Map.of("parquet.page.size", "1g")))
                .hasMessageContaining("parquet.page.size");
    }

    @Test
    void theFormatIsFoundByName() {
        assertThat(ServiceLoader.load(Format.class)).extracting(Format::name).contains("parquet");
    }

    private static List<List<Object>> read(byte[] file, StructType columns) throws IOException {
        return ParquetFiles.rows(ParquetFiles.memory(file), FILE, columns);
    }

    private static List<List<Object>> read(Batch batch) {
        return IntStream.range(0, batch.rows())
                .mapToObj(row -> ParquetFiles.plain(batch.row(row)))
                .toList();
    }

    private static Batch numbers(StructType schema, int rows) {
        var batch = Batch.create(schema, rows);
        for (long i = 0; i < rows; i++) {
            batch.append(i);
        }
        return batch;
    }

    private static Object[] row(Random random) {
        return new Object[] {
            maybe(random, random.nextBoolean()),
            maybe(random, (byte) random.nextInt()),
            maybe(random, (short) random.nextInt()),
            maybe(random, random.nextInt()),
            maybe(random, random.nextLong()),
            maybe(random, random.nextFloat()),
            maybe(random, random.nextGaussian()),
            maybe(random, BigDecimal.valueOf(random.nextInt(-99_999, 100_000), 2)),
            maybe(random, BigDecimal.valueOf(random.nextLong(1_000_000_000_000_000L), 3)),
            maybe(random, new BigDecimal(new BigInteger(120, random).negate(), 10)),
            maybe(random, text(random)),
            maybe(random, text(random).getBytes(StandardCharsets.UTF_16)),
            maybe(random, LocalDate.ofEpochDay(random.nextInt(-100_000, 100_000))),
            maybe(
                    random,
                    Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000) * 1000L)),
            maybe(
                    random,
                    LocalDateTime.ofEpochSecond(
                            random.nextInt(), random.nextInt(1_000_000) * 1000, ZoneOffset.UTC)),
            maybe(random, list(random, () -> text(random))),
            maybe(random, list(random, () -> list(random, random::nextInt))),
            maybe(random, map(random, () -> text(random), random::nextDouble)),
            maybe(
                    random,
                    new Object[] {
                        maybe(random, random.nextInt()),
                        maybe(
                                random,
                                new Object[] {
                                    maybe(random, text(random)),
                                    maybe(random, list(random, () -> struct(random)))
                                })
                    }),
            maybe(
                    random,
                    map(
                            random,
                            random::nextInt,
                            () -> new Object[] {list(random, random::nextInt)}))
        };
    }

    private static Object[] struct(Random random) {
        return new Object[] {
            maybe(random, random.nextLong()),
            maybe(random, LocalDate.ofEpochDay(random.nextInt(10_000)))
        };
    }

    private static Object maybe(Random random, Object value) {
        return random.nextInt(5) == 0 ? null : value;
    }

    private static String text(Random random) {
        return "gezeiten-潮-" + random.nextInt(50);
    }

    private static List<Object> list(Random random, Supplier<Object> element) {
        return IntStream.range(0, random.nextInt(4))
                .mapToObj(_ -> maybe(random, element.get()))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static Map<Object, Object> map(
            Random random, Supplier<Object> key, Supplier<Object> value) {
        var map = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            map.put(key.get(), maybe(random, value.get()));
        }
        return map;
    }
}
