package io.tidemill.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.connect.ReadLimit;
import io.tidemill.connect.Slice;
import io.tidemill.connect.Source;
import io.tidemill.data.TidemillException;
import io.tidemill.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A stream reads each file once, in order, within its limits, also after a restart.
class FileSourceTest {
    private static final String DDL = "n INT";

    @TempDir private Path folder;

    private Path in() {
        return folder.resolve("in");
    }

    private void put(String name, int... numbers) throws IOException {
        Path file = in().resolve(name);
        Files.createDirectories(file.getParent());
        StringBuilder text = new StringBuilder();
        for (int number : numbers) {
            text.append("{\"n\":").append(number).append("}\n");
        }
        Files.writeString(file, text);
    }

    private void age(String name, long seconds) throws IOException {
        Files.setLastModifiedTime(
                in().resolve(name), FileTime.from(Instant.now().minusSeconds(seconds)));
    }

    private Source stream(String... options) throws IOException {
        return TestTables.json(in(), DDL, options).source(true);
    }

    private static Optional<Slice> next(Source source, String from) throws IOException {
        return source.plan(from, source.latestOffset(), ReadLimit.NONE);
    }

    private static List<Object> numbers(Source source, Slice slice) throws IOException {
        var read = new TestTables.Read(new ArrayList<>(), new ArrayList<>());
        TestTables.read(source, slice, StructType.fromDDL(DDL), read);
        return read.rows().stream().map(row -> row[0]).toList();
    }

    /// Reads epoch by epoch until nothing is new.
    private static List<List<Object>> epochs(Source source, String from) throws IOException {
        List<List<Object>> epochs = new ArrayList<>();
        String offset = from;
        for (var slice = next(source, offset); slice.isPresent(); slice = next(source, offset)) {
            epochs.add(numbers(source, slice.get()));
            source.remember(slice.get());
            offset = slice.get().end();
        }
        return epochs;
    }

    @Test
    void filesAreTakenOnceInTheOrderOfTheirTime() throws IOException {
        put("b.json", 3);
        put("a.json", 1, 2);
        age("b.json", 100);
        try (Source source = stream("maxFilesPerTrigger", "1")) {
            assertThat(epochs(source, source.initialOffset()))
                    .containsExactly(List.of(3), List.of(1, 2));
            put("c.json", 4);
            assertThat(epochs(source, "{\"files\":2}")).containsExactly(List.of(4));
            assertThat(epochs(source, "{\"files\":3}")).isEmpty();
        }
    }

    @Test
    void theNewestMayComeFirst() throws IOException {
        put("a.json", 1);
        put("b.json", 2);
        age("a.json", 100);
        try (Source source = stream("maxFilesPerTrigger", "1", "latestFirst", "true")) {
            assertThat(epochs(source, source.initialOffset()))
                    .containsExactly(List.of(2), List.of(1));
        }
    }

    @Test
    void bytesLimitAnEpochButOneFileIsAlwaysTaken() throws IOException {
        put("a.json", 1, 2, 3, 4, 5, 6, 7, 8);
        put("b.json", 9);
        put("c.json", 10);
        age("a.json", 3);
        age("b.json", 2);
        age("c.json", 1);
        try (Source source = stream("maxBytesPerTrigger", "20")) {
            assertThat(epochs(source, source.initialOffset()))
                    .containsExactly(List.of(1, 2, 3, 4, 5, 6, 7, 8), List.of(9, 10));
        }
    }

    private void putLarge(String name, int lines) throws IOException {
        put(name, IntStream.range(0, lines).toArray());
    }

