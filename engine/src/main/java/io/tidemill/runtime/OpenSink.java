package io.tidemill.runtime;

import io.tidemill.checkpoint.Recovered;
import io.tidemill.checkpoint.Recovery;
import io.tidemill.connect.EpochContext;
import io.tidemill.connect.LastLogged;
import io.tidemill.connect.OutputMode;
import io.tidemill.connect.Sink;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/// A sink of a running query: its result's, or one for records that could not be read.
///
/// @param id unique within the query
/// @param isResult whether it takes the result, and not records that could not be read
record OpenSink(String id, Sink sink, boolean isResult) implements AutoCloseable {

    boolean isUserCode() {
        return sink.kind() == Sink.Kind.USER_CODE;
    }

    /// The epoch as this sink sees it: records that could not be read are added whatever the
    /// result's mode, or a complete result would replace those of earlier epochs.
    EpochContext context(EpochContext ofResult) {
        return isResult
                ? ofResult
                : new EpochContext(
                        ofResult.queryId(),
                        ofResult.generation(),
                        ofResult.epoch(),
                        OutputMode.APPEND,
                        ofResult.timeMicros(),
                        ofResult.planDigest());
    }

    /// Locks older processes out, then asks what is visible.
    Recovery.SinkFacts fence(Recovered found) throws IOException {
        var queryId = found.queryId();
        sink.fence(queryId.toString(), found.generation());
        boolean tells = sink.kind() == Sink.Kind.STAGED || sink.kind() == Sink.Kind.VOLATILE_ATOMIC;
        var visible =
                tells
                        ? sink.lastCommitted(queryId.toString(), logged(found))
                        : OptionalLong.empty();
        var digest =
                visible.isPresent()
                        ? sink.committedDigest(queryId.toString())
                        : Optional.<String>empty();
        return new Recovery.SinkFacts(id, sink.kind(), visible, digest, tells);
    }

    private Optional<LastLogged> logged(Recovered found) {
        return found.last()
                .map(record ->
                        new LastLogged(
                                record.epoch(),
                                found.acknowledged(),
                                record.plan().clockMicros(),
                                record.plan().digest(),
                                record.tokens(id)));
    }

    @Override
    public void close() {
        sink.close();
    }
}
