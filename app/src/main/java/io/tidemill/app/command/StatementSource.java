package io.tidemill.app.command;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Where statements come from: the command line, else a file, else standard input.
final class StatementSource {
    @Parameters(
            arity = "0..1",
            paramLabel = "SQL",
            description = "Statements, with semicolons between them.")
    private Optional<String> statements = Optional.empty();

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "Read them from this file; - is standard input, as without SQL.")
    private Optional<Path> file = Optional.empty();

    String text() throws IOException {
        if (statements.isPresent()) {
            return statements.get();
        }
        if (file.isEmpty() || file.get().toString().equals("-")) {
            return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        }
        try {
            return Files.readString(file.get());
        } catch (NoSuchFileException e) {
            throw new TidemillException(
                    Condition.PATH_NOT_FOUND,
                    "there is no file " + file.get().toAbsolutePath(),
                    "check the name",
                    e);
        }
    }

    /// What relative paths in the statements start from.
    Path directory() {
        return file.map(Path::toAbsolutePath)
                .map(Path::getParent)
                .orElseGet(() -> Path.of("").toAbsolutePath());
    }
}
