package io.tidemill.faults;

import module java.base;

import io.tidemill.connect.OutputMode;
import io.tidemill.connect.Table;
import io.tidemill.connect.TableContext;
import io.tidemill.connect.option.Options;
import io.tidemill.expression.AggregateCall;
import io.tidemill.expression.Expression;
import io.tidemill.expression.Position;
import io.tidemill.file.JsonFiles;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.plan.node.TableRef;
import io.tidemill.runtime.Engine;
import io.tidemill.runtime.QuerySpec;
import io.tidemill.runtime.RunningQuery;
import io.tidemill.runtime.TriggerSpec;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructType;
import io.tidemill.system.RealWorld;

/// A process of its own for [CrashTest]: reads `in/*.json` in a directory as a stream and keeps a
/// copy of the rows in `copy/` and their count by city, as a changelog, in `counts/`. With the
/// argument `drain` it ends when it has read all that is there.
///
/// Says `running` on its standard output; exits with 1 and the error when a query fails.
final class CrashProcess {
    static final StructType RIDES = StructType.fromDDL("id BIGINT, city STRING");
    static final StructType CHANGES =
            StructType.fromDDL("_op STRING, city STRING, n BIGINT, total BIGINT");

    private CrashProcess() {}

    public static void main(String[] arguments) throws InterruptedException {
        var directory = Path.of(arguments[0]);
        var trigger =
                arguments[1].equals("drain")
                        ? new TriggerSpec.AvailableNow()
                        : new TriggerSpec.LowestLatency();
        try (var engine = new Engine(RealWorld.create(), 2, directory.resolve("temporary"))) {
            var queries = new ArrayList<RunningQuery>();
            queries.add(start(engine, directory, "copy", OutputMode.APPEND, trigger));
            queries.add(start(engine, directory, "counts", OutputMode.CHANGELOG, trigger));
            System.out.println("running");
            for (var query : queries) {
                query.await(Duration.ofDays(1));
                query.failure()
                        .ifPresent(e -> {
                            System.out.println(e.getMessage());
                            Runtime.getRuntime().halt(1);
                        });
            }
        } catch (RuntimeException e) {
            System.out.println(e.getMessage());
            Runtime.getRuntime().halt(1);
        }
    }

    private static RunningQuery start(
            Engine engine, Path directory, String name, OutputMode mode, TriggerSpec trigger) {
        var scan = scan(engine, directory, "in", RIDES, true, Map.of("maxFilesPerTrigger", "2"));
        return engine.start(
                new QuerySpec(
                        Optional.of(name),
                        mode == OutputMode.APPEND ? scan : counts(scan),
                        schema -> table(engine, directory, name, schema, Map.of()).sink(schema),
                        mode,
                        trigger,
                        Optional.of(directory.resolve("checkpoint-" + name)),
                        engine.settings()));
    }

    private static PlanNode counts(PlanNode scan) {
        var id = new Expression.Input(0, "id", DataTypes.LongType, true);
        return new PlanNode.Aggregate(
                scan,
                List.of(new Expression.Input(1, "city", DataTypes.StringType, true)),
                List.of(call("count", List.of()), call("sum", List.of(id))),
                StructType.fromDDL("city STRING, n BIGINT, total BIGINT"));
    }

    private static AggregateCall call(String function, List<Expression> arguments) {
        return new AggregateCall(
                function,
                arguments,
                false,
                Optional.empty(),
                DataTypes.LongType,
                true,
                Position.NONE);
    }

    /// A scan of JSON files in a folder of the directory.
    static PlanNode scan(
            Engine engine,
            Path directory,
            String folder,
            StructType schema,
            boolean streaming,
            Map<String, String> options) {
        return new PlanNode.Scan(
                new TableRef(
                        folder,
                        "json",
                        schema,
                        Optional.empty(),
                        table(engine, directory, folder, schema, options)),
                schema,
                streaming);
    }

    private static Table table(
            Engine engine,
            Path directory,
            String folder,
            StructType schema,
            Map<String, String> more) {
        var options = new HashMap<>(more);
        options.put("path", folder);
        return new JsonFiles()
                .table(
                        new TableContext(
                                folder,
                                Optional.of(schema),
                                Options.of(options),
                                List.of(),
                                directory,
                                engine.world()));
    }
}
