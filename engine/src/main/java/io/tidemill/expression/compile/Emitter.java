package io.tidemill.expression.compile;

import io.tidemill.expression.compile.Node.And;
import io.tidemill.expression.compile.Node.Apply;
import io.tidemill.expression.compile.Node.Ask;
import io.tidemill.expression.compile.Node.BytesConstant;
import io.tidemill.expression.compile.Node.Case;
import io.tidemill.expression.compile.Node.Coalesce;
import io.tidemill.expression.compile.Node.DoubleConstant;
import io.tidemill.expression.compile.Node.IsNull;
import io.tidemill.expression.compile.Node.Leaf;
import io.tidemill.expression.compile.Node.LongConstant;
import io.tidemill.expression.compile.Node.Null;
import io.tidemill.expression.compile.Node.Or;
import io.tidemill.expression.compile.Node.Part;
import io.tidemill.expression.compile.Node.Same;
import io.tidemill.expression.compile.Node.WideConstant;
import io.tidemill.expression.compile.Node.Widen;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.List;

/// Writes the code that computes nodes for one row. Each value goes to locals of its own, beside an
/// `int` that is 1 for NULL where the node may be NULL; HotSpot's compiler sees through the moves.
///
/// The locals of a value are set on every way through the code, so that the verifier finds them
/// whichever branch was taken; under a NULL they hold anything.
final class Emitter {
    static final ClassDesc CELL = ClassDesc.of(Cell.class.getName());
    static final ClassDesc ASKED = ClassDesc.of(Interpreted.class.getName());
    private static final ClassDesc LONG = ConstantDescs.CD_long;
    private static final ClassDesc INT = ConstantDescs.CD_int;
    private static final ClassDesc DOUBLE = ConstantDescs.CD_double;
    private static final ClassDesc BYTE_ARRAY = ConstantDescs.CD_byte.arrayType();
    private static final MethodTypeDesc ASK = MethodTypeDesc.ofDescriptor("(I)V");

    private final CodeBuilder code;
    private final Frame frame;
    private final ClassDesc self;

    /// @param frame where the method keeps columns and constants
    Emitter(CodeBuilder code, Frame frame, ClassDesc self) {
        this.code = code;
        this.frame = frame;
        this.self = self;
    }

    /// The locals of a value.
    ///
    /// @param x the value; the high half; the array
    /// @param y the low half; where the bytes start
    /// @param z where the bytes end
    /// @param nulls the flag, -1 if it is never NULL
    record Value(Kind kind, int x, int y, int z, int nulls) {}

    Value emit(Node node) {
        code.lineNumber(frame.line(node));
        return switch (node) {
            case Leaf leaf -> leaf(leaf);
            case LongConstant(var value, var kind) -> {
                if (kind == Kind.BOOL) {
                    code.loadConstant((int) value);
                } else {
                    code.loadConstant(value);
                }
                yield store(kind, -1);
            }
            case DoubleConstant(var value) -> {
                code.loadConstant(value);
                yield store(Kind.DOUBLE, -1);
            }
            case WideConstant(var high, var low) -> {
                code.loadConstant(high);
                code.loadConstant(low);
                yield store(Kind.WIDE, -1);
            }
            case BytesConstant(var id) -> {
                code.aload(frame.constant(id)).dup().arraylength();
                int end = frame.slot();
                code.istore(end);
                int data = frame.slot();
                code.astore(data).iconst_0();
                int start = frame.slot();
                code.istore(start);
                yield new Value(Kind.BYTES, data, start, end, -1);
            }
            case Null(var kind) -> {
                var value = fresh(kind, true);
                code.iconst_1().istore(value.nulls);
                yield value;
            }
            case Apply apply -> apply(apply);
            case Widen(var operand) -> {
                var narrow = emit(operand);
                code.lload(narrow.x).bipush(63).lshr().lload(narrow.x);
                yield store(Kind.WIDE, narrow.nulls);
            }
            case And(var operands, _) -> logic(node, operands, false);
            case Or(var operands, _) -> logic(node, operands, true);
            case Case choice -> choose(choice);
            case Coalesce first -> first(first);
            case IsNull(var operand, var negated) -> {
                var value = emit(operand);
                if (value.nulls < 0) {
                    code.loadConstant(negated ? 1 : 0);
                } else {
                    code.iload(value.nulls);
                    if (negated) {
                        code.iconst_1().ixor();
                    }
                }
                yield store(Kind.BOOL, -1);
            }
            case Same same -> same(same);
            case Node.Member member -> member(member);
            case Node.Best best -> best(best);
            case Ask(var cell, var kind, var nullable) -> {
                code.aload(frame.constant(cell)).iload(frame.row());
                code.invokevirtual(ASKED, "ask", ASK);
                yield fromCell(frame.constant(cell), kind, nullable);
            }
            case Part(var method, var body, var cell) -> {
                code.aload(0).iload(frame.row());
                code.invokevirtual(self, KernelWriter.partName(method), ASK);
                yield fromCell(frame.constant(cell), body.kind(), body.nullable());
            }
        };
    }

