package io.tidemill.generate;

import io.tidemill.connect.EpochContext;
import io.tidemill.connect.OutputMode;
import io.tidemill.connect.Sink;
import io.tidemill.connect.SinkWriter;
import io.tidemill.connect.Token;
import io.tidemill.data.Batch;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/// Takes every row and keeps none.
final class NoopSink implements Sink {
    private static final SinkWriter NOTHING =
            new SinkWriter() {
                @Override
                public void write(Batch batch) {}

                @Override
                public Token finish() {
                    return new Token(new byte[0]);
                }

                @Override
                public void abort() {}
            };

    @Override
    public Kind kind() {
        return Kind.UPSERT;
    }

    @Override
    public boolean writesAhead() {
        return true;
    }

    @Override
    public String description() {
        return "noop";
    }

    @Override
    public Set<OutputMode> modes() {
        return EnumSet.allOf(OutputMode.class);
    }

    @Override
    public boolean takesDeletes() {
        return true;
    }

    @Override
    public void fence(String queryId, long generation) {}

    @Override
    public OptionalLong lastCommitted(String queryId) {
        return OptionalLong.empty();
    }

    @Override
    public SinkWriter writer(EpochContext epoch, int partition) {
        return NOTHING;
    }

    @Override
    public void commit(EpochContext epoch, List<Token> tokens) {}

    @Override
    public void close() {}
}
