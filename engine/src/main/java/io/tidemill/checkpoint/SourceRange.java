package io.tidemill.checkpoint;

/// What an epoch takes from one source.
///
/// @param source the source's id, unique within the query
/// @param start offset that the range begins behind, as the source's JSON; empty at the beginning
/// @param end offset that the range ends with, as the source's JSON
/// @param plan what else the source needs to read exactly these rows again; its own format
public record SourceRange(String source, String start, String end, Bytes plan) {

    void write(Encoder out) {
        out.text(source).text(start).text(end).bytes(plan);
    }

    static SourceRange read(Decoder in) {
        return new SourceRange(in.text(), in.text(), in.text(), in.bytes());
    }
}
