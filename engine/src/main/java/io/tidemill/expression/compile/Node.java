package io.tidemill.expression.compile;

import java.util.List;

/// An expression in the form that bytecode is written from: every operation is settled, columns and
/// constants are numbers of places in the [Kernel]. Two kernels of equal nodes have the same code.
sealed interface Node {
    Kind kind();

    boolean nullable();

    /// Whether computing it may throw.
    boolean raises();

    /// How many nodes it is made of: about 25 bytes of code each.
    int size();

    /// A column of the input, or a field of a struct in it.
    record Leaf(int id, Kind kind, boolean nullable) implements Node {
        @Override
        public boolean raises() {
            return false;
        }

        @Override
        public int size() {
            return 2;
        }
    }

    /// A boolean or whole number.
    record LongConstant(long value, Kind kind) implements Constant {}

    record DoubleConstant(double value) implements Constant {
        @Override
        public Kind kind() {
            return Kind.DOUBLE;
        }
    }

    record WideConstant(long high, long low) implements Constant {
        @Override
        public Kind kind() {
            return Kind.WIDE;
        }
    }

    /// Place `id` among the kernel's constants holds the bytes.
    record BytesConstant(int id) implements Constant {
        @Override
        public Kind kind() {
            return Kind.BYTES;
        }
    }

    /// NULL of a kind.
    record Null(Kind kind) implements Constant {
        @Override
        public boolean nullable() {
            return true;
        }
    }

    sealed interface Constant extends Node {
        @Override
        default boolean nullable() {
            return false;
        }

        @Override
        default boolean raises() {
            return false;
        }

        @Override
        default int size() {
            return 1;
        }
    }

    /// A call of a method: the arguments, then constants of the kernel as objects.
    ///
    /// @param objects places among the kernel's constants, given behind the arguments
    /// @param cell the place of the cell, -1 if the operation needs none
    record Apply(Op op, List<Node> arguments, List<ObjectConstant> objects, int cell, int size)
            implements Node {
        @Override
        public Kind kind() {
            return op.result();
        }

        @Override
        public boolean nullable() {
            return op.is(Op.Trait.NULL) || arguments.stream().anyMatch(Node::nullable);
        }

        @Override
        public boolean raises() {
            return op.is(Op.Trait.RAISES) || arguments.stream().anyMatch(Node::raises);
        }
    }

    /// A constant that a method takes as an object.
    ///
    /// @param descriptor of its class
    record ObjectConstant(int id, String descriptor) {}

    /// A whole number that is known to fit one `long` as a pair of two.
    record Widen(Node operand) implements Node {
        @Override
        public Kind kind() {
            return Kind.WIDE;
        }

        @Override
        public boolean nullable() {
            return operand.nullable();
        }

        @Override
        public boolean raises() {
            return operand.raises();
        }

        @Override
        public int size() {
            return operand.size() + 1;
        }
    }

    record And(List<Node> operands, int size) implements Logic {}

    record Or(List<Node> operands, int size) implements Logic {}

    sealed interface Logic extends Node {
        List<Node> operands();

        @Override
        default Kind kind() {
            return Kind.BOOL;
        }

        @Override
        default boolean nullable() {
            return operands().stream().anyMatch(Node::nullable);
        }

        @Override
        default boolean raises() {
            return operands().stream().anyMatch(Node::raises);
        }
    }

    record Case(List<When> whens, Node otherwise, Kind kind, int size) implements Node {
        @Override
        public boolean nullable() {
            return otherwise.nullable() || whens.stream().anyMatch(w -> w.value().nullable());
        }

        @Override
        public boolean raises() {
            return otherwise.raises()
                    || whens.stream().anyMatch(w -> w.condition().raises() || w.value().raises());
        }
    }

    record When(Node condition, Node value) {}

    record Coalesce(List<Node> operands, Kind kind, int size) implements Node {
        @Override
        public boolean nullable() {
            return operands.stream().allMatch(Node::nullable);
        }

        @Override
        public boolean raises() {
            return operands.stream().anyMatch(Node::raises);
        }
    }

    /// @param negated whether it asks for a value instead
    record IsNull(Node operand, boolean negated) implements Node {
        @Override
        public Kind kind() {
            return Kind.BOOL;
        }

        @Override
        public boolean nullable() {
            return false;
        }

        @Override
        public boolean raises() {
            return operand.raises();
        }

        @Override
        public int size() {
            return operand.size() + 1;
        }
    }

    /// `<=>`: NULL equals NULL and nothing else.
    record Same(Node left, Node right, Op equal) implements Node {
        @Override
        public Kind kind() {
            return Kind.BOOL;
        }

        @Override
        public boolean nullable() {
            return false;
        }

        @Override
        public boolean raises() {
            return left.raises() || right.raises();
        }

        @Override
        public int size() {
            return left.size() + right.size() + 2;
        }
    }

    /// Whether the first operand equals one of the others; NULL if none does and one is NULL. All
    /// operands are computed first.
    record Member(Node value, List<Node> others, Op equal, int size) implements Node {
        @Override
        public Kind kind() {
            return Kind.BOOL;
        }

        @Override
        public boolean nullable() {
            return value.nullable() || others.stream().anyMatch(Node::nullable);
        }

        @Override
        public boolean raises() {
            return value.raises() || others.stream().anyMatch(Node::raises);
        }
    }

    /// The operand that comes before all others by `better`, but for NULLs.
    record Best(List<Node> operands, Op better, Kind kind, int size) implements Node {
        @Override
        public boolean nullable() {
            return operands.stream().allMatch(Node::nullable);
        }

        @Override
        public boolean raises() {
            return operands.stream().anyMatch(Node::raises);
        }
    }

    /// Asks the interpreter; place `cell` holds the [Interpreted] that does.
    record Ask(int cell, Kind kind, boolean nullable) implements Node {
        @Override
        public boolean raises() {
            return true;
        }

        @Override
        public int size() {
            return 3;
        }
    }

    /// A body that is computed in a method of its own, which leaves it in a cell.
    record Part(int method, Node body, int cell) implements Node {
        @Override
        public Kind kind() {
            return body.kind();
        }

        @Override
        public boolean nullable() {
            return body.nullable();
        }

        @Override
        public boolean raises() {
            return body.raises();
        }

        @Override
        public int size() {
            return 3;
        }
    }
}
