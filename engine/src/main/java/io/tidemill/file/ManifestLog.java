package io.tidemill.file;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.system.FileStat;
import io.tidemill.system.FileSystem;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The chain of manifests of one output.
final class ManifestLog {
    static final String FOLDER = "_tidemill";
    private static final String SUFFIX = ".manifest";
    private static final int MANIFEST_MAX = 1 << 28;

    /// How many manifests stay that are not needed any more, for people to look at.
    private static final int KEPT = 8;

    private final FileSystem files;
    private final Path folder;

    /// @param output the output's directory
    ManifestLog(FileSystem files, Path output) {
        this.files = files;
        this.folder = output.resolve(FOLDER).resolve("manifest");
    }

    Path folder() {
        return folder;
    }

    /// What the manifests say; [OutputState#EMPTY] when there are none.
    ///
    /// @throws TidemillException CHECKPOINT_DAMAGED when one before the last is missing or damaged
    OutputState read() throws IOException {
        while (true) {
            var numbers = numbers();
            try {
                return follow(numbers);
            } catch (NoSuchFileException e) {
                if (numbers.equals(numbers())) {
                    throw e;
                }
                // A writer summed up and deleted what was listed: look again.
            }
        }
    }

    private OutputState follow(List<Long> numbers) throws IOException {
        int begin = numbers.size();
        var found = new ArrayList<Optional<Manifest>>();
        long needed = Long.MAX_VALUE;
        for (boolean whole = false; begin > 0 && !whole; ) {
            long number = numbers.get(--begin);
            var manifest = load(number);
            boolean isVoid = number > needed;
            found.addFirst(isVoid ? Optional.empty() : manifest);
            if (manifest.isPresent() && !isVoid) {
                needed = manifest.get().previous();
                whole = manifest.get().isWhole();
            }
        }
        var state = OutputState.EMPTY;
        for (int i = 0; i < found.size(); i++) {
            long number = numbers.get(begin + i);
            var manifest = found.get(i);
            if (manifest.isEmpty()) {
                state = state.skipping(number);
            } else if (isNext(state, manifest.get())) {
                state = state.with(manifest.get());
            } else {
                throw damaged(number);
            }
        }
        return state;
    }

    /// Whether a manifest goes on from the state. One that is whole needs nothing before it. A torn
    /// one that the chain needs shows as the next one's not going on.
    private static boolean isNext(OutputState state, Manifest manifest) {
        return state.last() < 0 && manifest.isWhole()
                || manifest.previous() == state.last()
                        && manifest.previousHash().equals(state.hash());
    }

    private TidemillException damaged(long number) {
        return new TidemillException(
                Condition.CHECKPOINT_DAMAGED,
                "the manifests of an output are damaged: %s does not go on from the one before it"
                        .formatted(path(number)),
                "restore the folder %s, or delete it: every file in place is then taken as committed"
                        .formatted(folder));
    }

    private Optional<Manifest> load(long number) throws IOException {
        var bytes = files.readAll(path(number), MANIFEST_MAX);
        try {
            return Manifest.parse(bytes).filter(manifest -> manifest.number() == number);
        } catch (IllegalArgumentException e) {
            throw new TidemillException(
                    Condition.CHECKPOINT_DAMAGED,
                    "%s cannot be read: %s".formatted(path(number), e.getMessage()),
                    "use the version of Tidemill that wrote it, or a later one",
                    e);
        }
    }

    private Path path(long number) {
        return folder.resolve("%020d%s".formatted(number, SUFFIX));
    }

    private List<Long> numbers() throws IOException {
        List<FileStat> children;
        try {
            children = files.list(folder);
        } catch (NoSuchFileException e) {
            return List.of();
        }
        return children.stream()
                .map(FileStat::name)
                .filter(name -> name.matches("\\d{20}\\" + SUFFIX))
                .map(name -> Long.parseLong(name.substring(0, 20)))
                .sorted()
                .toList();
    }

    /// Writes a manifest under a number that must not be taken, and makes it durable.
    ///
    /// @throws FileAlreadyExistsException when it is taken; nothing was written then
    void create(Manifest manifest) throws IOException {
        var bytes = manifest.toBytes();
        try (var file = files.create(path(manifest.number()))) {
            file.writeFully(0, bytes, 0, bytes.length);
            file.sync();
        }
        files.syncDirectory(folder);
    }

    /// Deletes manifests that a whole one made needless, but for a few.
    void trim(long whole) throws IOException {
        for (long number : numbers()) {
            if (number < whole - KEPT) {
                files.delete(path(number));
            }
        }
    }
}