    /// Goes to `otherwise` unless `condition` is true. Operands of AND behind one that is not true
    /// are only left out if nobody could tell: when they cannot raise, or a NULL cannot have come
    /// before.
    void unless(Node condition, Label otherwise) {
        if (condition instanceof And(var operands, _) && mayLeaveOut(operands)) {
            for (var operand : operands) {
                unless(operand, otherwise);
            }
            return;
        }
        int mark = frame.mark();
        var value = emit(condition);
        if (value.nulls >= 0) {
            code.iload(value.nulls).ifne(otherwise);
        }
        code.iload(value.x).ifeq(otherwise);
        frame.release(mark);
    }

    private static boolean mayLeaveOut(List<Node> operands) {
        boolean nullBefore = false;
        for (var operand : operands) {
            if (nullBefore && operand.raises()) {
                return false;
            }
            nullBefore |= operand.nullable();
        }
        return true;
    }

    private Value leaf(Leaf leaf) {
        int nulls = -1;
        if (leaf.nullable()) {
            // (int) ~(validity[row >> 6] >>> row) & 1
            code.aload(frame.column(leaf.id(), Frame.Array.VALIDITY)).iload(frame.row());
            code.bipush(6).ishr().laload().iload(frame.row()).lushr();
            code.l2i().iconst_1().iand().iconst_1().ixor();
            nulls = frame.slot();
            code.istore(nulls);
        }
        switch (leaf.kind()) {
            case LONG -> load(leaf, Frame.Array.LONGS).laload();
            case BOOL -> load(leaf, Frame.Array.LONGS).laload().l2i();
            case DOUBLE -> load(leaf, Frame.Array.DOUBLES).daload();
            case WIDE -> {
                load(leaf, Frame.Array.HIGHS).laload();
                load(leaf, Frame.Array.LONGS).laload();
            }
            case BYTES -> {
                load(leaf, Frame.Array.STARTS).iaload();
                int start = frame.slot();
                code.istore(start);
                load(leaf, Frame.Array.ENDS).iaload();
                int end = frame.slot();
                code.istore(end);
                int data = frame.column(leaf.id(), Frame.Array.BYTES);
                return new Value(Kind.BYTES, data, start, end, nulls);
            }
            case NESTED -> {
                return new Value(Kind.NESTED, -1, -1, -1, nulls);
            }
        }
        return store(leaf.kind(), nulls);
    }

    private CodeBuilder load(Leaf leaf, Frame.Array part) {
        return code.aload(frame.column(leaf.id(), part)).iload(frame.row());
    }

