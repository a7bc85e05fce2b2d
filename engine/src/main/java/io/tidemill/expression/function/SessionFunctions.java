package io.tidemill.expression.function;

import io.tidemill.sql.types.DataTypes;
import java.util.Objects;

/// What a session says of itself.
final class SessionFunctions {
    private static final String VERSION =
            Objects.requireNonNullElse(
                    SessionFunctions.class.getPackage().getImplementationVersion(), "dev");

    private SessionFunctions() {}

    static void define(Catalog catalog) {
        define(catalog, "current_catalog()", "The catalog: there is one.")
                .example("current_catalog()")
                .with((_, _) -> "tidemill");
        define(catalog, "current_database()", "The database: there is one.")
                .alias("current_schema")
                .example("current_database()")
                .with((_, _) -> "default");
        var user = System.getProperty("user.name", "");
        define(catalog, "current_user()", "Whom the process runs as.")
                .alias("session_user", "user")
                .example("length(current_user()) > 0")
                .with((_, _) -> user);
        define(catalog, "version()", "Tidemill's version.")
                .example("length(version()) > 0")
                .with((_, _) -> VERSION);
    }

    private static Catalog.Definition define(Catalog catalog, String usage, String description) {
        return catalog.define(Group.SESSION, usage)
                .says(description)
                .gives(DataTypes.StringType)
                .total()
                .neverNull();
    }
}
