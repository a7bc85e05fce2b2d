package io.tidemill.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.connect.BadRecords;
import io.tidemill.connect.OutputMode;
import io.tidemill.connect.ReadLimit;
import io.tidemill.connect.ReadRequest;
import io.tidemill.connect.Source;
import io.tidemill.connect.Split;
import io.tidemill.connect.Table;
import io.tidemill.connect.TableContext;
import io.tidemill.connect.option.Options;
import io.tidemill.data.Batch;
import io.tidemill.file.JsonFiles;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.plan.node.TableRef;
import io.tidemill.sql.types.StructType;
import io.tidemill.system.RealWorld;
import io.tidemill.system.World;
import io.tidemill.system.simulation.SimulatedProcess;
import io.tidemill.system.simulation.Simulation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Two queries at the same files: what each is given is what it would read alone, however they take
/// turns; each file is opened once as long as they keep together.
class SharedReadsTest {
    private static final StructType ALL =
            StructType.fromDDL("id BIGINT, name STRING, tags ARRAY<STRING>, n INT");
    private static final StructType SOME = StructType.fromDDL("name STRING, id BIGINT");
    private static final int FILES = 3;
    private static final int ROWS = 10_000;

    private final SimulatedProcess process = new Simulation(1).start();
    private final List<SharedReads.Member> members = new ArrayList<>();

    private void write(boolean broken) throws IOException {
        var files = process.world().files();
        files.makeDirectories(Path.of("/in"));
        for (int file = 0; file < FILES; file++) {
            var text = new StringBuilder();
            for (int row = 0; row < ROWS; row++) {
                if (broken && row % 997 == 3) {
                    text.append("{\"id\":").append(row).append(",\"name\":\"x\",\"n\":\"no\"}\n");
                } else if (broken && row % 2999 == 5) {
                    text.append("{broken\n");
                } else {
                    text.append(
                            "{\"id\":%d,\"name\":\"name %d of %d\",\"tags\":[\"a%d\",\"b\"],\"n\":%d}\n"
                                    .formatted(row, row * 7, file, row % 13, row % 5));
                }
            }
            var bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            try (var out = files.create(Path.of("/in/%d.json".formatted(file)))) {
                out.writeFully(0, bytes, 0, bytes.length);
            }
        }
    }

    private Source source(Map<String, String> more) throws IOException {
        return table(more).source(true);
    }

    private Table table(Map<String, String> more) {
        var options = new HashMap<>(more);
        options.put("path", "/in");
        return new JsonFiles()
                .table(
                        new TableContext(
                                "t",
                                Optional.of(ALL),
                                Options.of(options),
                                List.of(),
                                Path.of("/"),
                                process.world()));
    }

    /// One query at the files, split by split.
    private final class Query {
        private final SharedReads.Member member;
        private final StructType columns;
        private final List<Split> splits;
        private final List<String> rows = new ArrayList<>();
        private final List<String> rejected = new ArrayList<>();
        private SplitRows open;
        private int next;
        private long shared;

        Query(SharedReads reads, StructType columns) throws IOException {
            this(reads, columns, Map.of());
        }

        Query(SharedReads reads, StructType columns, Map<String, String> options)
                throws IOException {
            var source = source(options);
            this.columns = columns;
            member = reads.join(source, columns);
            members.add(member);
            splits =
                    source.plan(source.initialOffset(), source.latestOffset(), ReadLimit.NONE)
                            .orElseThrow()
                            .splits();
        }

        /// Takes a batch; false when all is read.
        boolean step() throws IOException {
            if (open == null) {
                if (next == splits.size()) {
                    return false;
                }
                BadRecords bad =
                        (file, offset, record, from, to, reason) ->
                                rejected.add(
                                        file
                                                + offset
                                                + new String(
                                                        record,
                                                        from,
                                                        to - from,
                                                        StandardCharsets.UTF_8)
                                                + reason);
                open =
                        member.open(
                                splits.get(next++),
                                new ReadRequest(columns, bad),
                                Batch.create(columns, Batch.ROWS));
            }
            boolean more = open.next();
            var batch = open.batch();
            assertThat(batch.schema()).isEqualTo(columns);
            for (int row = 0; row < batch.rows(); row++) {
                rows.add(batch.describe(row) + Arrays.asList(batch.row(row)));
            }
            if (!more) {
                shared += open.shared();
                open.close();
                open = null;
            }
            return true;
        }

