package io.tidemill.generate;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;

/// The refusals that tables of this package share.
final class Unsupported {
    private Unsupported() {}

    static TidemillException writing(String table, String connector) {
        return new TidemillException(
                Condition.UNSUPPORTED_FEATURE,
                "table %s is of the kind '%s', which cannot be written".formatted(table, connector),
                "write to files, console or noop");
    }

    static TidemillException reading(String table, String connector) {
        return new TidemillException(
                Condition.UNSUPPORTED_FEATURE,
                "table %s is of the kind '%s', which cannot be read".formatted(table, connector),
                "read from files or a generator such as rate");
    }

    static TidemillException endless(String table, String connector, String remedy) {
        return new TidemillException(
                Condition.UNSUPPORTED_FEATURE,
                "table %s is of the kind '%s', which has no end and cannot be read as a whole"
                        .formatted(table, connector),
                remedy);
    }
}
