package io.tidemill.expression.compile;

import io.tidemill.expression.compile.Node.Leaf;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;

/// How a value of each [Kind] lies in the locals of a method, and the code that moves it: from
/// columns and cells into locals, between locals and the stack, into cells. What a value means is
/// the [Emitter]'s.
///
/// The locals of a value are set on every way through the code, so that the verifier finds them
/// whichever branch was taken; under a NULL they hold anything.
final class Locals {
    static final ClassDesc CELL = ClassDesc.of(Cell.class.getName());
    private static final ClassDesc LONG = ConstantDescs.CD_long;
    private static final ClassDesc INT = ConstantDescs.CD_int;
    private static final ClassDesc DOUBLE = ConstantDescs.CD_double;
    private static final ClassDesc BYTE_ARRAY = ConstantDescs.CD_byte.arrayType();

    private final CodeBuilder code;
    private final Frame frame;

    /// @param frame where the method keeps columns and constants
    Locals(CodeBuilder code, Frame frame) {
        this.code = code;
        this.frame = frame;
    }

    /// The locals of a value.
    ///
    /// @param x the value; the high half; the array
    /// @param y the low half; where the bytes start
    /// @param z where the bytes end
    /// @param nulls the flag, -1 if it is never NULL
    record Value(Kind kind, int x, int y, int z, int nulls) {}

    /// An element of a column.
    Value load(Leaf leaf) {
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
            case LONG -> element(leaf, Frame.Array.LONGS).laload();
            case BOOL -> element(leaf, Frame.Array.LONGS).laload().l2i();
            case DOUBLE -> element(leaf, Frame.Array.DOUBLES).daload();
            case WIDE -> {
                element(leaf, Frame.Array.HIGHS).laload();
                element(leaf, Frame.Array.LONGS).laload();
            }
            case BYTES -> {
                element(leaf, Frame.Array.STARTS).iaload();
                int start = frame.slot();
                code.istore(start);
                element(leaf, Frame.Array.ENDS).iaload();
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

    private CodeBuilder element(Leaf leaf, Frame.Array part) {
        return code.aload(frame.column(leaf.id(), part)).iload(frame.row());
    }

    /// Fresh locals, set to zero.
    Value fresh(Kind kind, boolean nullable) {
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

    /// Stores what lies on the stack into fresh locals.
    Value store(Kind kind, int nulls) {
        var value = places(kind, nulls);
        pop(value);
        return value;
    }

    private Value places(Kind kind, int nulls) {
        return switch (kind) {
            case BOOL -> new Value(kind, frame.slot(), -1, -1, nulls);
            case LONG, DOUBLE -> new Value(kind, frame.wide(), -1, -1, nulls);
            case WIDE -> new Value(kind, frame.wide(), frame.wide(), -1, nulls);
            case BYTES -> new Value(kind, frame.slot(), frame.slot(), frame.slot(), nulls);
            case NESTED -> new Value(kind, -1, -1, -1, nulls);
        };
    }

    /// Puts a value on the stack.
    void push(Value value) {
        switch (value.kind) {
            case BOOL -> code.iload(value.x);
            case LONG -> code.lload(value.x);
            case DOUBLE -> code.dload(value.x);
            case WIDE -> code.lload(value.x).lload(value.y);
            case BYTES -> code.aload(value.x).iload(value.y).iload(value.z);
            case NESTED -> {}
        }
    }

    /// Takes a value from the stack into its locals; its flag is left as it is.
    void pop(Value value) {
        switch (value.kind) {
            case BOOL -> code.istore(value.x);
            case LONG -> code.lstore(value.x);
            case DOUBLE -> code.dstore(value.x);
            case WIDE -> code.lstore(value.y).lstore(value.x);
            case BYTES -> code.istore(value.z).istore(value.y).astore(value.x);
            case NESTED -> {}
        }
    }

    /// Copies a value, and its flag where the other has one.
    void move(Value from, Value to) {
        push(from);
        pop(to);
        if (to.nulls >= 0) {
            flag(from);
            code.istore(to.nulls);
        }
    }

    /// Puts on the stack whether a value is NULL: 1, or 0.
    void flag(Value value) {
        if (value.nulls < 0) {
            code.iconst_0();
        } else {
            code.iload(value.nulls);
        }
    }

    /// What a cell holds, in fresh locals.
    Value fromCell(int cell, Kind kind, boolean nullable) {
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

    /// Leaves a value in the cell that a local holds.
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
}