        Query all() throws IOException {
            while (step()) {
                // goes on
            }
            return this;
        }
    }

    private static void inTurn(Query first, Query second) throws IOException {
        for (boolean more = true; more; ) {
            more = first.step();
            more |= second.step();
        }
    }

    private Query alone(StructType columns) throws IOException {
        return new Query(new SharedReads(), columns).all();
    }

    private long opened() {
        return process.faults().log().stream()
                .filter(call -> call.contains("OPEN") && call.contains("/in/"))
                .count();
    }

    @Test
    void queriesThatKeepTogetherOpenEachFileOnce() throws IOException {
        write(false);
        var reads = new SharedReads();
        var first = new Query(reads, ALL);
        var second = new Query(reads, SOME);
        long before = opened();
        inTurn(first, second);
        assertThat(opened() - before).isEqualTo(FILES);
        assertThat(first.shared + second.shared).isGreaterThan(FILES * (ROWS / Batch.ROWS));
        assertThat(first.rows).isEqualTo(alone(ALL).rows);
        assertThat(second.rows).isEqualTo(alone(SOME).rows);
    }

    @Test
    void whoComesWhenTheOtherHasReadAllStillFindsWhatTheRingHolds() throws IOException {
        write(false);
        var reads = new SharedReads();
        var first = new Query(reads, SOME);
        var second = new Query(reads, SOME);
        first.all();
        long before = opened();
        assertThat(second.all().rows).isEqualTo(first.rows);
        assertThat(opened() - before).isZero();
    }

