package io.tidemill.app.run;

import io.tidemill.sql.Pipeline;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `--fresh`: makes flows forget what they did.
///
/// A checkpoint goes whole, and so does a broker's data. Of an output only what Tidemill has
/// written goes: its parts, its books in `_tidemill`, and folders that are empty then. What else
/// lies there is somebody else's and stays.
public final class FreshStart {
    private static final String BOOKS = "_tidemill";
    private static final String CHECKPOINT_MARK = "metadata";
    private static final String PART = "part-";

    private FreshStart() {}

    /// Deletes a flow's checkpoint, if there is one.
    ///
    /// @throws IOException also when the directory is there and is no checkpoint
    public static void forgetCheckpoint(Path directory) throws IOException {
        if (Files.notExists(directory)) {
            return;
        }
        if (!isEmpty(directory)
                && Files.notExists(directory.resolve(CHECKPOINT_MARK))
                && Files.notExists(directory.resolve("owner"))) {
            throw new IOException(
                    "%s is not a checkpoint, so --fresh leaves it alone".formatted(directory));
        }
        Files.walkFileTree(directory, new Deletion(true));
    }

    /// Deletes what Tidemill has written to a table's directory, if it has written anything.
    public static void forgetOutput(Path directory) throws IOException {
        Path books = directory.resolve(BOOKS);
        if (Files.isDirectory(books)) {
            Files.walkFileTree(books, new Deletion(true));
            Files.walkFileTree(directory, new Deletion(false));
        }
    }

    /// What `--fresh` leaves where it is, in words: records stay in a topic.
    ///
    /// @param tables that the script declares
    public static List<String> kept(List<Pipeline.DeclaredTable> tables) {
        return tables.stream()
                .filter(table -> table.format().equals("kafka"))
                .flatMap(table ->
                        table.options().entrySet().stream()
                                .filter(option -> option.getKey().equalsIgnoreCase("topic"))
                                .map(option ->
                                        "%s: what is in the topic '%s' stays, and will be written once more"
                                                .formatted(table.name(), option.getValue())))
                .toList();
    }

    /// Deletes the data of a broker that `tidemill kafka dev` started, if there is any.
    ///
    /// @throws IOException also when there is something else
    public static void forgetBroker(Path directory) throws IOException {
        Path data = directory.resolve("data");
        if (Files.notExists(data)) {
            return;
        }
        if (Files.notExists(data.resolve("meta.properties"))) {
            throw new IOException("%s is no broker's, so --fresh leaves it alone".formatted(data));
        }
        Files.walkFileTree(data, new Deletion(true));
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.findAny().isEmpty();
        }
    }

    /// Deletes all files, or only parts; then the folders that are empty.
    private static final class Deletion extends SimpleFileVisitor<Path> {
        private final boolean everything;

        Deletion(boolean everything) {
            this.everything = everything;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            if (everything || file.getFileName().toString().startsWith(PART)) {
                Files.delete(file);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException error)
                throws IOException {
            if (error != null) {
                throw error;
            }
            if (isEmpty(directory)) {
                Files.delete(directory);
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
