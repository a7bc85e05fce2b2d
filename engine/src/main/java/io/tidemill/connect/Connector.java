package io.tidemill.connect;

/// Makes tables of one kind: `json` files, a `kafka` topic, a `rate` generator. Found through
/// [java.util.ServiceLoader] by what `USING` or `format()` names.
public interface Connector {
    /// The name in lower case.
    String name();

    /// Opens nothing yet: reads and checks the options, all of them at once.
    ///
    /// @throws io.tidemill.data.TidemillException INVALID_OPTION, naming every wrong option
    Table table(TableContext context);
}
