package io.tidemill.generate;

import io.tidemill.connect.ReadRequest;
import io.tidemill.connect.Split;
import io.tidemill.connect.SplitReader;
import io.tidemill.data.Batch;
import io.tidemill.data.Column;
import io.tidemill.data.StructColumn;
import io.tidemill.sql.types.StructType;
import io.tidemill.system.WorldClock;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// NEXMark's events, or one kind of them, each a function of its number and the seed.
///
/// Event time goes on by `eventGap` an event and has nothing to do with the clock; `rate` decides
/// when an event may be read.
final class NexmarkSource extends NumberedSource {
    private static final long DEFAULT_RATE = 10_000;

    private final NexmarkOptions options;
    private final boolean streaming;

    /// @param streaming whether `rate` holds back what is not due yet
    NexmarkSource(WorldClock clock, NexmarkOptions options, boolean streaming) {
        super(clock, options.partitions());
        this.options = options;
        this.streaming = streaming;
    }

    @Override
    public String description() {
        return "Nexmark[type=%s, seed=%d]".formatted(options.type(), options.seed());
    }

    @Override
    long available(long elapsedMicros) {
        long events = options.events().orElse(Long.MAX_VALUE);
        if (!streaming || options.rate().isEmpty() && options.events().isPresent()) {
            return events;
        }
        long rate = options.rate().orElse(DEFAULT_RATE);
        return Math.min(
                events,
                elapsedMicros / 1_000_000 * rate + elapsedMicros % 1_000_000 * rate / 1_000_000);
    }

    @Override
    long count(long from, long to) {
        return switch (options.type()) {
            case ALL -> to - from;
            case PERSON -> count(NexmarkModel.PERSON, from, to);
            case AUCTION -> count(NexmarkModel.AUCTION, from, to);
            case BID -> count(NexmarkModel.BID, from, to);
        };
    }

    private static long count(int kind, long from, long to) {
        return NexmarkModel.count(kind, to) - NexmarkModel.count(kind, from);
    }

    @Override
    long bytesPerRow() {
        return 200;
    }

    @Override
    long rowsPerEpoch() {
        return 10_000_000;
    }

    @Override
    public SplitReader open(Split split, ReadRequest request) {
        return switch (options.type()) {
            case ALL -> new AllReader(split, request);
            case PERSON ->
                    new KindReader(split, request, NexmarkModel.PERSON, NexmarkSchemas.PERSON);
            case AUCTION ->
                    new KindReader(split, request, NexmarkModel.AUCTION, NexmarkSchemas.AUCTION);
            case BID -> new KindReader(split, request, NexmarkModel.BID, NexmarkSchemas.BID);
        };
    }

    private static void write(
            NexmarkEvents events,
            int kind,
            long event,
            int row,
            IntFunction<@Nullable Column> columns) {
        switch (kind) {
            case NexmarkModel.PERSON -> events.person(event, row, columns);
            case NexmarkModel.AUCTION -> events.auction(event, row, columns);
            default -> events.bid(event, row, columns);
        }
    }

    /// Events of one kind as flat rows.
    private final class KindReader extends NumberedReader {
        private final NexmarkEvents events = new NexmarkEvents(options);
        private final int kind;
        private final int[] at; // by column of the kind: the column of the batch, or -1

        KindReader(Split split, ReadRequest request, int kind, StructType schema) {
            super("nexmark", split);
            this.kind = kind;
            at = new int[schema.size()];
            for (int i = 0; i < at.length; i++) {
                at[i] = request.columns().indexOf(schema.field(i).name());
            }
        }

        @Override
        boolean isRow(long number) {
            return NexmarkModel.kind(number) == kind;
        }

        @Override
        void fill(Batch batch, long[] numbers, int count) {
            IntFunction<@Nullable Column> columns = i -> at[i] < 0 ? null : batch.column(at[i]);
            for (int row = 0; row < count; row++) {
                write(events, kind, numbers[row], row, columns);
            }
        }
    }

    /// Events of all kinds, each in its struct.
    private final class AllReader extends NumberedReader {
        private final NexmarkEvents events = new NexmarkEvents(options);
        private final int typeAt;
        private final int timeAt;
        private final int[] at = new int[3]; // by kind: the struct's column in the batch, or -1

        AllReader(Split split, ReadRequest request) {
            super("nexmark", split);
            var columns = request.columns();
            typeAt = columns.indexOf("event_type");
            timeAt = columns.indexOf("dateTime");
            at[NexmarkModel.PERSON] = columns.indexOf("person");
            at[NexmarkModel.AUCTION] = columns.indexOf("auction");
            at[NexmarkModel.BID] = columns.indexOf("bid");
        }

        @Override
        void fill(Batch batch, long[] numbers, int count) {
            for (int row = 0; row < count; row++) {
                int kind = NexmarkModel.kind(numbers[row]);
                if (typeAt >= 0) {
                    batch.longs(typeAt).setLong(row, kind);
                }
                if (timeAt >= 0) {
                    batch.longs(timeAt).setLong(row, events.timeMicros(numbers[row]));
                }
                for (int other = 0; other < at.length; other++) {
                    if (at[other] >= 0) {
                        var struct = (StructColumn) batch.column(at[other]);
                        if (other == kind) {
                            write(events, kind, numbers[row], row, struct::field);
                        } else {
                            setNull(struct, row);
                        }
                    }
                }
            }
        }

        private static void setNull(StructColumn struct, int row) {
            struct.setNull(row);
            for (int i = 0; i < struct.fieldCount(); i++) {
                struct.field(i).setNull(row);
            }
        }
    }
}
