package io.tidemill.plan.circuit;

import io.tidemill.connect.OutputMode;
import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A plan checked for one output mode and cut for a number of workers: what each worker's
/// [CircuitPart] is built from.
///
/// @param plan what is computed
/// @param mode how its result is given
/// @param workers how many parts there are
/// @param deletes what mode update does about rows that vanish
/// @param stateTtl after what time without a change is forgotten what steps keep
public record CircuitSpec(
        PlanNode plan, OutputMode mode, int workers, Deletes deletes, StateTtl stateTtl) {

    /// The name of the first column in mode changelog.
    public static final String OP_COLUMN = "_op";

    /// @throws TidemillException UNSUPPORTED_OUTPUT_MODE or UNSUPPORTED_FEATURE, saying why
    public CircuitSpec {
        if (workers < 1) {
            throw new IllegalArgumentException("a circuit needs a worker, not " + workers);
        }
        var refusal = plan.isStreaming() ? ResultParts.refusal(plan, mode, deletes) : null;
        if (refusal != null) {
            throw new TidemillException(Condition.UNSUPPORTED_OUTPUT_MODE, refusal, "");
        }
        refuseFunctionsOnRetractions(plan, Style.of(plan, mode));
        if (plan.isStreaming()) {
            Repeatable.refuseNumbers(plan);
        }
        if (plan.isStreaming()
                && !(mode == OutputMode.COMPLETE && ResultParts.isWholeByItself(plan))) {
            Repeatable.check(plan, Style.of(plan, mode));
        }
    }

    /// For a sink that cannot take rows away.
    public CircuitSpec(PlanNode plan, OutputMode mode, int workers) {
        this(plan, mode, workers, Deletes.REFUSED, StateTtl.NONE);
    }

    /// For state that is kept for ever.
    public CircuitSpec(PlanNode plan, OutputMode mode, int workers, Deletes deletes) {
        this(plan, mode, workers, deletes, StateTtl.NONE);
    }

    /// The columns of the result's key, by which mode update tells rows apart; empty when rows are
    /// only added, or none is known.
    public Optional<List<Integer>> key() {
        var edge = Edge.of(plan, style());
        return edge.kind() == Edge.Kind.UPSERT ? Optional.of(edge.key()) : Optional.empty();
    }

    /// Whether mode update is to tell the sink of rows that are gone.
    public boolean givesDeletes() {
        return mode == OutputMode.UPDATE
                && deletes == Deletes.GIVEN
                && plan.isStreaming()
                && Edge.of(plan, style()).vanishing();
    }

    /// How steps give results that may still change.
    public Style style() {
        return Style.of(plan, mode);
    }

    /// How it is run, for what its steps keep.
    public Manner manner() {
        return new Manner(Optional.of(mode), style(), stateTtl);
    }

    /// The columns that the sink is given.
    public StructType outputSchema() {
        return mode == OutputMode.CHANGELOG ? withOp(plan.schema()) : plan.schema();
    }

    static StructType withOp(StructType schema) {
        var fields = new ArrayList<StructField>();
        fields.add(new StructField(OP_COLUMN, DataTypes.StringType, false));
        fields.addAll(schema.fieldList());
        return new StructType(fields);
    }

    /// The scans and VALUES of the plan, left to right; the index of each is its source's number.
    /// What is below a step that is run once for several places is read once.
    public List<PlanNode> leaves() {
        return shared().leaves(plan);
    }

    /// The watermark that is declared closest to each leaf that is a stream.
    public Map<Integer, PlanNode.Watermark> watermarks() {
        var found = new HashMap<Integer, PlanNode.Watermark>();
        collectWatermarks(plan, Optional.empty(), shared(), new HashSet<>(), new int[1], found);
        return found;
    }

    private static void collectWatermarks(
            PlanNode node,
            Optional<PlanNode.Watermark> above,
            Shared shared,
            Set<PlanNode> met,
            int[] leaves,
            Map<Integer, PlanNode.Watermark> found) {
        if (shared.isMetAgain(node, met)) {
            return;
        }
        var closest = node instanceof PlanNode.Watermark own ? Optional.of(own) : above;
        if (node.inputs().isEmpty()) {
            if (node.isStreaming()) {
                closest.ifPresent(watermark -> found.put(leaves[0], watermark));
            }
            leaves[0]++;
        }
        node.inputs()
                .forEach(input -> collectWatermarks(input, closest, shared, met, leaves, found));
    }

    /// Whether rows that come too late are left out at this node: some step above bounds what it
    /// keeps by the watermark.
    public boolean dropsLate(PlanNode.Watermark watermark) {
        return WatermarkUse.dropsLate(plan, manner(), watermark);
    }

    /// Steps of the plan that are run once for several places.
    Shared shared() {
        return Shared.of(plan, manner());
    }

    /// A function may give other rows the next time, so what it made cannot be taken back.
    private static void refuseFunctionsOnRetractions(PlanNode node, Style style) {
        if (node instanceof PlanNode.MapRows map && !Edge.of(map.input(), style).isInsertOnly()) {
            throw new TidemillException(
                    Condition.UNSUPPORTED_FEATURE,
                    "the function given to %s stands behind an aggregate, whose rows change"
                            .formatted(map.mapping().name()),
                    "apply the function before the aggregate, or to the rows of an epoch in"
                            + " foreachBatch");
        }
        node.inputs().forEach(input -> refuseFunctionsOnRetractions(input, style));
    }
}
