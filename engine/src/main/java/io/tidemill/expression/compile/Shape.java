package io.tidemill.expression.compile;

import java.util.List;
import java.util.Optional;

/// Everything that a kernel's code depends on; kernels of equal shapes share a class.
///
/// @param filter which rows pass
/// @param selected whether projections go through a selection
/// @param parts what is computed in methods of their own, by number
record Shape(Optional<Node> filter, boolean selected, List<Output> outputs, List<Node.Part> parts) {
    Shape {
        outputs = List.copyOf(outputs);
        parts = List.copyOf(parts);
    }

    /// One computed column.
    ///
    /// @param view whether its rows are views of the bytes of one input column
    record Output(Node node, boolean view) {}
}
