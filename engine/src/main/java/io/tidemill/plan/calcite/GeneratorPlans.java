package io.tidemill.plan.calcite;

import io.tidemill.expression.Expression;
import io.tidemill.expression.Position;
import io.tidemill.expression.function.Functions;
import io.tidemill.parse.GenerateStep;
import io.tidemill.parse.GeneratorOperator;
import io.tidemill.parse.LiteralValue;
import io.tidemill.parse.Positions;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.sql.types.ArrayType;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.TableFunctionScan;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql.validate.SqlValidatorUtil;

/// Turns `explode` and its kin into [PlanNode.Generate].
///
/// Calcite joins each row with what a function makes of it by correlation; here the function stands
/// over the rows itself.
final class GeneratorPlans {
    private GeneratorPlans() {}

    /// The same rows, with each correlation to a generator as a [GenerateStep].
    static RelNode steps(RelNode node) {
        return node.accept(
                new RelHomogeneousShuttle() {
                    @Override
                    public RelNode visit(RelNode other) {
                        var visited =
                                super.visit(other)
                                        .accept(
                                                new RexShuttle() {
                                                    @Override
                                                    public RexNode visitSubQuery(
                                                            RexSubQuery query) {
                                                        return query.clone(steps(query.rel));
                                                    }
                                                });
                        return switch (visited) {
                            case Correlate correlate -> step(correlate);
                            default -> visited;
                        };
                    }
                });
    }

    private static boolean isGenerator(RelNode node) {
        return node instanceof TableFunctionScan scan
                && scan.getCall() instanceof RexCall call
                && call.getOperator() instanceof GeneratorOperator;
    }

    /// A correlation as a step, if nothing but projections and filters stands above the generator.
    private static RelNode step(Correlate correlate) {
        boolean outer = correlate.getJoinType() == JoinRelType.LEFT;
        var above = new ArrayList<RelNode>();
        var right = correlate.getRight();
        while (right instanceof Project
                || (right instanceof Filter filter && passes(filter, outer))) {
            if (!(right instanceof Filter filter && isTrue(filter.getCondition()))) {
                above.add(right);
            }
            right = right.getInput(0);
        }
        if (!isGenerator(right) || !(outer || correlate.getJoinType() == JoinRelType.INNER)) {
            return correlate;
        }
        var left = correlate.getLeft();
        var moved = new Moved(left, correlate.getCorrelationId());
        var call = (RexCall) ((TableFunctionScan) right).getCall().accept(moved);
        RelNode plan =
                new GenerateStep(left, call, outer, beside(left, right, correlate.getRowType()));
        for (var node : above.reversed()) {
            plan =
                    switch (node) {
                        case Filter filter ->
                                LogicalFilter.create(plan, filter.getCondition().accept(moved));
                        case Project project -> project(plan, left, project, moved);
                        default -> throw new IllegalStateException("above a generator: " + node);
                    };
        }
        return above.isEmpty()
                ? plan
                : plan.getRowType().equals(correlate.getRowType())
                        ? plan
                        : LogicalProject.create(
                                plan,
                                List.of(),
                                left.getCluster()
                                        .getRexBuilder()
                                        .identityProjects(plan.getRowType()),
                                correlate.getRowType().getFieldNames(),
                                Set.of());
    }

    /// A filter of what an outer generator makes would have to say when there is none.
    private static boolean passes(Filter filter, boolean outer) {
        return !outer || isTrue(filter.getCondition());
    }

    private static boolean isTrue(RexNode condition) {
        return condition.isAlwaysTrue()
                || (condition instanceof RexCall call
                        && call.getOperator() instanceof LiteralValue literal
                        && Boolean.TRUE.equals(literal.value()));
    }

    /// The columns of both; those of a generator that may be missing can be NULL.
    private static RelDataType beside(RelNode left, RelNode right, RelDataType wanted) {
        if (wanted.getFieldCount()
                == left.getRowType().getFieldCount() + right.getRowType().getFieldCount()) {
            return wanted;
        }
        var names = new ArrayList<String>();
        var types = new ArrayList<RelDataType>();
        for (var side : List.of(left, right)) {
            for (var field : side.getRowType().getFieldList()) {
                names.add(field.getName());
                types.add(field.getType());
            }
        }
        return left.getCluster()
                .getTypeFactory()
                .createStructType(types, SqlValidatorUtil.uniquify(names, false));
    }

