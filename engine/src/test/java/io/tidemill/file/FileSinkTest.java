package io.tidemill.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.connect.EpochContext;
import io.tidemill.connect.OutputMode;
import io.tidemill.connect.Sink;
import io.tidemill.connect.SinkWriter;
import io.tidemill.connect.Token;
import io.tidemill.data.Batch;
import io.tidemill.data.TidemillException;
import io.tidemill.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An output holds the rows of committed epochs, once, whoever crashes when.
class FileSinkTest {
    private static final String DDL = "city STRING, n INT";
    private static final StructType SCHEMA = StructType.fromDDL(DDL);

    @TempDir private Path folder;

    private Path out() {
        return folder.resolve("out");
    }

    private Sink sink(String... options) throws IOException {
        return TestTables.json(out(), DDL, options).sink(SCHEMA);
    }

    private static EpochContext epoch(String query, long generation, long epoch) {
        return new EpochContext(query, generation, epoch, OutputMode.APPEND, 0);
    }

    private static EpochContext complete(String query, long generation, long epoch) {
        return new EpochContext(query, generation, epoch, OutputMode.COMPLETE, 0);
    }

    private static Token write(Sink sink, EpochContext epoch, Object... cityAndNumber)
            throws IOException {
        return writePart(sink, epoch, 0, cityAndNumber);
    }

    private static Token writePart(Sink sink, EpochContext epoch, int partition, Object... values)
            throws IOException {
        SinkWriter writer = sink.writer(epoch, partition);
        Batch batch = Batch.create(SCHEMA, 8);
        for (int i = 0; i < values.length; i += 2) {
            batch.append(values[i], values[i + 1]);
        }
        writer.write(batch);
        return writer.finish();
    }

