package io.tidemill.generate;

import io.tidemill.connect.ReadLimit;
import io.tidemill.connect.ReadRequest;
import io.tidemill.connect.Slice;
import io.tidemill.connect.Source;
import io.tidemill.connect.Split;
import io.tidemill.connect.SplitReader;
import io.tidemill.data.Batch;
import io.tidemill.system.Network;
import io.tidemill.system.OwnedThread;
import io.tidemill.system.World;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The lines that a TCP server sends, one row each; offsets count lines.
///
/// Not replayable: a line lives in memory until its epoch is committed, and a restarted process
/// cannot read again what the one before had taken; asking for it is an error that says so. When
/// the server closes the connection, the stream stays without news. A server that sends faster than
/// the query reads is held back by TCP ([Lines] holds 64 MiB).
final class SocketSource implements Source {
    private static final Logger LOG = LoggerFactory.getLogger(SocketSource.class);
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration STOP = Duration.ofSeconds(5);

    private final World world;
    private final SocketOptions options;
    private final Network.Connection connection;
    private final Lines lines;
    private @Nullable OwnedThread reader;

    /// @throws IOException when nobody answers
    SocketSource(World world, SocketOptions options) throws IOException {
        this.world = world;
        this.options = options;
        this.lines = new Lines(world.threads().signal());
        this.connection = world.network().connect(options.host(), options.port(), CONNECT);
    }

    @Override
    public String description() {
        return "TextSocket[host: %s, port: %d]".formatted(options.host(), options.port());
    }

    @Override
    public boolean replayable() {
        return false;
    }

    @Override
    public String initialOffset() {
        return "0";
    }

    @Override
    public String latestOffset() {
        if (reader == null) {
            reader = world.threads().startVirtual("socket " + options.host(), this::readLines);
        }
        return Long.toString(lines.end());
    }

    /// What the thread runs.
    private void readLines() throws InterruptedException {
        try (var input = connection.input()) {
            var buffer = new byte[64 * 1024];
            var line = new LineCutter(bytes -> lines.add(bytes, world.clock().micros()));
            for (int read = input.read(buffer); read >= 0; read = input.read(buffer)) {
                line.add(buffer, read);
            }
            line.finish();
            LOG.warn(
                    "server closed the connection host={} port={} lines={}",
                    options.host(),
                    options.port(),
                    lines.end());
        } catch (IOException e) {
            if (!lines.isClosed()) {
                LOG.warn(
                        "connection lost host={} port={} lines={}",
                        options.host(),
                        options.port(),
                        lines.end(),
                        e);
            }
        }
    }

    @Override
    public Optional<Slice> plan(String start, String end, ReadLimit limit) {
        long from = Long.parseLong(start);
        long to = lines.cut(from, Long.parseLong(end), limit);
        if (to <= from) {
            return Optional.empty();
        }
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("from", from);
        fields.put("to", to);
        return Optional.of(
                new Slice(
                        start,
                        Long.toString(to),
                        List.of(new Split(fields)),
                        to - from,
                        lines.bytes(from, to)));
    }

    @Override
    public SplitReader open(Split split, ReadRequest request) throws IOException {
        long from = split.number("from");
        if (from < lines.begin()) {
            throw new IOException(
                    "lines %d to %d of %s were taken by a process that has ended; a socket cannot give them again"
                            .formatted(from, split.number("to") - 1, description()));
        }
        return new Reader(from, split.number("to"), request);
    }

    @Override
    public void remember(Slice slice) {
        lines.startAt(Long.parseLong(slice.end()));
    }

    @Override
    public byte[] memory() {
        return Long.toString(lines.end()).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void restore(byte[] memory) {
        if (memory.length > 0) {
            lines.startAt(Long.parseLong(new String(memory, StandardCharsets.UTF_8)));
        }
    }

    @Override
    public void committed(String end) {
        lines.forget(Long.parseLong(end));
    }

    @Override
    public void close() {
        lines.close();
        try {
            connection.close();
            if (reader != null && !reader.join(STOP)) {
                LOG.warn("thread does not end name={} at={}", reader.name(), reader.stackTrace());
            }
        } catch (IOException e) {
            LOG.warn("connection not closed host={} port={}", options.host(), options.port(), e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Reader implements SplitReader {
        private final int valueAt;
        private final int timestampAt;
        private final long to;
        private long next;
        private long read;

        Reader(long from, long to, ReadRequest request) {
            this.next = from;
            this.to = to;
            valueAt = request.columns().indexOf("value");
            timestampAt = request.columns().indexOf("timestamp");
        }

        @Override
        public boolean next(Batch batch) {
            batch.clear();
            long first = next;
            int count = (int) Math.min(Batch.ROWS, to - next);
            batch.reserve(count);
            for (int row = 0; row < count; row++) {
                var line = lines.get(next++);
                read += line.bytes().length + 1;
                if (valueAt >= 0) {
                    batch.bytes(valueAt).append(row, line.bytes(), 0, line.bytes().length);
                }
                if (timestampAt >= 0) {
                    batch.longs(timestampAt).setLong(row, line.micros());
                }
            }
            batch.setRows(count);
            batch.setOrigin(row -> "socket@" + (first + row));
            return count > 0;
        }

        @Override
        public long bytesRead() {
            return read;
        }

        @Override
        public void close() {}
    }
}
