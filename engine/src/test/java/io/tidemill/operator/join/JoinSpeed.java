package io.tidemill.operator.join;

import module java.base;

import io.tidemill.data.Batch;
import io.tidemill.expression.Evaluation;
import io.tidemill.operator.EpochEnd;
import io.tidemill.operator.join.JoinSpec.Alone;
import io.tidemill.sql.types.StructType;

/// How many rows a second one core takes into a join of auctions with their bids, as NEXMark's q20
/// has it (3 auctions and 46 bids of 50 events), both sides kept, changes saved; how many pairs
/// come out, and what a row takes. Run by hand: the main of a test, not a test.
///
/// Arguments: INNER or LEFT, how many events (default 10,000,000).
final class JoinSpeed {
    private static final StructType AUCTION =
            StructType.fromDDL(
                    "id BIGINT, item STRING, seller BIGINT, reserve BIGINT, t TIMESTAMP");
    private static final StructType BID =
            StructType.fromDDL(
                    "auction BIGINT, bidder BIGINT, price BIGINT, channel STRING, u TIMESTAMP");

    private JoinSpeed() {}

    public static void main(String[] arguments) {
        var type = arguments.length > 0 ? arguments[0] : "INNER";
        long events = arguments.length > 1 ? Long.parseLong(arguments[1]) : 10_000_000;
        for (int i = 0; i < 3; i++) {
            measure(type, events);
        }
    }

    private static void measure(String type, long events) {
        var pairs = new long[1];
        var both = AUCTION;
        for (var field : BID.fieldList()) {
            both = both.add(field);
        }
        var spec =
                new JoinSpec(
                        side("left", AUCTION, type.equals("LEFT") ? Alone.PADDED : Alone.NOTHING),
                        side("right", BID, Alone.NOTHING),
                        1,
                        List.of(false),
                        Optional.empty(),
                        true,
                        both,
                        false);
        var join = new HashJoin(spec, 0, 1, batch -> pairs[0] += batch.rows());
        var random = new SplittableRandom(1);
        var auctions = Batch.create(AUCTION, Batch.ROWS);
        var bids = Batch.create(BID, Batch.ROWS);
        var texts = "what is sold here, in a few words; channel".getBytes(StandardCharsets.UTF_8);
        auctions.bytes(1).share(texts);
        bids.bytes(3).share(texts);
        long in = 0;
        long auction = 0;
        long nanos = 0;
        while (in < events) {
            join.beginEpoch(new Evaluation(0, 0, ZoneOffset.UTC));
            for (int i = 0; i < 64; i++) {
                int rows = Batch.ROWS * 3 / 49;
                for (int row = 0; row < rows; row++) {
                    auctions.longs(0).setLong(row, auction++);
                    auctions.bytes(1).setView(row, 0, 20 + (int) (auction & 15));
                    auctions.longs(2).setLong(row, auction >> 2);
                    auctions.longs(3).setLong(row, 100);
                    auctions.longs(4).setLong(row, in);
                }
                auctions.setRows(rows);
                int others = Batch.ROWS - rows;
                for (int row = 0; row < others; row++) {
                    bids.longs(0).setLong(row, Math.max(0, auction - 1 - random.nextInt(20_000)));
                    bids.longs(1).setLong(row, random.nextInt(100_000));
                    bids.longs(2).setLong(row, random.nextInt(1000));
                    bids.bytes(3).setView(row, 35, 42);
                    bids.longs(4).setLong(row, in);
                }
                bids.setRows(others);
                long start = cpu();
                join.left().push(auctions);
                join.right().push(bids);
                nanos += cpu() - start;
                in += Batch.ROWS;
            }
            long start = cpu();
            join.endEpoch(new EpochEnd(Long.MIN_VALUE, 0, false));
            join.states().forEach(state -> state.writeChanges(_ -> {}));
            nanos += cpu() - start;
        }
        long bytes = join.states().stream().mapToLong(state -> state.stateSize().bytes()).sum();
        System.out.printf(
                "%s: %.2f million rows/s in, %,d pairs from %,d rows, %.1f bytes a row kept%n",
                type, in * 1e3 / nanos, pairs[0], in, (double) bytes / in);
    }

    private static long cpu() {
        return java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static JoinSpec.Side side(String id, StructType input, Alone alone) {
        return new JoinSpec.Side(
                id, input, List.of(0, 1, 2, 3, 4), alone, true, true, Optional.empty());
    }
}