    private Value apply(Apply apply) {
        var op = apply.op();
        var values = apply.arguments().stream().map(this::emit).toList();
        int nulls = eitherNull(values);
        boolean guarded =
                nulls >= 0
                        && (!op.is(Op.Trait.CHEAP) || op.is(Op.Trait.RAISES))
                        && !apply.arguments().isEmpty();
        if (!guarded && !op.is(Op.Trait.NULL)) {
            call(apply, values);
            return op.is(Op.Trait.CELL)
                    ? fromCell(frame.constant(apply.cell()), op.result(), false)
                    : store(op.result(), nulls);
        }
        var result = fresh(op.result(), true);
        var end = code.newLabel();
        code.iconst_1().istore(result.nulls);
        if (guarded) {
            code.iload(nulls).ifne(end);
        }
        call(apply, values);
        if (op.is(Op.Trait.CELL)) {
            move(fromCell(frame.constant(apply.cell()), op.result(), op.is(Op.Trait.NULL)), result);
        } else {
            pop(result);
            code.iconst_0().istore(result.nulls);
        }
        code.labelBinding(end);
        return result;
    }

    private void call(Apply apply, List<Value> values) {
        var op = apply.op();
        if (op.result() == Kind.WIDE && !op.is(Op.Trait.CELL)) {
            for (var half : List.of("High", "Low")) {
                values.forEach(this::push);
                code.invokestatic(op.owner(), op.name() + half, descriptor(apply));
            }
            return;
        }
        values.forEach(this::push);
        for (var object : apply.objects()) {
            code.aload(frame.constant(object.id()));
        }
        if (op.is(Op.Trait.ZONE)) {
            code.aload(frame.zone());
        }
        if (op.is(Op.Trait.CELL)) {
            code.aload(frame.constant(apply.cell()));
        }
        code.invokestatic(op.owner(), op.name(), descriptor(apply));
    }

    private static MethodTypeDesc descriptor(Apply apply) {
        return apply.op().descriptor(apply.arguments(), apply.objects());
    }

    /// The local that is 1 if any of `values` is NULL; -1 if none can be.
    private int eitherNull(List<Value> values) {
        int result = -1;
        boolean own = false;
        for (var value : values) {
            if (value.nulls < 0 || value.nulls == result) {
                continue;
            }
            if (result < 0) {
                result = value.nulls;
                continue;
            }
            code.iload(result).iload(value.nulls).ior();
            if (!own) {
                result = frame.slot();
                own = true;
            }
            code.istore(result);
        }
        return result;
    }

    private Value logic(Node node, List<Node> operands, boolean decisive) {
        var result = fresh(Kind.BOOL, node.nullable());
        var decided = code.newLabel();
        var end = code.newLabel();
        if (node.nullable()) {
            code.iconst_0().istore(result.nulls);
        }
        for (var operand : operands) {
            int mark = frame.mark();
            var value = emit(operand);
            var next = code.newLabel();
            if (value.nulls >= 0) {
                code.iload(value.nulls);
                var present = code.newLabel();
                code.ifeq(present).iconst_1().istore(result.nulls).goto_(next);
                code.labelBinding(present);
            }
            code.iload(value.x);
            if (decisive) {
                code.ifne(decided);
            } else {
                code.ifeq(decided);
            }
            code.labelBinding(next);
            frame.release(mark);
        }
        code.loadConstant(decisive ? 0 : 1).istore(result.x).goto_(end);
        code.labelBinding(decided).loadConstant(decisive ? 1 : 0).istore(result.x);
        if (node.nullable()) {
            code.iconst_0().istore(result.nulls);
        }
        code.labelBinding(end);
        return result;
    }

    private Value choose(Case choice) {
        var result = fresh(choice.kind(), choice.nullable());
        var end = code.newLabel();
        for (var when : choice.whens()) {
            var next = code.newLabel();
            int mark = frame.mark();
            unless(when.condition(), next);
            move(emit(when.value()), result);
            code.goto_(end).labelBinding(next);
            frame.release(mark);
        }
        int mark = frame.mark();
        move(emit(choice.otherwise()), result);
        frame.release(mark);
        code.labelBinding(end);
        return result;
    }

