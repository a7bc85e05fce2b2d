package io.tidemill.parse;

import io.tidemill.sql.types.DataType;
import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlPostfixOperator;
import org.apache.calcite.sql.SqlPrefixOperator;

/// Operators that the grammar does not know by itself, with how tightly they bind.
///
/// They stand in trees only until [Dialect] replaces them with calls of the function of their name.
/// Spark's order: prefix; `* / % DIV`; `+ - ||`; shifts; `&`; `^`; `|`; comparisons.
final class Infix {
    private Infix() {}

    /// The operator for a sign or word; its name is that of the function.
    static SqlOperator of(String name) {
        return new SqlBinaryOperator(name, SqlKind.OTHER, precedence(name), true, null, null, null);
    }

    private static int precedence(String name) {
        return switch (name) {
            case "div" -> 60;
            case "+", "-", "||" -> 50;
            case "<<", ">>", ">>>" -> 48;
            case "&" -> 46;
            case "^" -> 44;
            case "|" -> 42;
            case "<=>" -> 30;
            case "as" -> 2; // struct(x AS a)
            default -> 32; // LIKE ANY and its kin
        };
    }

    /// `~`.
    static SqlOperator complement() {
        return new SqlPrefixOperator("~", SqlKind.OTHER, 80, null, null, null);
    }

    /// `::` with the type behind it.
    static SqlOperator cast(DataType type) {
        return new PostfixCast(type);
    }

    /// `x::type`.
    static final class PostfixCast extends SqlPostfixOperator {
        private final DataType type;

        private PostfixCast(DataType type) {
            super("::", SqlKind.OTHER, 110, null, null, null);
            this.type = type;
        }

        DataType type() {
            return type;
        }
    }
}
