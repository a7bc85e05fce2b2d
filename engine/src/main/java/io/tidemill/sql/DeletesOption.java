package io.tidemill.sql;

/// What a query in output mode update does about rows that go without another one of their key
/// coming: the option `deletes`.
enum DeletesOption {
    /// Takes them away; a sink that cannot do so is refused.
    TAKE,
    /// Leaves them where they were written.
    IGNORE;

    static final String HELP =
            "In output mode update, what is done about rows that vanish from the result: take (they"
                    + " are taken away; a sink that cannot is refused) or ignore (they stay where"
                    + " they were written, as in Spark).";
}
