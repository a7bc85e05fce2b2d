package io.tidemill.expression.compile;

import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.stream.Collectors;

/// A static method that generated code calls for one operation: strict, so NULL in gives NULL out
/// and the method is not called.
///
/// @param owner the class, in this package or `java.lang`
/// @param result its kind; a `WIDE` result is left in a cell, or comes from two methods whose names
///   end in `High` and `Low`
/// @param traits see [Trait]
record Op(ClassDesc owner, String name, Kind result, List<Trait> traits) {
    /// What is to be known about a method.
    enum Trait {
        /// May throw.
        RAISES,
        /// Takes a [Cell] last and leaves its result there.
        CELL,
        /// May set the cell to NULL.
        NULL,
        /// The bytes of the result are bytes of the first argument.
        VIEW,
        /// Takes the session's time zone behind the arguments.
        ZONE,
        /// Costs so little that it is called for NULLs too, instead of a jump.
        CHEAP
    }

    Op {
        traits = List.copyOf(traits);
    }

    /// @param method class and method: `Numbers.add`
    static Op of(String method, Kind result, Trait... traits) {
        int dot = method.lastIndexOf('.');
        var owner = method.substring(0, dot);
        var description =
                owner.startsWith("java.")
                        ? ClassDesc.of(owner)
                        : ClassDesc.of(Op.class.getPackageName(), owner);
        return new Op(description, method.substring(dot + 1), result, List.of(traits));
    }

    boolean is(Trait trait) {
        return traits.contains(trait);
    }

    MethodTypeDesc descriptor(List<Node> arguments, List<Node.ObjectConstant> objects) {
        var parameters =
                arguments.stream().map(a -> a.kind().parameters).collect(Collectors.joining());
        return MethodTypeDesc.ofDescriptor(
                "("
                        + parameters
                        + objects.stream()
                                .map(Node.ObjectConstant::descriptor)
                                .collect(Collectors.joining())
                        + (is(Trait.ZONE) ? Zone.DESCRIPTOR : "")
                        + (is(Trait.CELL) ? Locals.CELL.descriptorString() : "")
                        + ")"
                        + (is(Trait.CELL) ? "V" : returned()));
    }

    private String returned() {
        return switch (result) {
            case BOOL -> "Z";
            case LONG, WIDE -> "J";
            case DOUBLE -> "D";
            case BYTES, NESTED -> throw new IllegalStateException(name + " needs a cell");
        };
    }
}