    @Test
    void aFileLargerThanAnEpochMayBeIsTakenInSeveralAtLineEnds() throws IOException {
        put("a.json", -1);
        age("a.json", 200);
        putLarge("b.json", 20_000);
        age("b.json", 100);
        put("c.json", -2);
        try (Source source = stream("maxBytesPerTrigger", "100kb")) {
            var epochs = epochs(source, source.initialOffset());
            assertThat(epochs).hasSizeBetween(4, 5);
            assertThat(epochs.getFirst()).containsExactly(-1);
            assertThat(epochs.getLast()).endsWith(-2);
            assertThat(epochs.stream().flatMap(List::stream).toList())
                    .containsExactlyElementsOf(
                            Stream.of(
                                            Stream.of(-1),
                                            IntStream.range(0, 20_000).boxed(),
                                            Stream.of(-2))
                                    .flatMap(each -> each)
                                    .toList());
        }
    }

    @Test
    void aSourceGoesOnInTheMiddleOfAFileAfterARestart() throws IOException {
        putLarge("b.json", 20_000);
        var read = new ArrayList<Object>();
        var offset = "{\"files\":0}";
        var memory = new byte[0];
        Slice last = null;
        for (int start = 0; start < 20; start++) {
            try (Source source = stream("maxBytesPerTrigger", "64kb")) {
                source.restore(memory);
                if (start % 2 == 1) {
                    source.remember(last); // logged behind the snapshot
                }
                var first = next(source, offset);
                if (first.isEmpty()) {
                    break;
                }
                read.addAll(numbers(source, first.get()));
                var ahead = next(source, first.get().end()); // planned, then lost
                assertThat(next(source, offset)).isEqualTo(first);
                assertThat(next(source, first.get().end())).isEqualTo(ahead);
                if (start % 2 == 1) {
                    source.remember(first.get());
                    memory = source.memory();
                }
                last = first.get();
                offset = last.end();
            }
        }
        assertThat(offset).isEqualTo("{\"files\":1}");
        assertThat(read).isEqualTo(IntStream.range(0, 20_000).boxed().toList());
    }

    @Test
    void aFileThatChangesWhileItIsReadInPartsIsAnError() throws IOException {
        putLarge("b.json", 20_000);
        try (Source source = stream("maxBytesPerTrigger", "64kb")) {
            var first = next(source, source.initialOffset()).orElseThrow();
            source.remember(first);
            put("b.json", 1, 2, 3);
            assertThatThrownBy(source::latestOffset)
                    .isInstanceOf(TidemillException.class)
                    .hasMessageContaining("b.json has changed");
        }
    }

    @Test
    void aPlannedSliceIsPlannedAgainUntilItIsRemembered() throws IOException {
        put("a.json", 1);
        try (Source source = stream()) {
            String start = source.initialOffset();
            Slice slice = next(source, start).orElseThrow();
            put("0.json", 2);
            age("0.json", 1000);
            assertThat(source.plan(start, slice.end(), ReadLimit.NONE)).hasValue(slice);
            Slice after = next(source, slice.end()).orElseThrow();
            assertThat(numbers(source, after)).containsExactly(2);
        }
    }

    @Test
    void aRestartedSourceKnowsWhatWasRead() throws IOException {
        put("a.json", 1);
        put("b.json", 2);
        age("a.json", 10);
        byte[] memory;
        Slice second;
        try (Source source = stream("maxFilesPerTrigger", "1")) {
            Slice first = next(source, source.initialOffset()).orElseThrow();
            source.remember(first);
            memory = source.memory();
            second = next(source, first.end()).orElseThrow();
            source.remember(second);
        }
        put("c.json", 3);
        try (Source source = stream("maxFilesPerTrigger", "1")) {
            source.restore(memory);
            source.remember(Slice.fromJson(second.toJson()));
            assertThat(epochs(source, second.end())).containsExactly(List.of(3));
        }
    }

    @Test
    void aFileThatChangesAfterItWasReadIsAnError() throws IOException {
        put("a.json", 1);
        try (Source source = stream()) {
            Slice slice = next(source, source.initialOffset()).orElseThrow();
            source.remember(slice);
            put("a.json", 1, 2);
            assertThatThrownBy(source::latestOffset)
                    .isInstanceOf(TidemillException.class)
                    .hasMessageContaining("FAILED_READ_FILE")
                    .hasMessageContaining("a.json")
                    .hasMessageContaining("changedFiles");
            assertThatThrownBy(() -> numbers(source, slice)).hasMessageContaining("has changed");
        }
        try (Source source = stream("changedFiles", "ignore")) {
            Slice slice = next(source, source.initialOffset()).orElseThrow();
            source.remember(slice);
            put("a.json", 7);
            assertThat(epochs(source, slice.end())).isEmpty();
        }
    }

