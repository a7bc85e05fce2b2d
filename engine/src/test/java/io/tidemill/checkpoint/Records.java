package io.tidemill.checkpoint;

import module java.base;

import io.tidemill.connect.Token;

/// Records of a made-up query for tests.
final class Records {
    static final QueryFingerprint QUERY =
            new QueryFingerprint(
                    "Aggregate(city)\n  Scan(ride)",
                    List.of(
                            new QueryFingerprint.Part("source", "0", "json ride"),
                            new QueryFingerprint.Part("state", "1", "city STRING, n BIGINT")));

    private Records() {}

    static EpochRecord record(long epoch, String state) {
        return new EpochRecord(
                plan(epoch),
                List.of(section(StateSection.Kind.DELTA, state)),
                List.of(new SinkTokens("out", List.of(new Token(new byte[] {1, (byte) epoch})))));
    }

    static EpochPlan plan(long epoch) {
        var range =
                new SourceRange(
                        "ride",
                        "{\"n\":%d}".formatted(epoch),
                        "{\"n\":%d}".formatted(epoch + 1),
                        Bytes.utf8("plan " + epoch));
        return new EpochPlan(epoch, 1000 + epoch, 7 * epoch, epoch, List.of(range));
    }

    static StateSection section(StateSection.Kind kind, String text) {
        return new StateSection("1", "counts", kind, 1, Bytes.utf8(text));
    }

    static List<String> state(Checkpoint checkpoint, long epoch) {
        var found = new ArrayList<String>();
        checkpoint.state(epoch, section -> found.add(section.payload().utf8()));
        return found;
    }
}