    private List<String> rows() throws IOException {
        return TestTables.all(TestTables.json(out(), DDL)).rows().stream()
                .map(row -> row[0] + " " + row[1])
                .sorted()
                .toList();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.walk(out())) {
            return files.filter(Files::isRegularFile)
                    .map(file -> out().relativize(file).toString())
                    .filter(name -> !name.startsWith("_tidemill"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void anEpochIsSeenWhenItIsCommittedAndNotBefore() throws IOException {
        try (Sink sink = sink()) {
            sink.fence("q", 1);
            assertThat(sink.lastCommitted("q")).isEmpty();
            Token token = write(sink, epoch("q", 1, 0), "Oslo", 1);
            assertThat(names()).isEmpty();
            sink.commit(epoch("q", 1, 0), List.of(token));
            assertThat(names()).containsExactly("part-q-00000000-00-00.json");
            assertThat(rows()).containsExactly("Oslo 1");
            assertThat(sink.lastCommitted("q")).hasValue(0);
        }
    }

    @Test
    void committingAgainDoesNothing() throws IOException {
        Sink sink = sink();
        sink.fence("q", 1);
        Token token = write(sink, epoch("q", 1, 0), "Oslo", 1);
        sink.commit(epoch("q", 1, 0), List.of(token));
        sink.commit(epoch("q", 1, 0), List.of(token));
        Sink later = sink();
        later.fence("q", 2);
        later.commit(epoch("q", 2, 0), List.of(token));
        assertThat(rows()).containsExactly("Oslo 1");
        assertThat(later.lastCommitted("q")).hasValue(0);
    }

    @Test
    void anEpochInDoubtIsRolledForwardByTheNextProcess() throws IOException {
        Sink sink = sink();
        sink.fence("q", 1);
        Token token = write(sink, epoch("q", 1, 0), "Oslo", 1);
        Token orphan = write(sink, epoch("q", 1, 1), "Bergen", 2);
        Sink next = sink();
        next.fence("q", 2);
        assertThat(next.lastCommitted("q")).isEmpty();
        next.commit(epoch("q", 2, 0), List.of(token));
        assertThat(rows()).containsExactly("Oslo 1");
        assertThat(out().resolve(FileSinkWriter.files(orphan).getFirst().staged())).doesNotExist();
    }

    @Test
    void aCrashBetweenTheManifestAndTheRenamesHidesTheEpochUntilTheNextProcess()
            throws IOException {
        Sink sink = sink();
        sink.fence("q", 1);
        Token first = writePart(sink, epoch("q", 1, 0), 0, "Oslo", 1);
        Token second = writePart(sink, epoch("q", 1, 0), 1, "Bergen", 2);
        sink.commit(epoch("q", 1, 0), List.of(first, second));
        var file = FileSinkWriter.files(second).getFirst();
        Files.createDirectories(out().resolve(file.staged()).getParent());
        Files.move(out().resolve(file.path()), out().resolve(file.staged()));
        assertThat(rows()).isEmpty();
        Sink next = sink();
        next.fence("q", 2);
        assertThat(rows()).containsExactly("Bergen 2", "Oslo 1");
        assertThat(next.lastCommitted("q")).hasValue(0);
    }

    @Test
    void aProcessThatLostTheOutputCannotCommit() throws IOException {
        Sink zombie = sink();
        zombie.fence("q", 1);
        Token token = write(zombie, epoch("q", 1, 0), "Oslo", 1);
        Sink next = sink();
        next.fence("q", 2);
        assertThatThrownBy(() -> zombie.commit(epoch("q", 1, 0), List.of(token)))
                .isInstanceOf(TidemillException.class)
                .hasMessageContaining("CONCURRENT_QUERY")
                .hasMessageContaining("generation 2");
        assertThat(rows()).isEmpty();
        assertThatThrownBy(() -> sink().fence("q", 1)).hasMessageContaining("CONCURRENT_QUERY");
    }

    @Test
    void anotherQueryIsRefusedAndBothAreNamed() throws IOException {
        sink().fence("first", 1);
        assertThatThrownBy(() -> sink().fence("second", 9))
                .isInstanceOf(TidemillException.class)
                .hasMessageContaining("OUTPUT_OWNED_BY_ANOTHER_QUERY")
                .hasMessageContaining("first")
                .hasMessageContaining("second")
                .hasMessageContaining(out().toString());
    }

    @Test
    void aTornManifestIsDeclaredVoidAndCannotBeFinishedLater() throws IOException {
        Sink sink = sink();
        sink.fence("q", 1);
        sink.commit(epoch("q", 1, 0), List.of(write(sink, epoch("q", 1, 0), "Oslo", 1)));
        Path folderOfManifests = out().resolve("_tidemill/manifest");
        Token token = write(sink, epoch("q", 1, 1), "Bergen", 2);
        Path torn = folderOfManifests.resolve("%020d.manifest".formatted(2));
        Files.writeString(torn, "{\"version\":1,\"num");
        assertThat(rows()).containsExactly("Oslo 1");
        Sink next = sink();
        next.fence("q", 2);
        assertThat(next.lastCommitted("q")).hasValue(0);
        var late =
                new Manifest(
                        2,
                        Manifest.Kind.EPOCH,
                        "q",
                        1,
                        1,
                        1,
                        "whatever",
                        Optional.empty(),
                        Map.of("q", new Manifest.Range(0, 1)),
                        List.of());
        Files.write(torn, late.toBytes());
        Sink third = sink();
        third.fence("q", 3);
        assertThat(third.lastCommitted("q")).hasValue(0);
        third.commit(epoch("q", 3, 1), List.of(token));
        assertThat(rows()).containsExactly("Bergen 2", "Oslo 1");
    }

    @Test
    void aDamagedManifestBeforeTheLastIsSaid() throws IOException {
        Sink sink = sink();
        sink.fence("q", 1);
        for (int i = 0; i < 3; i++) {
            sink.commit(epoch("q", 1, i), List.of(write(sink, epoch("q", 1, i), "Oslo", i)));
        }
        Path manifest = out().resolve("_tidemill/manifest/%020d.manifest".formatted(2));
        Files.writeString(manifest, Files.readString(manifest).replace("Oslo", "x") + " ");
        assertThatThrownBy(() -> sink().fence("q", 2))
                .hasMessageContaining("CHECKPOINT_DAMAGED")
                .hasMessageContaining("manifest");
    }

    @Test
    void aManifestOfAnotherOutputIsNotTakenForItsOwn() throws IOException {
        for (var place : List.of("out", "other")) {
            var sink = TestTables.json(folder.resolve(place), DDL).sink(SCHEMA);
            sink.fence("q", 1);
            for (int i = 0; i < 3; i++) {
                sink.commit(epoch("q", 1, i), List.of(write(sink, epoch("q", 1, i), place, i)));
            }
        }
        var name = "_tidemill/manifest/%020d.manifest".formatted(2);
        Files.copy(
                folder.resolve("other").resolve(name),
                out().resolve(name),
                StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> sink().fence("q", 2))
                .hasMessageContaining("CHECKPOINT_DAMAGED")
                .hasMessageContaining("does not go on from the one before it");
    }

    @Test
    void whatABatchAppendedStaysWhenManifestsAreSummedUp() throws IOException {
        Sink stream = sink();
        stream.fence("q", 1);
        batch("b", "append", "Rom", 7);
        for (int i = 0; i < 100; i++) {
            stream.commit(epoch("q", 1, i), List.of(write(stream, epoch("q", 1, i), "Oslo", i)));
        }
        assertThat(rows()).hasSize(101).contains("Rom 7");
    }

    @Test
    void manifestsStayFewAndNothingIsLost() throws IOException {
        Sink sink = sink();
        sink.fence("q", 1);
        for (int i = 0; i < 200; i++) {
            sink.commit(epoch("q", 1, i), List.of(write(sink, epoch("q", 1, i), "Oslo", i)));
        }
        try (Stream<Path> manifests = Files.list(out().resolve("_tidemill/manifest"))) {
            assertThat(manifests.count()).isLessThan(80);
        }
        assertThat(rows()).hasSize(200);
        Sink next = sink();
        next.fence("q", 2);
        assertThat(next.lastCommitted("q")).hasValue(199);
    }

    @Test
    void aCompleteResultReplacesTheOneBefore() throws IOException {
        Sink sink = sink();
        sink.fence("q", 1);
        for (int i = 0; i < 3; i++) {
            sink.commit(complete("q", 1, i), List.of(write(sink, complete("q", 1, i), "Oslo", i)));
            assertThat(rows()).containsExactly("Oslo " + i);
            assertThat(names()).hasSize(1);
        }
    }

    @Test
    void aFileThatIsMissingStopsTheCommit() throws IOException {
        Sink sink = sink();
        sink.fence("q", 1);
        Token token = write(sink, epoch("q", 1, 0), "Oslo", 1);
        Files.delete(out().resolve(FileSinkWriter.files(token).getFirst().staged()));
        assertThatThrownBy(() -> sink.commit(epoch("q", 1, 0), List.of(token)))
                .hasMessageContaining("CHECKPOINT_DAMAGED")
                .hasMessageContaining("does not exist");
    }

    @Test
    void columnsMayBeFolders() throws IOException {
        Sink sink = TestTables.table(new JsonFiles(), out(), DDL, List.of("city")).sink(SCHEMA);
        sink.fence("q", 1);
        Token token =
                write(
                        sink,
                        epoch("q", 1, 0),
                        "Oslo",
                        1,
                        "a/b=c%",
                        2,
                        null,
                        3,
                        "Oslo",
                        4,
                        "2024-01-01",
                        5);
        sink.commit(epoch("q", 1, 0), List.of(token));
        assertThat(names())
                .containsExactly(
                        "city=2024-01-01/part-q-00000000-00-00.json",
                        "city=Oslo/part-q-00000000-00-00.json",
                        "city=__HIVE_DEFAULT_PARTITION__/part-q-00000000-00-00.json",
                        "city=a%2Fb%3Dc%25/part-q-00000000-00-00.json");
        assertThat(Files.readString(out().resolve("city=Oslo/part-q-00000000-00-00.json")))
                .isEqualTo("{\"n\":1}\n{\"n\":4}\n");
        assertThat(rows())
                .containsExactly("2024-01-01 5", "Oslo 1", "Oslo 4", "a/b=c% 2", "null 3");
    }

    @Test
    void filesAreClosedWhenTheyAreLargeEnough() throws IOException {
        Sink sink = sink("maxRecordsPerFile", "2", "compression", "gzip");
        sink.fence("q", 1);
        Token token = write(sink, epoch("q", 1, 0), "a", 1, "b", 2, "c", 3, "d", 4, "e", 5);
        sink.commit(epoch("q", 1, 0), List.of(token));
        assertThat(names())
                .containsExactly(
                        "part-q-00000000-00-00.json.gz",
                        "part-q-00000000-00-01.json.gz",
                        "part-q-00000000-00-02.json.gz");
        assertThat(rows()).containsExactly("a 1", "b 2", "c 3", "d 4", "e 5");
    }

    @Test
    void anAbortedWriterLeavesNothing() throws IOException {
        Sink sink = sink();
        sink.fence("q", 1);
        SinkWriter writer = sink.writer(epoch("q", 1, 0), 0);
        Batch batch = Batch.create(SCHEMA, 1);
        batch.append("Oslo", 1);
        writer.write(batch);
        writer.abort();
        Token token = write(sink, epoch("q", 1, 0), "Bergen", 2);
        sink.commit(epoch("q", 1, 0), List.of(token));
        assertThat(rows()).containsExactly("Bergen 2");
    }

    @Test
    void batchesAppendReplaceRefuseAndPass() throws IOException {
        batch("a", "append", "Oslo", 1);
        batch("b", "append", "Bergen", 2);
        assertThat(rows()).containsExactly("Bergen 2", "Oslo 1");
        batch("c", "ignore", "Tromso", 3);
        assertThat(rows()).containsExactly("Bergen 2", "Oslo 1");
        assertThatThrownBy(() -> batch("d", "errorIfExists", "Tromso", 3))
                .hasMessageContaining("PATH_ALREADY_EXISTS");
        Files.writeString(out().resolve("foreign.json"), "{\"city\":\"x\",\"n\":9}\n");
        assertThat(rows()).contains("x 9");
        batch("e", "overwrite", "Tromso", 3);
        assertThat(rows()).containsExactly("Tromso 3");
        assertThat(names()).hasSize(1);
    }

    private void batch(String query, String mode, Object... values) throws IOException {
        Sink sink = sink("saveMode", mode);
        sink.fence(query, 1);
        sink.commit(epoch(query, 1, 0), List.of(write(sink, epoch(query, 1, 0), values)));
    }

    @Test
    void aBatchMayAppendToTheOutputOfAStreamButNotReplaceIt() throws IOException {
        Sink stream = sink();
        stream.fence("q", 1);
        stream.commit(epoch("q", 1, 0), List.of(write(stream, epoch("q", 1, 0), "Oslo", 1)));
        batch("b", "append", "Bergen", 2);
        assertThatThrownBy(() -> batch("c", "overwrite", "Tromso", 3))
                .hasMessageContaining("OUTPUT_OWNED_BY_ANOTHER_QUERY");
        stream.commit(epoch("q", 1, 1), List.of(write(stream, epoch("q", 1, 1), "Oslo", 3)));
        assertThat(rows()).containsExactly("Bergen 2", "Oslo 1", "Oslo 3");
    }

    @Test
    void withoutItsManifestsAnOutputKeepsItsRowsForAnotherOwner() throws IOException {
        Sink sink = sink();
        sink.fence("q", 1);
        sink.commit(epoch("q", 1, 0), List.of(write(sink, epoch("q", 1, 0), "Oslo", 1)));
        try (Stream<Path> files = Files.walk(out().resolve("_tidemill"))) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
        Sink other = sink();
        other.fence("r", 1);
        other.commit(epoch("r", 1, 0), List.of(write(other, epoch("r", 1, 0), "Bergen", 2)));
        assertThat(rows()).containsExactly("Bergen 2", "Oslo 1");
    }

    @Test
    void aColumnOfFoldersThatDoesNotExistIsNamed() {
        assertThatThrownBy(() ->
                        TestTables.table(new JsonFiles(), out(), DDL, List.of("town")).sink(SCHEMA))
                .hasMessageContaining("town")
                .hasMessageContaining("city, n");
    }
}