    @Test
    void aFileThatIsDeletedBeforeItIsReadIsNamed() throws IOException {
        put("a.json", 1);
        try (Source source = stream()) {
            Slice slice = next(source, source.initialOffset()).orElseThrow();
            Files.delete(in().resolve("a.json"));
            assertThatThrownBy(() -> numbers(source, slice)).hasMessageContaining("a.json");
        }
    }

    @Test
    void oldFilesAreForgottenAndNotTakenAgain() throws IOException {
        put("old.json", 1);
        put("new.json", 2);
        age("old.json", 10_000);
        try (Source source = stream("maxFileAge", "1h")) {
            assertThat(epochs(source, source.initialOffset())).containsExactly(List.of(1, 2));
            put("late.json", 3);
            age("late.json", 5_000);
            assertThat(epochs(source, "{\"files\":2}")).isEmpty();
            assertThat(new String(source.memory(), StandardCharsets.UTF_8))
                    .contains("new.json")
                    .doesNotContain("old.json");
        }
    }

    @Test
    void filesThatAreTooYoungWait() throws IOException {
        put("a.json", 1);
        put("b.json", 2);
        age("a.json", 100);
        try (Source source = stream("minFileAge", "50s")) {
            assertThat(epochs(source, source.initialOffset())).containsExactly(List.of(1));
            age("b.json", 60);
            assertThat(epochs(source, "{\"files\":1}")).containsExactly(List.of(2));
        }
    }

    @Test
    void hiddenNamesAreNoDataAndGlobsAndFiltersChoose() throws IOException {
        put("a.json", 1);
        put("_b.json", 2);
        put(".c.json", 3);
        put("d.txt", 4);
        put("sub/e.json", 5);
        put("other/f.json", 6);
        assertThat(all()).containsExactlyInAnyOrder(1, 4);
        assertThat(all("pathGlobFilter", "*.json")).containsExactly(1);
        assertThat(all("recursiveFileLookup", "true")).containsExactlyInAnyOrder(1, 4, 5, 6);
        var globbed = TestTables.all(TestTables.json(in().resolve("{sub,oth*}"), DDL));
        assertThat(globbed.rows()).extracting(row -> row[0]).containsExactlyInAnyOrder(5, 6);
    }

    private List<Object> all(String... options) throws IOException {
        return TestTables.all(TestTables.json(in(), DDL, options)).rows().stream()
                .map(row -> row[0])
                .toList();
    }

    @Test
    void foldersAreColumnsAtTheirTypes() throws IOException {
        put("day=2024-01-02/hour=7/a.json", 1);
        put("day=2024-01-03/hour=11/b.json", 2);
        put("day=__HIVE_DEFAULT_PARTITION__/hour=3/c.json", 3);
        var table = TestTables.json(in(), DDL);
        assertThat(table.schema().toDDL()).isEqualTo("n INT, day DATE, hour INT");
        assertThat(TestTables.all(table).lists())
                .containsExactlyInAnyOrder(
                        List.of(1, LocalDate.of(2024, 1, 2), 7),
                        List.of(2, LocalDate.of(2024, 1, 3), 11),
                        Arrays.asList(3, null, 3));
        var declared = TestTables.json(in(), "hour STRING, n INT");
        assertThat(TestTables.all(declared, StructType.fromDDL("hour STRING, n INT")).lists())
                .containsExactlyInAnyOrder(List.of("7", 1), List.of("11", 2), List.of("3", 3));
    }

