package io.tidemill.runtime;

import io.tidemill.checkpoint.SinkTokens;
import io.tidemill.connect.EpochContext;
import io.tidemill.connect.SinkWriter;
import io.tidemill.connect.Token;
import io.tidemill.data.Batch;
import io.tidemill.operator.Downstream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/// What one epoch writes: a writer a worker for the result, and one a source for what could not be
/// read. Sinks that have the epoch already are given nothing.
final class EpochOutput {
    private final OpenSink result;
    private final List<OpenSink> rejectedSinks;
    private final List<SinkWriter> writers = new ArrayList<>();
    private final List<RejectedRows> rejected = new ArrayList<>();
    private final LongAdder rows = new LongAdder();

    /// @param sinks the result's first, then those of sources whose bad records are kept
    EpochOutput(List<OpenSink> sinks) {
        result = sinks.getFirst();
        rejectedSinks = sinks.subList(1, sinks.size());
    }

    /// Opens the writers.
    ///
    /// @param rewrite the ids of the sinks that are to be written
    void open(EpochContext context, int workers, List<String> rewrite, int sources)
            throws IOException {
        if (rewrite.contains(result.id())) {
            for (int worker = 0; worker < workers; worker++) {
                writers.add(result.sink().writer(result.context(context), worker));
            }
        }
        for (int i = 0; i < sources; i++) {
            SinkWriter writer = null;
            for (var sink : rejectedSinks) {
                if (sink.id().equals(rejectedId(i)) && rewrite.contains(sink.id())) {
                    writer = sink.sink().writer(sink.context(context), 0);
                }
            }
            rejected.add(new RejectedRows(context.epoch(), writer));
        }
    }

    /// The id of the sink for what could not be read of a source.
    static String rejectedId(int source) {
        return "rejected-" + source;
    }

    /// Where the result of one worker goes.
    Downstream downstream(int worker) {
        return delta -> {
            rows.add(delta.rows());
            if (!writers.isEmpty()) {
                write(writers.get(worker), delta);
            }
        };
    }

    private static void write(SinkWriter writer, Batch rows) {
        try {
            writer.write(rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    RejectedRows rejected(int source) {
        return rejected.get(source);
    }

    /// How many rows the result had.
    long rows() {
        return rows.sum();
    }

    /// Ends the writing: everything is safe under names nobody reads yet.
    List<SinkTokens> finish() throws IOException {
        var tokens = new ArrayList<SinkTokens>();
        var ofResult = new ArrayList<Token>();
        for (var writer : writers) {
            ofResult.add(writer.finish());
        }
        tokens.add(new SinkTokens(result.id(), ofResult));
        for (int i = 0; i < rejected.size(); i++) {
            var token = rejected.get(i).finish();
            if (token.isPresent()) {
                tokens.add(new SinkTokens(rejectedId(i), List.of(token.get())));
            }
        }
        return tokens;
    }

    /// Throws everything away that was written; what cannot be thrown away is found at the next
    /// start.
    void abort(Throwable cause) {
        for (var writer : writers) {
            try {
                writer.abort();
            } catch (RuntimeException e) {
                cause.addSuppressed(e);
            }
        }
        for (var rows : rejected) {
            try {
                rows.abort();
            } catch (RuntimeException e) {
                cause.addSuppressed(e);
            }
        }
    }
}
