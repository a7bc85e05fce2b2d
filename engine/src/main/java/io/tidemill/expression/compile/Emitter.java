package io.tidemill.expression.compile;

import io.tidemill.expression.compile.Locals.Value;
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
import java.lang.constant.MethodTypeDesc;
import java.util.List;

/// Writes the code that computes nodes for one row. Each value goes to locals of its own, beside an
/// `int` that is 1 for NULL where the node may be NULL; HotSpot's compiler sees through the moves.
///
/// Long because there is a way for each kind of node and there are many; where values lie is
/// [Locals]' part.
final class Emitter {
    static final ClassDesc ASKED = ClassDesc.of(Interpreted.class.getName());
    private static final MethodTypeDesc ASK = MethodTypeDesc.ofDescriptor("(I)V");

    private final CodeBuilder code;
    private final Frame frame;
    private final ClassDesc self;
    private final Locals locals;

    /// @param frame where the method keeps columns and constants
    Emitter(CodeBuilder code, Frame frame, ClassDesc self) {
        this.code = code;
        this.frame = frame;
        this.self = self;
        locals = new Locals(code, frame);
    }

    /// Computes a node and leaves its value in the cell that a local holds.
    void emit(Node node, int cell) {
        locals.toCell(emit(node), cell);
    }

    Value emit(Node node) {
        code.lineNumber(frame.line(node));
        return switch (node) {
            case Leaf leaf -> locals.load(leaf);
            case LongConstant(var value, var kind) -> {
                if (kind == Kind.BOOL) {
                    code.loadConstant((int) value);
                } else {
                    code.loadConstant(value);
                }
                yield locals.store(kind, -1);
            }
            case DoubleConstant(var value) -> {
                code.loadConstant(value);
                yield locals.store(Kind.DOUBLE, -1);
            }
            case WideConstant(var high, var low) -> {
                code.loadConstant(high);
                code.loadConstant(low);
                yield locals.store(Kind.WIDE, -1);
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
                var value = locals.fresh(kind, true);
                code.iconst_1().istore(value.nulls());
                yield value;
            }
            case Apply apply -> apply(apply);
            case Widen(var operand) -> {
                var narrow = emit(operand);
                code.lload(narrow.x()).bipush(63).lshr().lload(narrow.x());
                yield locals.store(Kind.WIDE, narrow.nulls());
            }
            case And(var operands, _) -> logic(node, operands, false);
            case Or(var operands, _) -> logic(node, operands, true);
            case Case choice -> choose(choice);
            case Coalesce first -> first(first);
            case IsNull(var operand, var negated) -> {
                var value = emit(operand);
                if (value.nulls() < 0) {
                    code.loadConstant(negated ? 1 : 0);
                } else {
                    code.iload(value.nulls());
                    if (negated) {
                        code.iconst_1().ixor();
                    }
                }
                yield locals.store(Kind.BOOL, -1);
            }
            case Same same -> same(same);
            case Node.Member member -> member(member);
            case Node.Best best -> best(best);
            case Ask(var cell, var kind, var nullable) -> {
                code.aload(frame.constant(cell)).iload(frame.row());
                code.invokevirtual(ASKED, "ask", ASK);
                yield locals.fromCell(frame.constant(cell), kind, nullable);
            }
            case Part(var method, var body, var cell) -> {
                code.aload(0).iload(frame.row());
                code.invokevirtual(self, KernelWriter.partName(method), ASK);
                yield locals.fromCell(frame.constant(cell), body.kind(), body.nullable());
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
        if (value.nulls() >= 0) {
            code.iload(value.nulls()).ifne(otherwise);
        }
        code.iload(value.x()).ifeq(otherwise);
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
                    ? locals.fromCell(frame.constant(apply.cell()), op.result(), false)
                    : locals.store(op.result(), nulls);
        }
        var result = locals.fresh(op.result(), true);
        var end = code.newLabel();
        code.iconst_1().istore(result.nulls());
        if (guarded) {
            code.iload(nulls).ifne(end);
        }
        call(apply, values);
        if (op.is(Op.Trait.CELL)) {
            locals.move(
                    locals.fromCell(
                            frame.constant(apply.cell()), op.result(), op.is(Op.Trait.NULL)),
                    result);
        } else {
            locals.pop(result);
            code.iconst_0().istore(result.nulls());
        }
        code.labelBinding(end);
        return result;
    }

    private void call(Apply apply, List<Value> values) {
        var op = apply.op();
        if (op.result() == Kind.WIDE && !op.is(Op.Trait.CELL)) {
            for (var half : List.of("High", "Low")) {
                values.forEach(locals::push);
                code.invokestatic(op.owner(), op.name() + half, descriptor(apply));
            }
            return;
        }
        values.forEach(locals::push);
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
            if (value.nulls() < 0 || value.nulls() == result) {
                continue;
            }
            if (result < 0) {
                result = value.nulls();
                continue;
            }
            code.iload(result).iload(value.nulls()).ior();
            if (!own) {
                result = frame.slot();
                own = true;
            }
            code.istore(result);
        }
        return result;
    }

