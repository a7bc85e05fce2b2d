package io.tidemill.expression.compile;

import java.util.List;

/// Whether the strings that a node gives are all bytes of one column, so that they need no copying.
final class Views {
    private static final int NONE = -1;

    /// No bytes at all: goes with every column.
    private static final int ANY = -2;

    private Views() {}

    /// The leaf whose bytes all results are views of; negative if there is no such leaf.
    static int source(Node node) {
        return find(node);
    }

    private static int find(Node node) {
        return switch (node) {
            case Node.Leaf leaf -> leaf.kind() == Kind.BYTES ? leaf.id() : NONE;
            case Node.Null _ -> ANY;
            case Node.Apply apply ->
                    apply.op().is(Op.Trait.VIEW) ? find(apply.arguments().getFirst()) : NONE;
            case Node.Case choice -> {
                int source = find(choice.otherwise());
                for (var when : choice.whens()) {
                    source = join(source, find(when.value()));
                }
                yield source;
            }
            case Node.Coalesce(List<Node> operands, _, _) -> {
                int source = ANY;
                for (var operand : operands) {
                    source = join(source, find(operand));
                }
                yield source;
            }
            case Node.Part part -> find(part.body());
            case Node.LongConstant _,
                    Node.DoubleConstant _,
                    Node.WideConstant _,
                    Node.BytesConstant _,
                    Node.Widen _,
                    Node.And _,
                    Node.Or _,
                    Node.IsNull _,
                    Node.Same _,
                    Node.Member _,
                    Node.Best _,
                    Node.Ask _ ->
                    NONE;
        };
    }

    private static int join(int a, int b) {
        return a == b || b == ANY ? a : a == ANY ? b : NONE;
    }
}