    private Value first(Coalesce coalesce) {
        var result = fresh(coalesce.kind(), coalesce.nullable());
        var end = code.newLabel();
        if (coalesce.nullable()) {
            code.iconst_1().istore(result.nulls);
        }
        for (var operand : coalesce.operands()) {
            int mark = frame.mark();
            var value = emit(operand);
            if (value.nulls < 0) {
                move(value, result);
                break;
            }
            var next = code.newLabel();
            code.iload(value.nulls).ifne(next);
            move(new Value(value.kind, value.x, value.y, value.z, -1), result);
            code.goto_(end).labelBinding(next);
            frame.release(mark);
        }
        code.labelBinding(end);
        return result;
    }

    private Value same(Same same) {
        var left = emit(same.left());
        var right = emit(same.right());
        var values = List.of(left, right);
        var apply = new Apply(same.equal(), List.of(same.left(), same.right()), List.of(), -1, 0);
        if (left.nulls < 0 && right.nulls < 0) {
            call(apply, values);
            return store(Kind.BOOL, -1);
        }
        var result = fresh(Kind.BOOL, false);
        var end = code.newLabel();
        var bothThere = code.newLabel();
        int either = eitherNull(values);
        code.iload(either).ifeq(bothThere);
        // Equal when both are NULL.
        flag(left);
        flag(right);
        code.iand().istore(result.x).goto_(end).labelBinding(bothThere);
        call(apply, values);
        code.istore(result.x).labelBinding(end);
        return result;
    }

    private Value member(Node.Member member) {
        var value = emit(member.value());
        var others = member.others().stream().map(this::emit).toList();
        var result = fresh(Kind.BOOL, member.nullable());
        var end = code.newLabel();
        if (value.nulls >= 0) {
            code.iconst_1().istore(result.nulls).iload(value.nulls).ifne(end);
            code.iconst_0().istore(result.nulls);
        }
        for (int i = 0; i < others.size(); i++) {
            var other = others.get(i);
            var next = code.newLabel();
            if (other.nulls >= 0) {
                code.iload(other.nulls);
                var there = code.newLabel();
                code.ifeq(there).iconst_1().istore(result.nulls).goto_(next).labelBinding(there);
            }
            var nodes = List.of(member.value(), member.others().get(i));
            call(new Apply(member.equal(), nodes, List.of(), -1, 0), List.of(value, other));
            code.ifeq(next).iconst_1().istore(result.x);
            if (result.nulls >= 0) {
                code.iconst_0().istore(result.nulls);
            }
            code.goto_(end).labelBinding(next);
        }
        code.labelBinding(end);
        return result;
    }

    private Value best(Node.Best best) {
        var values = best.operands().stream().map(this::emit).toList();
        var result = fresh(best.kind(), true);
        code.iconst_1().istore(result.nulls);
        for (int i = 0; i < values.size(); i++) {
            var value = values.get(i);
            var take = code.newLabel();
            var next = code.newLabel();
            if (value.nulls >= 0) {
                code.iload(value.nulls).ifne(next);
            }
            code.iload(result.nulls).ifne(take);
            var nodes = List.of(best.operands().get(i), best.operands().get(i));
            call(new Apply(best.better(), nodes, List.of(), -1, 0), List.of(value, result));
            code.ifeq(next).labelBinding(take);
            move(value, result);
            code.labelBinding(next);
        }
        return best.nullable() ? result : new Value(result.kind, result.x, result.y, result.z, -1);
    }

    private void flag(Value value) {
        if (value.nulls < 0) {
            code.iconst_0();
        } else {
            code.iload(value.nulls);
        }
    }

