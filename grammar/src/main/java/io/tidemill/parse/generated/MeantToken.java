package io.tidemill.parse.generated;

import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.jspecify.annotations.Nullable;

/// A token that carries what it means, so that the grammar need not know how it was written.
///
/// In: made by the reader of SQL text for `MEANT_*` kinds. Out: the expression of a literal, the
/// name of a type (as an identifier), or the operator of a prefix, infix or postfix sign.
public final class MeantToken extends Token {
    private final @Nullable SqlNode node;
    private final @Nullable SqlOperator operator;

    private MeantToken(int kind, @Nullable SqlNode node, @Nullable SqlOperator operator) {
        this.kind = kind;
        this.node = node;
        this.operator = operator;
    }

    /// A token of `kind` that stands for `node`.
    public static MeantToken of(int kind, SqlNode node) {
        return new MeantToken(kind, node, null);
    }

    /// A token of `kind` that stands for `operator`.
    public static MeantToken of(int kind, SqlOperator operator) {
        return new MeantToken(kind, null, operator);
    }

    /// What an expression or type token stands for.
    public SqlNode node() {
        if (node == null) {
            throw new IllegalStateException("token " + kind + " carries an operator, no node");
        }
        return node;
    }

    /// What an operator token stands for.
    public SqlOperator operator() {
        if (operator == null) {
            throw new IllegalStateException("token " + kind + " carries a node, no operator");
        }
        return operator;
    }
}
