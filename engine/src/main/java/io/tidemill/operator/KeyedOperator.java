package io.tidemill.operator;

import io.tidemill.state.Stateful;
import java.util.List;

/// An operator with one input that remembers something for each key.
public interface KeyedOperator extends Operator, Downstream, Stateful {
    /// All that it remembers: itself first, then what is saved apart.
    default List<Stateful> states() {
        return List.of(this);
    }
}