    /// Leaves a value in the cell that local 1 of a part's method holds.
    void toCell(Value value, int cell) {
        code.aload(cell);
        flag(value);
        code.putfield(CELL, "isNull", ConstantDescs.CD_boolean);
        switch (value.kind) {
            case BOOL -> code.aload(cell).iload(value.x).i2l().putfield(CELL, "low", LONG);
            case LONG -> code.aload(cell).lload(value.x).putfield(CELL, "low", LONG);
            case DOUBLE -> code.aload(cell).dload(value.x).putfield(CELL, "real", DOUBLE);
            case WIDE -> {
                code.aload(cell).lload(value.x).putfield(CELL, "high", LONG);
                code.aload(cell).lload(value.y).putfield(CELL, "low", LONG);
            }
            case BYTES -> {
                code.aload(cell).aload(value.x).putfield(CELL, "data", BYTE_ARRAY);
                code.aload(cell).iload(value.y).putfield(CELL, "start", INT);
                code.aload(cell).iload(value.z).putfield(CELL, "end", INT);
            }
            case NESTED -> {}
        }
    }

    private Value fromCell(int cell, Kind kind, boolean nullable) {
        int nulls = -1;
        if (nullable) {
            nulls = frame.slot();
            code.aload(cell).getfield(CELL, "isNull", ConstantDescs.CD_boolean).istore(nulls);
        }
        switch (kind) {
            case BOOL -> code.aload(cell).getfield(CELL, "low", LONG).l2i();
            case LONG -> code.aload(cell).getfield(CELL, "low", LONG);
            case DOUBLE -> code.aload(cell).getfield(CELL, "real", DOUBLE);
            case WIDE -> {
                code.aload(cell).getfield(CELL, "high", LONG);
                code.aload(cell).getfield(CELL, "low", LONG);
            }
            case BYTES -> {
                code.aload(cell).getfield(CELL, "data", BYTE_ARRAY);
                code.aload(cell).getfield(CELL, "start", INT);
                code.aload(cell).getfield(CELL, "end", INT);
            }
            case NESTED -> {
                return new Value(Kind.NESTED, -1, -1, -1, nulls);
            }
        }
        return store(kind, nulls);
    }

    private void push(Value value) {
        switch (value.kind) {
            case BOOL -> code.iload(value.x);
            case LONG -> code.lload(value.x);
            case DOUBLE -> code.dload(value.x);
            case WIDE -> code.lload(value.x).lload(value.y);
            case BYTES -> code.aload(value.x).iload(value.y).iload(value.z);
            case NESTED -> {}
        }
    }

    /// Stores what lies on the stack into fresh locals.
    private Value store(Kind kind, int nulls) {
        var value = locals(kind, nulls);
        pop(value);
        return value;
    }

    private void pop(Value value) {
        switch (value.kind) {
            case BOOL -> code.istore(value.x);
            case LONG -> code.lstore(value.x);
            case DOUBLE -> code.dstore(value.x);
            case WIDE -> code.lstore(value.y).lstore(value.x);
            case BYTES -> code.istore(value.z).istore(value.y).astore(value.x);
            case NESTED -> {}
        }
    }

    private void move(Value from, Value to) {
        push(from);
        pop(to);
        if (to.nulls >= 0) {
            flag(from);
            code.istore(to.nulls);
        }
    }

    /// Fresh locals, set to zero.
    private Value fresh(Kind kind, boolean nullable) {
        int nulls = nullable ? frame.slot() : -1;
        if (nullable) {
            code.iconst_0().istore(nulls);
        }
        switch (kind) {
            case BOOL -> code.iconst_0();
            case LONG -> code.lconst_0();
            case DOUBLE -> code.dconst_0();
            case WIDE -> code.lconst_0().lconst_0();
            case BYTES -> code.getstatic(CELL, "NOTHING", BYTE_ARRAY).iconst_0().iconst_0();
            case NESTED -> {}
        }
        return store(kind, nulls);
    }

    private Value locals(Kind kind, int nulls) {
        return switch (kind) {
            case BOOL -> new Value(kind, frame.slot(), -1, -1, nulls);
            case LONG, DOUBLE -> new Value(kind, frame.wide(), -1, -1, nulls);
            case WIDE -> new Value(kind, frame.wide(), frame.wide(), -1, nulls);
            case BYTES -> new Value(kind, frame.slot(), frame.slot(), frame.slot(), nulls);
            case NESTED -> new Value(kind, -1, -1, -1, nulls);
        };
    }
}