    @Test
    void aQueryThatFallsBehindGoesOnAloneAndComesBack() throws IOException {
        write(false);
        var reads = new SharedReads(400_000); // less than a file
        var fast = new Query(reads, ALL);
        var slow = new Query(reads, ALL);
        slow.step();
        long before = opened();
        fast.all(); // does not wait for the slow one
        assertThat(opened() - before).isEqualTo(FILES - 1);
        slow.all();
        assertThat(slow.rows).isEqualTo(fast.rows).isEqualTo(alone(ALL).rows);
        assertThat(slow.shared).isZero();
        var again = new Query(reads, ALL);
        var other = new Query(reads, ALL);
        inTurn(again, other);
        assertThat(again.rows).isEqualTo(other.rows).isEqualTo(fast.rows);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 50_000, 1_000_000, Long.MAX_VALUE / 2})
    void recordsThatCannotBeReadAreToldToEachByItsOwnColumns(long ringBytes) throws IOException {
        write(true);
        var wide = alone(ALL);
        var narrow = alone(SOME);
        assertThat(wide.rejected).hasSizeGreaterThan(narrow.rejected.size());
        for (int seed = 0; seed < 10; seed++) {
            var random = new SplittableRandom(seed);
            var reads = new SharedReads(ringBytes);
            var queries =
                    List.of(
                            new Query(reads, ALL),
                            new Query(reads, SOME),
                            new Query(reads, ALL),
                            new Query(reads, SOME));
            for (boolean more = true; more; ) {
                more = false;
                var turn = queries.get(random.nextInt(queries.size()));
                for (int steps = random.nextInt(4); steps >= 0; steps--) {
                    more |= turn.step();
                }
                more |= queries.stream().anyMatch(q -> q.open != null || q.next < q.splits.size());
            }
            for (var query : queries) {
                var expected = query.columns.equals(ALL) ? wide : narrow;
                assertThat(query.rows).isEqualTo(expected.rows);
                assertThat(query.rejected).isEqualTo(expected.rejected);
            }
        }
    }

    @Test
    void otherOptionsAreReadApart() throws IOException {
        write(true);
        var reads = new SharedReads();
        var keeps = new Query(reads, ALL);
        var drops = new Query(reads, ALL, Map.of("mode", "DROPMALFORMED"));
        inTurn(keeps, drops);
        assertThat(keeps.shared + drops.shared).isZero();
        assertThat(drops.rows).hasSizeLessThan(keeps.rows.size());
    }

    @Test
    void whoIsLeftReadsOnWhenTheOtherLeaves() throws IOException {
        write(false);
        var reads = new SharedReads();
        var first = new Query(reads, ALL);
        var second = new Query(reads, ALL);
        first.step();
        second.step();
        second.step();
        first.open.close();
        first.member.close();
        assertThat(second.all().rows).isEqualTo(alone(ALL).rows);
    }

    @Test
    void flowsThatAreStartedTogetherReadEachFileOnce() throws Exception {
        write(true);
        var disks = List.of(new ListSink.Disk(), new ListSink.Disk());
        var queries = new ArrayList<RunningQuery>();
        long before = opened();
        try (var engine = new Engine(process.world(), 2, Path.of("/tmp/t"))) {
            engine.together(() -> {
                for (int i = 0; i < 2; i++) {
                    var disk = disks.get(i);
                    queries.add(
                            engine.start(
                                    new QuerySpec(
                                            Optional.of("flow-" + i),
                                            scan(),
                                            _ -> new ListSink(disk),
                                            OutputMode.APPEND,
                                            new TriggerSpec.AvailableNow(),
                                            Optional.of(Path.of("/checkpoint-" + i)),
                                            engine.settings())));
                }
            });
            for (var query : queries) {
                assertThat(query.await(Duration.ofHours(1))).isTrue();
                assertThat(query.failure()).isEmpty();
            }
        }
        assertThat(opened() - before).isEqualTo(FILES);
        assertThat(sorted(disks.getFirst()))
                .hasSize(FILES * ROWS)
                .isEqualTo(sorted(disks.getLast()));
        long shared =
                queries.stream()
                        .flatMap(query -> query.recentProgress().stream())
                        .flatMap(progress -> progress.sources().stream())
                        .mapToLong(QueryProgress.SourceProgress::sharedBatches)
                        .sum();
        assertThat(shared).isGreaterThan(FILES * (ROWS / Batch.ROWS));
    }

    private static List<String> sorted(ListSink.Disk disk) {
        return disk.rows().stream().map(Object::toString).sorted().toList();
    }

    @Test
    void queriesOnThreadsOfTheirOwnReadTheSameRows(@TempDir Path directory) throws Exception {
        var in = Files.createDirectories(directory.resolve("in"));
        for (int file = 0; file < 20; file++) {
            var text = new StringBuilder();
            for (int row = 0; row < 5000; row++) {
                text.append("{\"id\":%d,\"name\":\"%d\",\"tags\":[\"t\"]}\n".formatted(row, file));
            }
            Files.writeString(in.resolve(file + ".json"), text);
        }
        var disks = Stream.generate(ListSink.Disk::new).limit(4).toList();
        var queries = new ArrayList<RunningQuery>();
        var world = RealWorld.create();
        try (var engine = new Engine(world, 2, directory.resolve("temporary"))) {
            var options = Map.of("path", in.toString(), "maxFilesPerTrigger", "3");
            engine.together(() -> {
                for (int i = 0; i < disks.size(); i++) {
                    var disk = disks.get(i);
                    queries.add(
                            engine.start(
                                    new QuerySpec(
                                            Optional.of("flow-" + i),
                                            scan(world, options),
                                            _ -> new ListSink(disk),
                                            OutputMode.APPEND,
                                            new TriggerSpec.AvailableNow(),
                                            Optional.of(directory.resolve("checkpoint-" + i)),
                                            engine.settings())));
                }
            });
            for (var query : queries) {
                query.completion().get();
            }
        }
        assertThat(sorted(disks.getFirst())).hasSize(100_000);
        for (var disk : disks) {
            assertThat(sorted(disk)).isEqualTo(sorted(disks.getFirst()));
        }
        assertThat(
                        queries.stream()
                                .flatMap(query -> query.recentProgress().stream())
                                .flatMap(progress -> progress.sources().stream())
                                .mapToLong(QueryProgress.SourceProgress::sharedBatches)
                                .sum())
                .isPositive();
    }

    private static PlanNode scan(World world, Map<String, String> options) {
        var table =
                new JsonFiles()
                        .table(
                                new TableContext(
                                        "t",
                                        Optional.of(ALL),
                                        Options.of(options),
                                        List.of(),
                                        Path.of("/"),
                                        world));
        return new PlanNode.Scan(
                new TableRef("t", "json", ALL, Optional.empty(), table), ALL, true);
    }

    private PlanNode scan() {
        var table = table(Map.of());
        return new PlanNode.Scan(
                new TableRef("t", "json", ALL, Optional.empty(), table), ALL, true);
    }
}
