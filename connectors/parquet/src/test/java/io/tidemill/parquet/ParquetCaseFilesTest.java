package io.tidemill.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.data.TidemillException;
import io.tidemill.sql.types.StructType;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files of other writers that lie in this repository; all of them are read by
/// [ParquetRealDataTest].
class ParquetCaseFilesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "byte_array_decimal",
                "concatenated_gzip_members",
                "datapage_v2.snappy",
                "float16_nonzeros_and_nans",
                "hadoop_lz4_compressed",
                "list_columns",
                "nested_maps.snappy",
                "nullable.impala",
                "old_list_structure",
                "repeated_primitive_no_list"
            })
    void rowsEqualDuckDbs(String name) throws IOException, SQLException {
        var file = file(name + ".parquet");
        try (var duck = new DuckDb()) {
            assertThat(canonical(file)).isNotEmpty().isEqualTo(duck.rows(file));
        }
    }

    @Test
    void timesInTwelveBytesAreReadAsSparkReadsThem() throws IOException {
        assertThat(
                        rows("int96_from_spark.parquet").stream()
                                .map(List::getFirst)
                                .map(time -> time == null ? null : micros((Instant) time)))
                .containsExactly(
                        1704141296123456L,
                        1704070800000000L,
                        253402225200000000L,
                        1735599600000000L,
                        null,
                        9089380393200000000L);
    }

    @Test
    void aMapWithoutValuesIsAListOfItsKeys() throws IOException {
        assertThat(ParquetFiles.schema(ParquetFiles.DISK, file("map_no_value.parquet")))
                .isEqualTo(
                        StructType.fromDDL(
                                "my_map MAP<INT, INT>, my_map_no_v ARRAY<INT>, my_list ARRAY<INT>"));
        assertThat(rows("map_no_value.parquet"))
                .allSatisfy(row -> assertThat(row.get(1)).isEqualTo(row.get(2)));
    }

    @Test
    void aPageWithAWrongChecksumIsRefused() {
        assertRefused("rle-dict-uncompressed-corrupt-checksum.parquet", "checksum");
    }

    @Test
    void encryptedColumnsAreRefusedAndTheOthersAreRead() throws IOException {
        var name = "encrypt_columns_plaintext_footer.parquet.encrypted";
        assertRefused(name, "encrypted");
        var plain = StructType.fromDDL("boolean_field BOOLEAN");
        assertThat(ParquetFiles.rows(ParquetFiles.DISK, file(name), plain)).hasSize(50);
    }

    @Test
    void damagedFilesAreRefused() {
        assertRefused("PARQUET-1481.parquet", "footer");
        assertRefused("ARROW-RS-GH-6229-LEVELS.parquet", "cannot be read as Parquet");
        assertRefused("README.md", "does not end with PAR1");
    }

    private static void assertRefused(String name, String reason) {
        assertThatThrownBy(() -> rows(name))
                .isInstanceOf(TidemillException.class)
                .hasMessageContaining(name)
                .hasMessageContaining(reason);
    }

    private static List<List<Object>> rows(String name) throws IOException {
        var schema = ParquetFiles.schema(ParquetFiles.DISK, file(name));
        return ParquetFiles.rows(ParquetFiles.DISK, file(name), schema);
    }

    static List<String> canonical(Path file) throws IOException, SQLException {
        var rows = new ArrayList<String>();
        var schema = ParquetFiles.schema(ParquetFiles.DISK, file);
        for (var row : ParquetFiles.rows(ParquetFiles.DISK, file, schema)) {
            rows.add(Canonical.of(row));
        }
        return rows;
    }

    private static long micros(Instant instant) {
        return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000;
    }

    private static Path file(String name) {
        return Path.of("src/test/resources/parquet-testing").resolve(name).toAbsolutePath();
    }
}
