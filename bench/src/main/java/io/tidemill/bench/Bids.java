package io.tidemill.bench;

import io.tidemill.connect.ReadLimit;
import io.tidemill.connect.ReadRequest;
import io.tidemill.connect.Slice;
import io.tidemill.connect.Source;
import io.tidemill.connect.TableContext;
import io.tidemill.connect.option.Options;
import io.tidemill.data.Batch;
import io.tidemill.generate.NexmarkConnector;
import io.tidemill.system.RealWorld;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// NEXMark's events from Tidemill's own generator, batch by batch.
final class Bids {
    private static final long EVENTS_OF_A_ROUND = 50;
    private static final long BIDS_OF_A_ROUND = 46;

    /// Takes a batch; returns false when it wants no more.
    @FunctionalInterface
    interface Taker {
        boolean take(Batch batch) throws IOException;
    }

    private Bids() {}

    static void read(long bids, Taker taker) throws IOException {
        read("bid", (bids / BIDS_OF_A_ROUND + 1) * EVENTS_OF_A_ROUND, taker);
    }

    /// The rows of one kind (`person`, `auction`, `bid`) among so many events.
    static void read(String kind, long events, Taker taker) throws IOException {
        var table =
                new NexmarkConnector()
                        .table(
                                new TableContext(
                                        kind,
                                        Optional.empty(),
                                        Options.of(
                                                Map.of(
                                                        "type",
                                                        kind,
                                                        "events",
                                                        Long.toString(events))),
                                        List.of(),
                                        Path.of("."),
                                        RealWorld.create()));
        try (var source = table.source(false)) {
            var request = new ReadRequest(table.schema(), (_, _, _, _, _, _) -> {});
            for (var slice = next(source, source.initialOffset());
                    slice.isPresent();
                    slice = next(source, slice.get().end())) {
                try (var reader = source.open(slice.get().splits().getFirst(), request)) {
                    var batch = Batch.create(table.schema(), Batch.ROWS);
                    while (reader.next(batch)) {
                        if (!taker.take(batch)) {
                            return;
                        }
                    }
                }
            }
        }
    }

    private static Optional<Slice> next(Source source, String start) throws IOException {
        return source.plan(start, source.latestOffset(), ReadLimit.NONE);
    }
}
