package io.tidemill.kafka.sink;

/// A call to the cluster went wrong in a way that trying again may mend: the cluster cannot be
/// reached, did not answer in time, gave the transaction up or has met a newer writer. Whether the
/// transaction was committed is not known.
final class Trouble extends Exception {
    private static final long serialVersionUID = 1;

    Trouble(String problem, Throwable cause) {
        super(problem, cause);
    }
}
