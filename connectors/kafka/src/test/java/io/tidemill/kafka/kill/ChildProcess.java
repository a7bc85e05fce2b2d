package io.tidemill.kafka.kill;

import module java.base;

/// A Java program of this class path as a process of its own, with its output in a file: to be
/// killed, paused and started again.
final class ChildProcess {
    private final Process process;
    private final Path log;

    private ChildProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /// @param log what it says is added to this file
    static ChildProcess start(Path log, Class<?> main, List<String> options, String... arguments)
            throws IOException {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(
                List.of(
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx384m",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Dlogback.configurationFile="
                                + System.getProperty("logback.configurationFile", "")));
        line.addAll(options);
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        line.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(line)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start();
        process.getOutputStream().close();
        return new ChildProcess(process, log);
    }

    /// Waits until it has said a line that begins so, since it started.
    String awaitLine(String prefix, long logOffset) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        while (true) {
            String said = said(logOffset);
            for (String line : said.lines().toList()) {
                if (line.startsWith(prefix)) {
                    return line.substring(prefix.length());
                }
            }
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new AssertionError(
                        "'%s' was never said by process %d: %s"
                                .formatted(prefix, process.pid(), said));
            }
            Thread.sleep(20);
        }
    }

    private String said(long offset) throws IOException {
        byte[] all = Files.readAllBytes(log);
        int from = (int) Math.min(offset, all.length);
        return new String(all, from, all.length - from, StandardCharsets.UTF_8);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /// What its threads do now, virtual ones too.
    String stacks() throws IOException, InterruptedException {
        Path file = log.resolveSibling("stacks-" + process.pid());
        Files.deleteIfExists(file);
        var jcmd =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                                Long.toString(process.pid()),
                                "Thread.dump_to_file",
                                file.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        return jcmd.waitFor(20, TimeUnit.SECONDS) && Files.exists(file)
                ? Files.readString(file)
                : "no stacks";
    }

    /// `kill -9`, and waits for the end.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// Asks it to end in order, and waits.
    ///
    /// @return its exit code
    int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            kill();
            throw new AssertionError("no end a minute after SIGTERM");
        }
        return process.exitValue();
    }

    /// Waits for its end.
    boolean awaitEnd(Duration limit) throws InterruptedException {
        return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Stands still, as in a long pause of its machine, until [#go].
    void pause() throws IOException, InterruptedException {
        signal("-STOP");
    }

    void go() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", name, Long.toString(process.pid())).start().waitFor();
        if (code != 0) {
            throw new IOException("kill %s %d gives %d".formatted(name, process.pid(), code));
        }
    }
}
