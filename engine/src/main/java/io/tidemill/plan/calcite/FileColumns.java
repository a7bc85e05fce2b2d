package io.tidemill.plan.calcite;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.Expression;
import io.tidemill.expression.Position;
import io.tidemill.expression.function.FileFunctions;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// Makes columns of the table of what projections and filters ask of the file that a row is from:
/// `input_file_name()`, `_metadata`.
///
/// The columns are read by the scan and carried up through the steps that keep the rows of one
/// table as they are. Behind an aggregate, a join or a function of the program, no one file is what
/// a row is from.
final class FileColumns {
    /// The fact that a function asks for, which gives something else where there is none.
    private static final Map<String, String> FUNCTIONS =
            Map.of(
                    "input_file_name", FileFunctions.METADATA + "file_path",
                    "input_file_block_start", FileFunctions.METADATA + "file_block_start",
                    "input_file_block_length", FileFunctions.METADATA + "file_block_length");

    private FileColumns() {}

    /// @throws TidemillException UNRESOLVED_COLUMN where `_metadata` is asked of other rows;
    ///   MULTI_SOURCES_UNSUPPORTED_FOR_EXPRESSION where `input_file_name()` is asked of a join
    static PlanNode apply(PlanNode plan) {
        return carrying(plan, new TreeSet<>());
    }

    /// The same rows, with these columns of [io.tidemill.connect.Table#facts] behind them; none,
    /// unless the rows are of files.
    private static PlanNode carrying(PlanNode node, SortedSet<String> facts) {
        return switch (node) {
            case PlanNode.Scan scan ->
                    facts.isEmpty()
                            ? scan
                            : new PlanNode.Scan(
                                    scan.table(), wider(scan.schema(), facts), scan.streaming());
            case PlanNode.Project project -> project(project, facts);
            case PlanNode.Filter filter -> filter(filter, facts);
            case PlanNode.Union(var inputs, var schema) ->
                    new PlanNode.Union(
                            inputs.stream().map(each -> carrying(each, facts)).toList(),
                            wider(schema, facts));
            case PlanNode.Lifetime _,
                    PlanNode.Sort _,
                    PlanNode.Limit _,
                    PlanNode.Watermark _,
                    PlanNode.TimeToLive _,
                    PlanNode.Observe _,
                    PlanNode.Deduplicate _ ->
                    node.withInputs(List.of(carrying(node.inputs().getFirst(), facts)));
            case PlanNode.Values _,
                    PlanNode.TimeWindow _,
                    PlanNode.SessionWindow _,
                    PlanNode.Over _,
                    PlanNode.Top _,
                    PlanNode.Generate _,
                    PlanNode.Expand _,
                    PlanNode.Weigh _,
                    PlanNode.Aggregate _,
                    PlanNode.Join _,
                    PlanNode.AsOfJoin _,
                    PlanNode.MapRows _ ->
                    node.withInputs(node.inputs().stream().map(FileColumns::apply).toList());
        };
    }

    /// Whether each row of a step is one of a table of files.
    private static boolean isOfFiles(PlanNode node) {
        return switch (node) {
            case PlanNode.Scan scan -> scan.table().table().facts().size() > 0;
            case PlanNode.Project _,
                    PlanNode.Filter _,
                    PlanNode.Union _,
                    PlanNode.Lifetime _,
                    PlanNode.Sort _,
                    PlanNode.Limit _,
                    PlanNode.Watermark _,
                    PlanNode.TimeToLive _,
                    PlanNode.Observe _,
                    PlanNode.Deduplicate _ ->
                    node.inputs().stream().allMatch(FileColumns::isOfFiles);
            case PlanNode.Values _,
                    PlanNode.TimeWindow _,
                    PlanNode.SessionWindow _,
                    PlanNode.Over _,
                    PlanNode.Top _,
                    PlanNode.Generate _,
                    PlanNode.Expand _,
                    PlanNode.Weigh _,
                    PlanNode.Aggregate _,
                    PlanNode.Join _,
                    PlanNode.AsOfJoin _,
                    PlanNode.MapRows _ ->
                    false;
        };
    }

