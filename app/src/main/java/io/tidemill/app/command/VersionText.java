package io.tidemill.app.command;

import io.tidemill.app.doctor.Versions;
import picocli.CommandLine.IVersionProvider;

/// What `--version` says: ours, and the Java that it runs on.
final class VersionText implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"tidemill " + Versions.tidemill(), "java " + Runtime.version()};
    }
}
