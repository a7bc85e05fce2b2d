package io.tidemill.bench;

import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// What every run of the benchmark is told, whatever it measures: which JDK, how large a heap, how
/// long to wait.
public final class EngineOptions {
    @SuppressWarnings("unused") // picocli acts on it
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and end.")
    private boolean help;

    @Option(
            names = "--heap",
            paramLabel = "SIZE",
            converter = HeapSize.class,
            description = "How far the heap of each engine may grow, as -Xmx has it.")
    private String heap = "4g";

    @Option(
            names = "--minutes",
            paramLabel = "N",
            converter = AtLeastOne.class,
            description = "After how long a run is ended and counts as failed.")
    private long minutes = 20;

    @Option(names = "--java", paramLabel = "HOME", description = "The JDK that all run on.")
    private Path java = Path.of(System.getProperty("java.home"));

    /// The folder `bench` of the project; told by the script.
    @Option(names = "--home", hidden = true)
    private Path home = Path.of("bench");

    /// The engines, as these options say.
    ///
    /// @param sink `hash` or `json`
    public Engines engines(String sink) {
        var folder = home.toAbsolutePath();
        return new Engines(
                folder,
                folder.resolve("target/bench"),
                java,
                sink,
                heap,
                Duration.ofMinutes(minutes));
    }

    private static final class HeapSize implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            if (!text.matches("[1-9][0-9]{0,8}[kmgKMG]")) {
                throw new TypeConversionException(
                        "'%s' is not a size such as 512m or 4g".formatted(text));
            }
            return text;
        }
    }
}
