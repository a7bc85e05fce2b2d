package io.tidemill.app.launcher;

import module java.base;

/// Runs a POSIX shell script in an environment of its own.
///
/// @param environment all there is: nothing else is inherited
record Shell(Path directory, Map<String, String> environment) {
    /// What a script left behind.
    record Result(int exitCode, String out, String err) {}

    /// The root of the clone that the tests run in.
    static Path root() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.exists(at.resolve("mvnw"))) {
            at = at.getParent();
        }
        return at;
    }

    Result run(String script) throws IOException, InterruptedException {
        Process process = start(script);
        var err = new CompletableFuture<String>();
        Thread.ofVirtual().start(() -> err.complete(read(process.getErrorStream())));
        String out = read(process.getInputStream());
        if (!process.waitFor(20, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError("no end after twenty minutes: " + script);
        }
        return new Result(process.exitValue(), out, err.join());
    }

    Process start(String script) throws IOException {
        var builder = new ProcessBuilder("/bin/sh", "-euc", script).directory(directory.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static String read(InputStream stream) {
        try {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
