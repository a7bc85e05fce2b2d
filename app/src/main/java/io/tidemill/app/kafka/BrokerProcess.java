package io.tidemill.app.kafka;

import java.io.BufferedReader;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/// A Kafka broker in a process of its own, whose life is not longer than ours: it ends in order
/// when its standard input does, and so also when this process is killed.
///
/// Its class path is none of the command's: the launcher keeps it in the folder `broker` beside the
/// command's jar; the system property [#LIBRARIES] names others.
public final class BrokerProcess implements AutoCloseable {
    /// The system property that names the folders with the broker's jars, as a class path does.
    public static final String LIBRARIES = "tidemill.broker";

    private static final String MAIN = "io.tidemill.kafka.dev.BrokerMain";
    private static final String LISTENING = "listening on ";

    private final Process process;
    private final String address;

    private BrokerProcess(Process process, String address) {
        this.process = process;
        this.address = address;
    }

    /// Starts a broker and waits until it takes requests.
    ///
    /// @param folder where its data lies; its log is `broker.log` there
    /// @param port where it listens, on loopback; 0 is any that is free
    /// @param settings of the broker, each `name=value`
    /// @throws FileNotFoundException when there is no broker to start
    /// @throws IOException when it does not start; says why
    public static BrokerProcess start(Path folder, int port, List<String> settings)
            throws IOException {
        String classPath = classPath();
        Files.createDirectories(folder);
        Path log = folder.resolve("broker.log");
        var builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms64m",
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--sun-misc-unsafe-memory-access=allow",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dlogback.configurationFile=io/tidemill/kafka/dev/broker-log.xml",
                        "-Dtidemill.broker.log=" + log,
                        "-cp",
                        classPath,
                        MAIN,
                        "--with-parent",
                        folder.resolve("data").toString(),
                        Integer.toString(port));
        builder.command().addAll(settings);
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        Process process = builder.start();
        return new BrokerProcess(process, firstWords(process, log));
    }

    /// Every jar of every folder.
    private static String classPath() throws IOException {
        String folders =
                Optional.ofNullable(System.getProperty(LIBRARIES))
                        .orElseGet(() -> besideTheCommand().toString());
        var found = new StringJoiner(File.pathSeparator);
        for (String folder : folders.split(Pattern.quote(File.pathSeparator), -1)) {
            if (!Files.isDirectory(Path.of(folder))) {
                throw new FileNotFoundException(
                        "there is no broker to start in %s; use the script 'tidemill' of a clone"
                                .formatted(folder));
            }
            found.add(Path.of(folder, "*").toString());
        }
        return found.toString();
    }

    private static Path besideTheCommand() {
        URL jar = BrokerProcess.class.getProtectionDomain().getCodeSource().getLocation();
        return Path.of(URI.create(jar.toString())).resolveSibling("broker");
    }

    /// Where it listens, once it does.
    private static String firstWords(Process process, Path log) throws IOException {
        var reader =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.startsWith(LISTENING)) {
                return line.substring(LISTENING.length());
            }
        }
        throw new IOException("the broker has ended before it listened; its log is " + log);
    }

    /// What clients take as `bootstrap.servers`.
    public String address() {
        return address;
    }

    /// Waits for its end, and returns its exit code.
    public int awaitEnd() throws InterruptedException {
        return process.waitFor();
    }

    /// Ends it in order: what was acknowledged is on disk.
    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
