package io.tidemill.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.connect.OutputMode;
import io.tidemill.connect.Table;
import io.tidemill.connect.TableContext;
import io.tidemill.connect.option.Options;
import io.tidemill.file.JsonFiles;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.plan.node.TableRef;
import io.tidemill.sql.types.StructType;
import io.tidemill.system.RealWorld;
import io.tidemill.system.World;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// JSON files in, JSON files out, on the real file system.
class FilePipelineTest {
    private static final StructType RIDES = StructType.fromDDL("city STRING, fare BIGINT");

    @TempDir Path directory;
    private final World world = RealWorld.create();
    private final Engine engine = new Engine(world, 2, Path.of("temporary"));

    @AfterEach
    void close() {
        engine.close();
    }

    private Table table(String name, Map<String, String> more) {
        var options = new HashMap<>(more);
        options.put("path", name);
        return new JsonFiles()
                .table(
                        new TableContext(
                                name,
                                Optional.of(RIDES),
                                Options.of(options),
                                List.of(),
                                directory,
                                world));
    }

    private PlanNode scan(Table table, boolean streaming) {
        return new PlanNode.Scan(
                new TableRef("rides", "json", RIDES, Optional.empty(), table), RIDES, streaming);
    }

    private RunningQuery copy(Table in) throws Exception {
        var query =
                engine.start(
                        new QuerySpec(
                                Optional.of("copy"),
                                scan(in, true),
                                schema -> table("out", Map.of()).sink(schema),
                                OutputMode.APPEND,
                                new TriggerSpec.AvailableNow(),
                                Optional.of(directory.resolve("checkpoint")),
                                engine.settings()));
        query.completion().get();
        return query;
    }

    private List<List<Object>> rows(Table table) throws Exception {
        var rows = new ArrayList<List<Object>>();
        engine.run(
                scan(table, false),
                engine.settings(),
                batch -> {
                    for (int row = 0; row < batch.rows(); row++) {
                        rows.add(List.of(batch.row(row)));
                    }
                });
        return rows;
    }

    @Test
    void everyGoodLineIsWrittenOnceAndEveryBadOneIsKept() throws Exception {
        var in = Files.createDirectories(directory.resolve("in"));
        Files.writeString(
                in.resolve("a.json"),
                """
                {"city":"Oslo","fare":5}
                {"city":"Rome","fare":
                {"fare":7,"city":"Bergen"}
                """);
        var table = table("in", Map.of("badRecordsPath", "rejected"));
        var first = copy(table);
        assertThat(first.lastProgress().orElseThrow().rejected()).isEqualTo(1);
        Files.writeString(in.resolve("b.json"), "{\"city\":\"Rome\",\"fare\":1}\n");
        copy(table);
        copy(table);
        assertThat(rows(table("out", Map.of())))
                .containsExactlyInAnyOrder(
                        List.of("Oslo", 5L), List.of("Bergen", 7L), List.of("Rome", 1L));
        var rejected = new ArrayList<String>();
        try (var files = Files.walk(directory.resolve("rejected/copy"))) {
            for (var file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
                rejected.addAll(Files.readAllLines(file));
            }
        }
        assertThat(rejected).hasSize(1);
        assertThat(rejected.getFirst()).contains("a.json", "\"offset\":25", "Rome");
    }
}
