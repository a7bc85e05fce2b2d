package io.tidemill.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.checkpoint.CheckpointRepair;
import io.tidemill.connect.OutputMode;
import io.tidemill.connect.Table;
import io.tidemill.connect.TableContext;
import io.tidemill.connect.option.Options;
import io.tidemill.data.TidemillException;
import io.tidemill.file.JsonFiles;
import io.tidemill.file.OutputRewind;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.plan.node.TableRef;
import io.tidemill.sql.types.StructType;
import io.tidemill.system.RealWorld;
import io.tidemill.system.World;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A query whose checkpoint was restored from an old copy, so that its output is ahead of it.
@Timeout(60)
class RepairTest {
    private static final StructType RIDES = StructType.fromDDL("id BIGINT");

    private final World world = RealWorld.create();
    @TempDir Path directory;
    private int rides;

    @Test
    void anOutputThatIsAheadOfARestoredCheckpointIsTakenBack() throws Exception {
        addFiles(3);
        run();
        copy("checkpoint", "copy");
        addFiles(2);
        run();
        delete(directory.resolve("checkpoint"));
        copy("copy", "checkpoint");
        addFiles(1);
        assertThatThrownBy(this::run).hasMessageContaining("tidemill checkpoint repair");

        var repair = CheckpointRepair.find(world, directory.resolve("checkpoint"));
        assertThat(repair.steps()).isEmpty();
        assertThat(repair.lastEpoch()).isEqualTo(2);
        var rewind = rewind(repair);
        assertThat(rewind.steps()).singleElement().asString().contains("take back epochs 3 to 4");
        assertThat(rows()).hasSize(10);
        repair.apply(rewind::apply);

        assertThat(rows()).containsExactlyElementsOf(LongStream.range(0, 6).boxed().toList());
        assertThat(rewind(CheckpointRepair.find(world, directory.resolve("checkpoint"))).steps())
                .isEmpty();
        run();
        assertThat(rows()).containsExactlyElementsOf(LongStream.range(0, 12).boxed().toList());
        try (var kept = Files.walk(directory.resolve("out/_tidemill"))) {
            assertThat(kept.filter(file -> file.toString().contains("/aside-")))
                    .filteredOn(Files::isRegularFile)
                    .hasSize(2);
        }
    }

    @Test
    void anOutputOfAnotherQueryIsNotTouched() throws Exception {
        addFiles(1);
        run();
        assertThatThrownBy(() ->
                        OutputRewind.find(
                                world, directory.resolve("out"), UUID.randomUUID().toString(), 0))
                .hasMessageContaining("OUTPUT_OWNED_BY_ANOTHER_QUERY");
    }

    private OutputRewind rewind(CheckpointRepair repair) throws IOException {
        return OutputRewind.find(
                world, directory.resolve("out"), repair.query().toString(), repair.lastEpoch());
    }

    private void addFiles(int count) throws IOException {
        var in = Files.createDirectories(directory.resolve("in"));
        for (int i = 0; i < count; i++) {
            int first = rides;
            rides += 2;
            Files.writeString(
                    in.resolve("%03d.json".formatted(first)),
                    "{\"id\":%d}\n{\"id\":%d}\n".formatted(first, first + 1));
        }
    }

    private void run() throws Exception {
        try (var engine = new Engine(world, 1, directory.resolve("temporary"))) {
            var query =
                    engine.start(
                            new QuerySpec(
                                    Optional.of("rides"),
                                    scan("in", true),
                                    schema -> table("out").sink(schema),
                                    OutputMode.APPEND,
                                    new TriggerSpec.AvailableNow(),
                                    Optional.of(directory.resolve("checkpoint")),
                                    engine.settings()));
            try {
                query.completion().get();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof TidemillException known ? known : e;
            }
        }
    }

    private PlanNode scan(String folder, boolean streaming) {
        return new PlanNode.Scan(
                new TableRef(folder, "json", RIDES, Optional.empty(), table(folder)),
                RIDES,
                streaming);
    }

    private Table table(String folder) {
        return new JsonFiles()
                .table(
                        new TableContext(
                                folder,
                                Optional.of(RIDES),
                                Options.of(Map.of("path", folder, "maxFilesPerTrigger", "1")),
                                List.of(),
                                directory,
                                world));
    }

    private List<Long> rows() throws InterruptedException {
        var rows = new ArrayList<Long>();
        try (var engine = new Engine(world, 1, directory.resolve("temporary"))) {
            engine.run(
                    scan("out", false),
                    engine.settings(),
                    batch -> {
                        for (int row = 0; row < batch.rows(); row++) {
                            rows.add((Long) batch.row(row)[0]);
                        }
                    });
        }
        rows.sort(null);
        return rows;
    }

    private void copy(String from, String to) throws IOException {
        var source = directory.resolve(from);
        try (var files = Files.walk(source)) {
            for (var file : files.toList()) {
                var target = directory.resolve(to).resolve(source.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
