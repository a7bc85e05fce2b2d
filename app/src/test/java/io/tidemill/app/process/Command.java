package io.tidemill.app.process;

import module java.base;

/// The packaged command as a real process, started in `directory` the way the launcher starts it.
///
/// @param javaOptions options for its JVM
record Command(Path directory, List<String> javaOptions) {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /// How a process ended and what it said.
    record Ended(int exitCode, String out, String err) {}

    static Command in(Path directory) {
        return new Command(directory, List.of());
    }

    /// Runs it to its end.
    Ended run(String... args) throws IOException, InterruptedException {
        try (Running running = start(args)) {
            return running.end();
        }
    }

    /// Starts it; whoever starts it closes it, which kills what still runs.
    Running start(String... args) throws IOException {
        var line = new ArrayList<String>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(javaOptions);
        line.add("-jar");
        line.add(System.getProperty("tidemill.jar"));
        line.addAll(List.of(args));
        return new Running(new ProcessBuilder(line).directory(directory.toFile()).start());
    }

    /// A process that runs, whose output is taken as it comes.
    static final class Running implements AutoCloseable {
        private final Process process;
        private final StringBuffer out = new StringBuffer();
        private final StringBuffer err = new StringBuffer();
        private final List<Thread> readers;

        private Running(Process process) throws IOException {
            this.process = process;
            process.getOutputStream().close();
            readers =
                    List.of(
                            copy(process.getInputStream(), out),
                            copy(process.getErrorStream(), err));
        }

        Process process() {
            return process;
        }

        /// Waits until standard error holds `text`.
        void awaitMessage(String text) throws InterruptedException {
            long deadline = System.nanoTime() + LIMIT.toNanos();
            while (err.indexOf(text) < 0) {
                if (System.nanoTime() > deadline || !process.isAlive()) {
                    throw new AssertionError(
                            "'%s' was never said; stdout:%n%s%nstderr:%n%s"
                                    .formatted(text, out, err));
                }
                Thread.sleep(10);
            }
        }

        /// What it has said on standard error until now.
        String said() {
            return err.toString();
        }

        /// Asks it to end, as Ctrl-C and service managers do, and waits.
        Ended terminate() throws InterruptedException {
            process.toHandle().destroy(); // leaves its output open
            return end();
        }

        Ended end() throws InterruptedException {
            if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(
                        "no end after %s; stdout:%n%s%nstderr:%n%s".formatted(LIMIT, out, err));
            }
            for (Thread reader : readers) {
                reader.join();
            }
            return new Ended(process.exitValue(), out.toString(), err.toString());
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }

        private static Thread copy(InputStream from, StringBuffer to) {
            return Thread.ofVirtual()
                    .start(() -> {
                        try (var reader = new InputStreamReader(from, StandardCharsets.UTF_8)) {
                            var some = new char[4096];
                            for (int n = reader.read(some); n >= 0; n = reader.read(some)) {
                                to.append(some, 0, n);
                            }
                        } catch (IOException _) {
                            // the process was killed; what it said before is there
                        }
                    });
        }
    }
}
