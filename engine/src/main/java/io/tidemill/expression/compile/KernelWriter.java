package io.tidemill.expression.compile;

import io.tidemill.expression.compile.Frame.Array;
import io.tidemill.expression.compile.Shape.Output;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.attribute.SourceFileAttribute;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;

/// Writes the class of a [Shape]: a loop for the filter, a loop for each projection, and a method
/// for each part. Line numbers of the code count the nodes of [#lines()].
///
/// A loop a projection instead of one for all keeps methods short and lets HotSpot compile each by
/// itself; the rows of a batch stay in the core's cache between them.
final class KernelWriter {
    /// HotSpot does not compile methods that are longer (-XX:HugeMethodLimit).
    static final int LONGEST_METHOD = 8000;

    private static final ClassDesc SELF =
            ClassDesc.of(Kernel.class.getPackageName() + ".GeneratedKernel");
    private static final ClassDesc COLUMN = ClassDesc.of("io.tidemill.data.BytesColumn");
    private static final MethodTypeDesc FILTER = MethodTypeDesc.ofDescriptor("(I[I)I");
    private static final MethodTypeDesc PROJECT = MethodTypeDesc.ofDescriptor("(II[I)V");
    private static final MethodTypeDesc LOOP = MethodTypeDesc.ofDescriptor("(I[I)V");
    private static final MethodTypeDesc PART = MethodTypeDesc.ofDescriptor("(I)V");
    private static final MethodTypeDesc APPEND = MethodTypeDesc.ofDescriptor("(I[BII)V");

    // Locals of the loops.
    private static final int ROWS = 1;
    private static final int SELECTION = 2;
    private static final int INDEX = 3;
    private static final int ROW = 4;
    private static final int FREE = 5;

    private final Shape shape;
    private final List<Node> lines = new ArrayList<>();

    KernelWriter(Shape shape) {
        this.shape = shape;
    }

    static String partName(int method) {
        return "part" + method;
    }

    /// The class as bytes.
    byte[] write() {
        lines.clear();
        return ClassFile.of().build(SELF, this::write);
    }

    /// The nodes by line number, from 1.
    List<Node> lines() {
        return lines;
    }

    /// The code bytes of the longest method of a class.
    static int longestMethod(byte[] bytes) {
        ClassModel model = ClassFile.of().parse(bytes);
        int longest = 0;
        for (var method : model.methods()) {
            if (method.code().orElse(null) instanceof CodeAttribute code) {
                longest = Math.max(longest, code.codeLength());
            }
        }
        return longest;
    }