    private static RelNode project(RelNode plan, RelNode left, Project project, Moved moved) {
        var expressions = new ArrayList<RexNode>();
        var names = new ArrayList<String>();
        for (var field : left.getRowType().getFieldList()) {
            expressions.add(RexInputRef.of(field.getIndex(), plan.getRowType()));
            names.add(field.getName());
        }
        for (int i = 0; i < project.getProjects().size(); i++) {
            expressions.add(project.getProjects().get(i).accept(moved));
            names.add(project.getRowType().getFieldNames().get(i));
        }
        return LogicalProject.create(
                plan, List.of(), expressions, SqlValidatorUtil.uniquify(names, false), Set.of());
    }

    /// Expressions of the right side, over the columns of both.
    private static final class Moved extends RexShuttle {
        private final RelNode left;
        private final CorrelationId id;

        Moved(RelNode left, CorrelationId id) {
            this.left = left;
            this.id = id;
        }

        @Override
        public RexNode visitInputRef(RexInputRef column) {
            return new RexInputRef(
                    column.getIndex() + left.getRowType().getFieldCount(), column.getType());
        }

        @Override
        public RexNode visitFieldAccess(RexFieldAccess access) {
            return access.getReferenceExpr() instanceof RexCorrelVariable variable
                            && variable.id.equals(id)
                    ? RexInputRef.of(access.getField().getIndex(), left.getRowType())
                    : super.visitFieldAccess(access);
        }
    }

    /// @param input the plan of its input
    static PlanNode plan(GenerateStep step, PlanNode input) {
        return generate(input, step.call(), step.outer(), step.getRowType().getFieldNames());
    }

    /// A generator that reads no rows.
    static PlanNode alone(TableFunctionScan scan) {
        if (!isGenerator(scan)) {
            throw new IllegalStateException("a table function of no kind of ours: " + scan);
        }
        return generate(
                new PlanNode.Values(new StructType(), List.of(List.of())),
                (RexCall) scan.getCall(),
                false,
                scan.getRowType().getFieldNames());
    }

    private static PlanNode generate(
            PlanNode input, RexCall call, boolean outer, List<String> names) {
        var operands =
                call.getOperands().stream()
                        .map(operand -> RexExpressions.of(operand, input.schema()))
                        .toList();
        var generated =
                ((GeneratorOperator) call.getOperator())
                        .express(operands, Positions.of(call.getParserPosition()));
        boolean padded = outer || generated.outer();
        boolean numbered = generated.position() >= 0;
        var fields = new ArrayList<>(input.schema().fieldList());
        if (numbered) {
            fields.add(new StructField("pos", DataTypes.IntegerType, padded));
        }
        var array = (ArrayType) generated.array().type();
        fields.add(new StructField("element", array.elementType(), array.containsNull() || padded));
        var rows =
                new PlanNode.Generate(
                        input, generated.array(), padded, numbered, new StructType(fields));
        var columns = new ArrayList<>(Columns.all(rows.schema()).subList(0, input.schema().size()));
        columns.addAll(made(rows, generated, numbered, input.schema().size()));
        var result = new ArrayList<StructField>();
        for (int i = 0; i < columns.size(); i++) {
            result.add(
                    new StructField(
                            names.get(i), columns.get(i).type(), columns.get(i).nullable()));
        }
        return new PlanNode.Project(rows, columns, new StructType(result));
    }

    /// The columns that a generator gives, over those of the step.
    private static List<Expression> made(
            PlanNode.Generate rows,
            GeneratorOperator.Generated generated,
            boolean numbered,
            int width) {
        var element = Columns.one(rows.schema(), rows.schema().size() - 1);
        var made = new ArrayList<Expression>();
        if (generated.spread()) {
            var struct = (StructType) element.type();
            for (int i = 0; i < struct.size(); i++) {
                var field = struct.field(i);
                made.add(
                        new Expression.Field(
                                element,
                                i,
                                field.name(),
                                field.dataType(),
                                element.nullable() || field.nullable()));
            }
        } else {
            made.add(element);
        }
        if (numbered) {
            Expression position = Columns.one(rows.schema(), width);
            made.add(
                    generated.positionFirst() ? 0 : made.size(),
                    generated.position() == 0
                            ? position
                            : Functions.get("+")
                                    .call(
                                            List.of(
                                                    position,
                                                    new Expression.Literal(
                                                            generated.position(),
                                                            DataTypes.IntegerType)),
                                            Position.NONE));
        }
        return made;
    }
}
