package io.tidemill.app.run;

import io.tidemill.app.Terminal;
import io.tidemill.sql.TidemillSession;
import java.nio.file.Path;
import java.util.Map;

/// Makes the session that a verb works with.
public final class Sessions {
    private Sessions() {}

    /// @param settings from `--conf`
    /// @throws io.tidemill.data.TidemillException when a setting or the memory limit is impossible
    public static TidemillSession open(Terminal terminal, Map<String, String> settings) {
        MemoryLimit.check();
        return TidemillSession.builder()
                .appName("tidemill")
                .config(settings)
                .directory(Path.of("").toAbsolutePath())
                .out(terminal.out())
                .create();
    }
}