    private void write(ClassBuilder type) {
        type.withSuperclass(Frame.KERNEL)
                .withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER | ClassFile.ACC_SYNTHETIC)
                .with(SourceFileAttribute.of("nodes"))
                .withMethodBody(
                        ConstantDescs.INIT_NAME,
                        ConstantDescs.MTD_void,
                        0,
                        code ->
                                code.aload(0)
                                        .invokespecial(
                                                Frame.KERNEL,
                                                ConstantDescs.INIT_NAME,
                                                ConstantDescs.MTD_void)
                                        .return_())
                .withMethodBody("filter", FILTER, 0, this::filter)
                .withMethodBody("project", PROJECT, 0, this::dispatch);
        for (int i = 0; i < shape.outputs().size(); i++) {
            int projection = i;
            type.withMethodBody(
                    "project" + i, LOOP, ClassFile.ACC_PRIVATE, code -> project(code, projection));
        }
        for (int i = 0; i < shape.parts().size(); i++) {
            int method = i;
            type.withMethodBody(
                    partName(i), PART, ClassFile.ACC_PRIVATE, code -> part(code, method));
        }
    }

    private void filter(CodeBuilder code) {
        if (shape.filter().isEmpty()) {
            code.iload(ROWS).ireturn();
            return;
        }
        var condition = shape.filter().get();
        var frame = new Frame(code, ROW, FREE, lines);
        var emitter = new Emitter(code, frame, SELF);
        frame.load(condition);
        code.iconst_0().istore(INDEX).iconst_0().istore(ROW);
        var loop = code.newBoundLabel();
        var end = code.newLabel();
        code.iload(ROW).iload(ROWS).if_icmpge(end);
        code.aload(SELECTION).iload(INDEX).iload(ROW).iastore();
        if (condition instanceof Node.And) {
            var next = code.newLabel();
            emitter.unless(condition, next);
            code.iinc(INDEX, 1).labelBinding(next);
        } else {
            var value = emitter.emit(condition);
            code.iload(INDEX).iload(value.x());
            if (value.nulls() >= 0) {
                code.iload(value.nulls()).iconst_1().ixor().iand();
            }
            code.iadd().istore(INDEX);
        }
        code.iinc(ROW, 1).goto_(loop).labelBinding(end).iload(INDEX).ireturn();
    }

    private void dispatch(CodeBuilder code) {
        var cases = new ArrayList<SwitchCase>();
        for (int i = 0; i < shape.outputs().size(); i++) {
            cases.add(SwitchCase.of(i, code.newLabel()));
        }
        var otherwise = code.newLabel();
        if (!cases.isEmpty()) {
            code.iload(1).tableswitch(0, cases.size() - 1, otherwise, cases);
        }
        for (var branch : cases) {
            code.labelBinding(branch.target()).aload(0).iload(2).aload(3);
            code.invokevirtual(SELF, "project" + branch.caseValue(), LOOP).return_();
        }
        code.labelBinding(otherwise).return_();
    }

    private void project(CodeBuilder code, int projection) {
        var output = shape.outputs().get(projection);
        int row = shape.selected() ? ROW : INDEX;
        var frame = new Frame(code, row, FREE, lines);
        var emitter = new Emitter(code, frame, SELF);
        frame.load(output.node());
        var store = new Store(code, frame, output, projection);
        code.iconst_0().istore(INDEX);
        var loop = code.newBoundLabel();
        var end = code.newLabel();
        code.iload(INDEX).iload(ROWS).if_icmpge(end);
        if (shape.selected()) {
            code.aload(SELECTION).iload(INDEX).iaload().istore(ROW);
        }
        store.write(emitter.emit(output.node()));
        code.iinc(INDEX, 1).goto_(loop).labelBinding(end).return_();
    }

    private void part(CodeBuilder code, int method) {
        var part = shape.parts().get(method);
        var frame = new Frame(code, 1, 2, lines);
        frame.load(part);
        frame.load(part.body());
        var emitter = new Emitter(code, frame, SELF);
        emitter.emit(part.body(), frame.constant(part.cell()));
        code.return_();
    }

    /// Writes a value to row `INDEX` of an output column.
    private static final class Store {
        private final CodeBuilder code;
        private final Output output;
        private final int longs;
        private final int others;
        private final int nulls;

        Store(CodeBuilder code, Frame frame, Output output, int id) {
            this.code = code;
            this.output = output;
            nulls = output.node().nullable() ? frame.column(id, Array.OUT_NULLS) : -1;
            switch (output.node().kind()) {
                case BOOL, LONG -> {
                    longs = frame.column(id, Array.OUT_LONGS);
                    others = -1;
                }
                case DOUBLE -> {
                    longs = -1;
                    others = frame.column(id, Array.OUT_DOUBLES);
                }
                case WIDE -> {
                    longs = frame.column(id, Array.OUT_LONGS);
                    others = frame.column(id, Array.OUT_HIGHS);
                }
                case BYTES -> {
                    if (output.view()) {
                        longs = frame.column(id, Array.OUT_STARTS);
                        others = frame.column(id, Array.OUT_ENDS);
                    } else {
                        longs = -1;
                        others = frame.slot();
                        code.aload(0).getfield(Frame.KERNEL, "outBytes", COLUMN.arrayType());
                        code.loadConstant(id).aaload().astore(others);
                    }
                }
                default -> throw new IllegalStateException("nested values are not generated");
            }
        }

        void write(Locals.Value value) {
            if (value.nulls() >= 0) {
                code.aload(nulls).iload(INDEX).bipush(6).ishr().dup2().laload();
                code.iload(value.nulls()).i2l().iload(INDEX).lshl().lor().lastore();
            }
            switch (value.kind()) {
                case BOOL -> code.aload(longs).iload(INDEX).iload(value.x()).i2l().lastore();
                case LONG -> code.aload(longs).iload(INDEX).lload(value.x()).lastore();
                case DOUBLE -> code.aload(others).iload(INDEX).dload(value.x()).dastore();
                case WIDE -> {
                    code.aload(others).iload(INDEX).lload(value.x()).lastore();
                    code.aload(longs).iload(INDEX).lload(value.y()).lastore();
                }
                case BYTES -> bytes(value);
                case NESTED -> {}
            }
        }

        private void bytes(Locals.Value value) {
            if (output.view()) {
                code.aload(longs).iload(INDEX).iload(value.y()).iastore();
                code.aload(others).iload(INDEX).iload(value.z()).iastore();
                return;
            }
            var end = code.newLabel();
            if (value.nulls() >= 0) {
                code.iload(value.nulls()).ifne(end);
            }
            code.aload(others).iload(INDEX).aload(value.x()).iload(value.y()).iload(value.z());
            code.invokevirtual(COLUMN, "append", APPEND).labelBinding(end);
        }
    }
}
