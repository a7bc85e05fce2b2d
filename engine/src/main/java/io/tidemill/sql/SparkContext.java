package io.tidemill.sql;

/// What programs ask of Spark's context beside RDDs, which are not here: `session.sparkContext()`.
public final class SparkContext {
    private final TidemillSession session;

    SparkContext(TidemillSession session) {
        this.session = session;
    }

    /// Does nothing: levels are set where the program configures its SLF4J provider.
    public void setLogLevel(String level) {}

    public String appName() {
        return session.conf().get("spark.app.name", "tidemill");
    }

    /// `local[n]`, of n workers.
    public String master() {
        return "local[%d]".formatted(defaultParallelism());
    }

    /// The name of the session's program, which is the same for each run.
    public String applicationId() {
        return "local-" + appName();
    }

    public String version() {
        return session.version();
    }

    public boolean isLocal() {
        return true;
    }

    /// How many workers there are.
    public int defaultParallelism() {
        return session.shared().engine().settings().workers();
    }

    /// Does nothing: queries have names of their own.
    public void setJobDescription(String description) {}

    /// Does nothing, as [#setJobDescription].
    public void setJobGroup(String id, String description) {}

    /// Does nothing: all queries run side by side, whatever pool they are put into.
    public void setLocalProperty(String key, String value) {}

    public void stop() {
        session.stop();
    }
}