    @Test
    void aLargeFileIsReadInPieces() throws IOException {
        int[] numbers = IntStream.range(0, 40_000).toArray();
        put("a.json", numbers);
        var table = TestTables.json(in(), DDL, "maxPartitionBytes", "64KiB");
        try (Source source = table.source(false)) {
            Slice slice = next(source, source.initialOffset()).orElseThrow();
            assertThat(slice.splits()).hasSizeGreaterThan(5);
            assertThat(numbers(source, slice)).isEqualTo(Arrays.stream(numbers).boxed().toList());
        }
    }

    @Test
    void filesThatWereReadMayBeDeletedOrMovedAway() throws IOException {
        put("a.json", 1);
        put("sub/b.json", 2);
        try (Source source = stream("cleanSource", "delete")) {
            epochs(source, source.initialOffset());
            assertThat(in().resolve("a.json")).exists();
            source.committed("{\"files\":1}");
            assertThat(in().resolve("a.json")).doesNotExist();
        }
        put("c.json", 3);
        Path archive = folder.resolve("archive");
        try (Source source =
                stream("cleanSource", "archive", "sourceArchiveDir", archive.toString())) {
            epochs(source, source.initialOffset());
            source.committed("{\"files\":1}");
        }
        assertThat(in().resolve("c.json")).doesNotExist();
        Path moved = archive.resolve(in().getRoot().relativize(in()).resolve("c.json"));
        assertThat(moved).exists();
        assertThatThrownBy(() ->
                        stream(
                                "cleanSource",
                                "archive",
                                "sourceArchiveDir",
                                in().resolve("archive").toString()))
                .hasMessageContaining("sourceArchiveDir");
    }

    @Test
    void aPathThatDoesNotExistIsNamed() {
        assertThatThrownBy(() -> stream())
                .hasMessageContaining("PATH_NOT_FOUND")
                .hasMessageContaining(in().toString());
    }

    @Test
    void allWrongOptionsAreSaidAtOnce() {
        assertThatThrownBy(() ->
                        TestTables.json(
                                in(),
                                DDL,
                                "maxFilesPerTriger",
                                "3",
                                "multiLine",
                                "maybe",
                                "compression",
                                "rar"))
                .hasMessageContaining("INVALID_OPTION")
                .hasMessageContaining("did you mean 'maxFilesPerTrigger'?")
                .hasMessageContaining("multiLine")
                .hasMessageContaining("rar");
    }

    @Test
    void aStreamNeedsDeclaredColumnsAndABatchFindsThem() throws IOException {
        put("a.json", 1);
        var table = TestTables.json(in(), "");
        assertThat(table.schema().toDDL()).isEqualTo("n BIGINT");
        assertThatThrownBy(() -> table.source(true)).hasMessageContaining("INVALID_SCHEMA");
    }

    @Test
    void gzipIsUnpackedAndOneThatIsCutOffIsSaid() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int member = 0; member < 2; member++) {
            try (var gzip = new GZIPOutputStream(bytes)) {
                for (int i = 0; i < 1000; i++) {
                    gzip.write("{\"n\":%d}\n".formatted(member * 1000 + i).getBytes(UTF_8));
                }
            }
        }
        Files.createDirectories(in());
        Files.write(in().resolve("a.json.gz"), bytes.toByteArray());
        assertThat(all()).hasSize(2000);
        Files.write(
                in().resolve("a.json.gz"), Arrays.copyOf(bytes.toByteArray(), bytes.size() - 30));
        assertThatThrownBy(this::all)
                .hasMessageContaining("FAILED_READ_FILE")
                .hasMessageContaining("a.json.gz");
        var read = TestTables.all(TestTables.json(in(), DDL, "ignoreCorruptFiles", "true"));
        assertThat(read.rows()).hasSizeGreaterThan(1000);
        assertThat(read.bad()).hasSize(1);
        Files.write(in().resolve("a.json.gz"), new byte[] {1, 2, 3, 4, 5});
        assertThatThrownBy(this::all).hasMessageContaining("a.json.gz");
    }

    private static final Charset UTF_8 = StandardCharsets.UTF_8;
}
