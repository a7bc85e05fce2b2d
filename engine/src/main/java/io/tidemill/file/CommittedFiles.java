package io.tidemill.file;

import io.tidemill.system.FileSystem;
import java.io.IOException;
import java.nio.file.Path;

/// Which names in a directory are of committed epochs: all that are in place, but for those that a
/// complete result replaced, and the newest epoch's while not all of its files are in place.
final class CommittedFiles {
    private static final CommittedFiles ALL = new CommittedFiles(OutputState.EMPTY, true, "", -1);

    private final OutputState state;
    private final boolean all;
    private final String unfinishedQuery;
    private final long unfinishedEpoch;

    private CommittedFiles(
            OutputState state, boolean all, String unfinishedQuery, long unfinishedEpoch) {
        this.state = state;
        this.all = all;
        this.unfinishedQuery = unfinishedQuery;
        this.unfinishedEpoch = unfinishedEpoch;
    }

    static CommittedFiles of(FileSystem files, Path directory) throws IOException {
        if (files.stat(directory.resolve(ManifestLog.FOLDER)).isEmpty()) {
            return ALL;
        }
        var state = new ManifestLog(files, directory).read();
        if (state.last() < 0) {
            return ALL;
        }
        for (var file : state.files()) {
            boolean inPlace = files.stat(directory.resolve(file.path())).isPresent();
            if (!inPlace && files.stat(directory.resolve(file.staged())).isPresent()) {
                var part = PartName.parse(lastPart(file.path())).orElseThrow();
                return new CommittedFiles(state, false, part.query(), part.epoch());
            }
        }
        return new CommittedFiles(state, false, "", -1);
    }

    private static String lastPart(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    boolean has(String name) {
        if (all) {
            return true;
        }
        if (!state.counts(name)) {
            return false;
        }
        var part = PartName.parse(name);
        return part.isEmpty()
                || part.get().epoch() != unfinishedEpoch
                || !part.get().query().equals(unfinishedQuery);
    }
}
