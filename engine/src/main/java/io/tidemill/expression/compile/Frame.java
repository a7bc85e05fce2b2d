package io.tidemill.expression.compile;

import io.tidemill.expression.compile.Node.Apply;
import io.tidemill.expression.compile.Node.Ask;
import io.tidemill.expression.compile.Node.BytesConstant;
import io.tidemill.expression.compile.Node.Leaf;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Which local of a method holds what. The columns and constants that the nodes use are loaded into
/// locals at the method's start, so that a loop finds its arrays in registers.
final class Frame {
    /// The arrays that a column is made of, by the field of [Kernel] that holds them.
    enum Array {
        LONGS("longs", ConstantDescs.CD_long),
        HIGHS("highs", ConstantDescs.CD_long),
        DOUBLES("doubles", ConstantDescs.CD_double),
        BYTES("bytes", ConstantDescs.CD_byte),
        STARTS("starts", ConstantDescs.CD_int),
        ENDS("ends", ConstantDescs.CD_int),
        VALIDITY("validity", ConstantDescs.CD_long),
        OUT_LONGS("outLongs", ConstantDescs.CD_long),
        OUT_HIGHS("outHighs", ConstantDescs.CD_long),
        OUT_DOUBLES("outDoubles", ConstantDescs.CD_double),
        OUT_STARTS("outStarts", ConstantDescs.CD_int),
        OUT_ENDS("outEnds", ConstantDescs.CD_int),
        OUT_NULLS("outNulls", ConstantDescs.CD_long);

        final String field;
        private final String descriptor;

        Array(String field, ClassDesc element) {
            this.field = field;
            descriptor = "[" + element.descriptorString();
        }
    }

    private record Column(int id, Array part) {}

    static final ClassDesc KERNEL = ClassDesc.of(Kernel.class.getName());
    private static final ClassDesc ZONE = ClassDesc.ofDescriptor(Zone.DESCRIPTOR);

    private final CodeBuilder code;
    private final Map<Column, Integer> columns = new HashMap<>();
    private final Map<Integer, Integer> constants = new HashMap<>();
    private final List<Node> lines;
    private final int row;
    private int zone = -1;
    private int next;

    /// @param row the local with the number of the row read
    /// @param free the first local that is not used yet
    /// @param lines where the nodes are written down in the order of their line numbers
    Frame(CodeBuilder code, int row, int free, List<Node> lines) {
        this.code = code;
        this.row = row;
        this.next = free;
        this.lines = lines;
    }

    int row() {
        return row;
    }

    int slot() {
        return next++;
    }

    int wide() {
        next += 2;
        return next - 2;
    }

    int mark() {
        return next;
    }

    /// Gives back the locals taken since `mark`.
    void release(int mark) {
        next = mark;
    }

    int line(Node node) {
        lines.add(node);
        return Math.min(lines.size(), 65_535);
    }

    int zone() {
        return zone;
    }

    int column(int id, Array part) {
        var column = new Column(id, part);
        var local = columns.get(column);
        if (local == null) {
            local = slot();
            columns.put(column, local);
            code.aload(0)
                    .getfield(KERNEL, part.field, ClassDesc.ofDescriptor("[" + part.descriptor));
            code.loadConstant(id).aaload().astore(local);
        }
        return local;
    }

    int constant(int id) {
        return Objects.requireNonNull(constants.get(id));
    }

    private void loadConstant(int id, ClassDesc type) {
        if (!constants.containsKey(id)) {
            int local = slot();
            constants.put(id, local);
            code.aload(0)
                    .getfield(KERNEL, "constants", ConstantDescs.CD_Object.arrayType())
                    .loadConstant(id)
                    .aaload()
                    .checkcast(type)
                    .astore(local);
        }
    }

    /// Loads whatever `node` and what it is made of will ask for.
    void load(Node node) {
        switch (node) {
            case Leaf leaf -> load(leaf);
            case BytesConstant(var id) -> loadConstant(id, ConstantDescs.CD_byte.arrayType());
            case Node.Constant _ -> {}
            case Apply apply -> {
                apply.arguments().forEach(this::load);
                for (var object : apply.objects()) {
                    loadConstant(object.id(), ClassDesc.ofDescriptor(object.descriptor()));
                }
                if (apply.cell() >= 0) {
                    loadConstant(apply.cell(), Locals.CELL);
                }
                if (apply.op().is(Op.Trait.ZONE) && zone < 0) {
                    zone = slot();
                    code.aload(0).getfield(KERNEL, "zone", ZONE).astore(zone);
                }
            }
            case Node.Widen(var operand) -> load(operand);
            case Node.Logic logic -> logic.operands().forEach(this::load);
            case Node.Case choice -> {
                for (var when : choice.whens()) {
                    load(when.condition());
                    load(when.value());
                }
                load(choice.otherwise());
            }
            case Node.Coalesce first -> first.operands().forEach(this::load);
            case Node.IsNull(var operand, _) -> load(operand);
            case Node.Same same -> {
                load(same.left());
                load(same.right());
            }
            case Node.Member member -> {
                load(member.value());
                member.others().forEach(this::load);
            }
            case Node.Best best -> best.operands().forEach(this::load);
            case Ask(var cell, _, _) -> loadConstant(cell, Emitter.ASKED);
            case Node.Part(_, _, var cell) -> loadConstant(cell, Locals.CELL);
        }
    }

    private void load(Leaf leaf) {
        if (leaf.nullable()) {
            column(leaf.id(), Array.VALIDITY);
        }
        var parts =
                switch (leaf.kind()) {
                    case LONG, BOOL -> List.of(Array.LONGS);
                    case DOUBLE -> List.of(Array.DOUBLES);
                    case WIDE -> List.of(Array.HIGHS, Array.LONGS);
                    case BYTES -> List.of(Array.BYTES, Array.STARTS, Array.ENDS);
                    case NESTED -> List.<Array>of();
                };
        for (var part : parts) {
            column(leaf.id(), part);
        }
    }
}
