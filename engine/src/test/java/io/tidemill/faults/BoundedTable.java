package io.tidemill.faults;

import module java.base;

import io.tidemill.connect.ReadLimit;
import io.tidemill.connect.ReadRequest;
import io.tidemill.connect.Sink;
import io.tidemill.connect.Slice;
import io.tidemill.connect.Source;
import io.tidemill.connect.Split;
import io.tidemill.connect.SplitReader;
import io.tidemill.connect.Table;
import io.tidemill.sql.types.StructType;

/// A table that never ends, up to an offset, and in epochs of so many rows.
///
/// @param end the offset behind the last row, if there is a last one; else what the table says
record BoundedTable(Table table, long epochRows, Optional<String> end) implements Table {
    @Override
    public StructType schema() throws IOException {
        return table.schema();
    }

    @Override
    public Source source(boolean streaming) throws IOException {
        return new Bounded(table.source(streaming));
    }

    @Override
    public Sink sink(StructType schema) throws IOException {
        return table.sink(schema);
    }

    private final class Bounded implements Source {
        private final Source source;

        private Bounded(Source source) {
            this.source = source;
        }

        @Override
        public String description() {
            return source.description();
        }

        @Override
        public boolean replayable() {
            return source.replayable();
        }

        @Override
        public String initialOffset() throws IOException {
            return source.initialOffset();
        }

        @Override
        public String latestOffset() throws IOException {
            var latest = source.latestOffset();
            return end.orElse(latest);
        }

        @Override
        public Optional<Slice> plan(String start, String to, ReadLimit limit) throws IOException {
            return source.plan(
                    start, to, new ReadLimit(Math.min(limit.rows(), epochRows), limit.bytes()));
        }

        @Override
        public SplitReader open(Split split, ReadRequest request) throws IOException {
            return source.open(split, request);
        }

        @Override
        public String partition(Split split) {
            return source.partition(split);
        }

        @Override
        public void remember(Slice slice) {
            source.remember(slice);
        }

        @Override
        public byte[] memory() {
            return source.memory();
        }

        @Override
        public void restore(byte[] memory) {
            source.restore(memory);
        }

        @Override
        public void committed(String upTo) throws IOException {
            source.committed(upTo);
        }

        @Override
        public void close() {
            source.close();
        }
    }
}
