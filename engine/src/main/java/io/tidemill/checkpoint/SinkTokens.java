package io.tidemill.checkpoint;

import io.tidemill.connect.Token;
import java.util.List;

/// What a sink needs to finish the commit of an epoch after a restart; its own format.
///
/// @param sink the sink's id, unique within the query
/// @param tokens one or several pieces (one for each writer, say)
public record SinkTokens(String sink, List<Token> tokens) {
    public SinkTokens {
        tokens = List.copyOf(tokens);
    }

    void write(Encoder out) {
        out.text(sink).list(tokens, token -> out.bytes(Bytes.wrap(token.bytes())));
    }

    static SinkTokens read(Decoder in) {
        return new SinkTokens(in.text(), in.list(() -> new Token(in.bytes().toArray())));
    }
}
