package io.tidemill.checkpoint;

import java.util.List;

/// What an epoch takes from one source.
///
/// @param source the source's id, unique within the query
/// @param start offset that the range begins behind, as the source's JSON; empty at the beginning
/// @param end offset that the range ends with, as the source's JSON
/// @param plan what else the source needs to read exactly these rows again; its own format
/// @param watermarkMicros the source's watermark after the epoch; [EpochPlan#NO_WATERMARK] if none
/// @param idlePartitions partitions that were taken out of the watermark, by a decision that a
///   rerun repeats
public record SourceRange(
        String source,
        String start,
        String end,
        Bytes plan,
        long watermarkMicros,
        List<String> idlePartitions) {

    public SourceRange {
        idlePartitions = List.copyOf(idlePartitions);
    }

    /// A range of a source without a plan or watermark of its own.
    public static SourceRange of(String source, String start, String end) {
        return new SourceRange(source, start, end, Bytes.EMPTY, EpochPlan.NO_WATERMARK, List.of());
    }

    void write(Encoder out) {
        out.text(source).text(start).text(end).bytes(plan).int64(watermarkMicros);
        out.list(idlePartitions, out::text);
    }

    static SourceRange read(Decoder in) {
        return new SourceRange(
                in.text(), in.text(), in.text(), in.bytes(), in.int64(), in.list(in::text));
    }
}
