package io.tidemill.checkpoint;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// All that an epoch depends on besides the query and its state: run again from this, it gives the
/// same rows.
///
/// @param epoch its number; the first is 0
/// @param clockMicros the one "now" of the epoch, microseconds since 1970 UTC, never below the one
///   of the epoch before
/// @param seed what everything random in the epoch is drawn from
/// @param watermarkMicros the query's watermark at the beginning; [#NO_WATERMARK] if none
/// @param sources the range of each source, in the order of their ids' registration
public record EpochPlan(
        long epoch, long clockMicros, long seed, long watermarkMicros, List<SourceRange> sources) {

    /// No watermark yet.
    public static final long NO_WATERMARK = Long.MIN_VALUE;

    public EpochPlan {
        if (epoch < 0) {
            throw new IllegalArgumentException("epoch " + epoch);
        }
        sources = List.copyOf(sources);
    }

    /// Tells plans apart: hex digits of a hash over everything in it. Sinks store it beside the
    /// epoch, so that recovery sees whether it was this plan that was committed.
    public String digest() {
        var out = new Encoder();
        write(out);
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(out.toBytes().toArray());
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    void write(Encoder out) {
        out.int64(epoch).int64(clockMicros).int64(seed).int64(watermarkMicros);
        out.list(sources, source -> source.write(out));
    }

    static EpochPlan read(Decoder in) {
        return new EpochPlan(
                in.int64(),
                in.int64(),
                in.int64(),
                in.int64(),
                in.list(() -> SourceRange.read(in)));
    }
}