    private Value logic(Node node, List<Node> operands, boolean decisive) {
        var result = locals.fresh(Kind.BOOL, node.nullable());
        var decided = code.newLabel();
        var end = code.newLabel();
        if (node.nullable()) {
            code.iconst_0().istore(result.nulls());
        }
        for (var operand : operands) {
            int mark = frame.mark();
            var value = emit(operand);
            var next = code.newLabel();
            if (value.nulls() >= 0) {
                code.iload(value.nulls());
                var present = code.newLabel();
                code.ifeq(present).iconst_1().istore(result.nulls()).goto_(next);
                code.labelBinding(present);
            }
            code.iload(value.x());
            if (decisive) {
                code.ifne(decided);
            } else {
                code.ifeq(decided);
            }
            code.labelBinding(next);
            frame.release(mark);
        }
        code.loadConstant(decisive ? 0 : 1).istore(result.x()).goto_(end);
        code.labelBinding(decided).loadConstant(decisive ? 1 : 0).istore(result.x());
        if (node.nullable()) {
            code.iconst_0().istore(result.nulls());
        }
        code.labelBinding(end);
        return result;
    }

    private Value choose(Case choice) {
        var result = locals.fresh(choice.kind(), choice.nullable());
        var end = code.newLabel();
        for (var when : choice.whens()) {
            var next = code.newLabel();
            int mark = frame.mark();
            unless(when.condition(), next);
            locals.move(emit(when.value()), result);
            code.goto_(end).labelBinding(next);
            frame.release(mark);
        }
        int mark = frame.mark();
        locals.move(emit(choice.otherwise()), result);
        frame.release(mark);
        code.labelBinding(end);
        return result;
    }

    private Value first(Coalesce coalesce) {
        var result = locals.fresh(coalesce.kind(), coalesce.nullable());
        var end = code.newLabel();
        if (coalesce.nullable()) {
            code.iconst_1().istore(result.nulls());
        }
        for (var operand : coalesce.operands()) {
            int mark = frame.mark();
            var value = emit(operand);
            if (value.nulls() < 0) {
                locals.move(value, result);
                break;
            }
            var next = code.newLabel();
            code.iload(value.nulls()).ifne(next);
            locals.move(new Value(value.kind(), value.x(), value.y(), value.z(), -1), result);
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
        if (left.nulls() < 0 && right.nulls() < 0) {
            call(apply, values);
            return locals.store(Kind.BOOL, -1);
        }
        var result = locals.fresh(Kind.BOOL, false);
        var end = code.newLabel();
        var bothThere = code.newLabel();
        int either = eitherNull(values);
        code.iload(either).ifeq(bothThere);
        // Equal when both are NULL.
        locals.flag(left);
        locals.flag(right);
        code.iand().istore(result.x()).goto_(end).labelBinding(bothThere);
        call(apply, values);
        code.istore(result.x()).labelBinding(end);
        return result;
    }

    private Value member(Node.Member member) {
        var value = emit(member.value());
        var others = member.others().stream().map(this::emit).toList();
        var result = locals.fresh(Kind.BOOL, member.nullable());
        var end = code.newLabel();
        if (value.nulls() >= 0) {
            code.iconst_1().istore(result.nulls()).iload(value.nulls()).ifne(end);
            code.iconst_0().istore(result.nulls());
        }
        for (int i = 0; i < others.size(); i++) {
            var other = others.get(i);
            var next = code.newLabel();
            if (other.nulls() >= 0) {
                code.iload(other.nulls());
                var there = code.newLabel();
                code.ifeq(there).iconst_1().istore(result.nulls()).goto_(next).labelBinding(there);
            }
            var nodes = List.of(member.value(), member.others().get(i));
            call(new Apply(member.equal(), nodes, List.of(), -1, 0), List.of(value, other));
            code.ifeq(next).iconst_1().istore(result.x());
            if (result.nulls() >= 0) {
                code.iconst_0().istore(result.nulls());
            }
            code.goto_(end).labelBinding(next);
        }
        code.labelBinding(end);
        return result;
    }

    private Value best(Node.Best best) {
        var values = best.operands().stream().map(this::emit).toList();
        var result = locals.fresh(best.kind(), true);
        code.iconst_1().istore(result.nulls());
        for (int i = 0; i < values.size(); i++) {
            var value = values.get(i);
            var take = code.newLabel();
            var next = code.newLabel();
            if (value.nulls() >= 0) {
                code.iload(value.nulls()).ifne(next);
            }
            code.iload(result.nulls()).ifne(take);
            var nodes = List.of(best.operands().get(i), best.operands().get(i));
            call(new Apply(best.better(), nodes, List.of(), -1, 0), List.of(value, result));
            code.ifeq(next).labelBinding(take);
            locals.move(value, result);
            code.labelBinding(next);
        }
        return best.nullable()
                ? result
                : new Value(result.kind(), result.x(), result.y(), result.z(), -1);
    }
}