    private static PlanNode project(PlanNode.Project project, SortedSet<String> facts) {
        var wanted = wanted(project.expressions(), project.input());
        wanted.addAll(facts);
        var input = carrying(project.input(), wanted);
        var columns = new ArrayList<Expression>();
        for (var expression : project.expressions()) {
            columns.add(told(expression, input));
        }
        for (var fact : facts) {
            columns.add(column(fact, input));
        }
        return new PlanNode.Project(input, columns, wider(project.schema(), facts));
    }

    private static PlanNode filter(PlanNode.Filter filter, SortedSet<String> facts) {
        var wanted = wanted(List.of(filter.condition()), filter.input());
        wanted.addAll(facts);
        var input = carrying(filter.input(), wanted);
        var filtered = new PlanNode.Filter(input, told(filter.condition(), input));
        if (wanted.equals(facts)) {
            return filtered;
        }
        var columns =
                new ArrayList<>(
                        Columns.all(input.schema()).subList(0, filter.input().schema().size()));
        for (var fact : facts) {
            columns.add(column(fact, input));
        }
        return new PlanNode.Project(filtered, columns, wider(filter.schema(), facts));
    }

    /// What expressions ask of the files; nothing where the rows are of none.
    private static SortedSet<String> wanted(List<Expression> expressions, PlanNode input) {
        var wanted = new TreeSet<String>();
        boolean ofFiles = isOfFiles(input);
        for (var expression : expressions) {
            var _ =
                    Trees.map(
                            expression,
                            part -> {
                                var fact = fact(part);
                                if (fact.isPresent() && ofFiles) {
                                    wanted.add(fact.get());
                                } else if (fact.isPresent()) {
                                    check((Expression.Call) part, input);
                                }
                                return part;
                            });
        }
        return wanted;
    }

    private static Optional<String> fact(Expression expression) {
        if (!(expression instanceof Expression.Call call)) {
            return Optional.empty();
        }
        return call.function().startsWith(FileFunctions.METADATA)
                ? Optional.of(call.function())
                : Optional.ofNullable(FUNCTIONS.get(call.function()));
    }

    private static void check(Expression.Call call, PlanNode input) {
        if (call.function().startsWith(FileFunctions.METADATA)) {
            throw at(FileFunctions.notThere(call.function()), call.position());
        }
        if (files(input) > 1) {
            throw at(
                    new TidemillException(
                            Condition.MULTI_SOURCES_UNSUPPORTED_FOR_EXPRESSION,
                            "%s is asked of rows that are of several tables".formatted(call),
                            "select it right over the table of files, under a name, and join that"),
                    call.position());
        }
    }

    private static TidemillException at(TidemillException error, Position position) {
        return position.text().isEmpty() ? error : error.at(position.describe());
    }

    /// How many tables of files are read, for one row.
    private static int files(PlanNode node) {
        return switch (node) {
            case PlanNode.Scan scan -> scan.table().table().facts().size() > 0 ? 1 : 0;
            case PlanNode.Union union ->
                    union.inputs().stream().mapToInt(FileColumns::files).max().orElse(0);
            default -> node.inputs().stream().mapToInt(FileColumns::files).sum();
        };
    }

    /// The expression over an input that has the facts.
    private static Expression told(Expression expression, PlanNode input) {
        return Trees.map(
                expression,
                part ->
                        fact(part)
                                .filter(fact -> place(fact, input) >= 0)
                                .map(fact -> column(fact, input))
                                .orElse(part));
    }

    private static Expression column(String fact, PlanNode input) {
        return Columns.one(input.schema(), place(fact, input));
    }

    private static int place(String fact, PlanNode input) {
        return List.of(input.schema().fieldNames()).lastIndexOf(fact);
    }

    private static StructType wider(StructType schema, SortedSet<String> facts) {
        var fields = new ArrayList<>(schema.fieldList());
        for (var fact : facts) {
            fields.add(new StructField(fact, FileFunctions.type(fact), false));
        }
        return new StructType(fields);
    }
}
