package io.tidemill.checkpoint;

import java.util.Optional;

/// A place in the log behind some record.
///
/// @param segment the segment it lies in
/// @param offset the byte behind the record
/// @param lastEpoch the last epoch recorded up to here; -1 if none
/// @param checksum the header checksum of the record before; 0 at the beginning of a segment
record LogPosition(SegmentName segment, long offset, long lastEpoch, int checksum) {

    static void write(Encoder out, Optional<LogPosition> position) {
        out.int8(position.isPresent() ? 1 : 0);
        position.ifPresent(at ->
                out.int64(at.segment.generation())
                        .int64(at.segment.number())
                        .int64(at.offset)
                        .int64(at.lastEpoch)
                        .int32(at.checksum));
    }

    static Optional<LogPosition> read(Decoder in) {
        return in.int8() == 0
                ? Optional.empty()
                : Optional.of(
                        new LogPosition(
                                new SegmentName(in.int64(), in.int64()),
                                in.int64(),
                                in.int64(),
                                in.int32()));
    }

    @Override
    public String toString() {
        return "%s@%d (epoch %d)".formatted(segment, offset, lastEpoch);
    }
}
