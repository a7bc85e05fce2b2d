package io.tidemill.generate;

import io.tidemill.connect.ReadLimit;
import io.tidemill.system.Signal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/// The lines that came and are not committed yet: a window over a stream of numbered lines.
///
/// One thread adds and waits while more than [#MOST_BYTES] are here; others read. Thread-safe.
final class Lines {
    static final long MOST_BYTES = 64L << 20;

    private static final int OVERHEAD = 48; // about what a line takes besides its bytes

    private final Signal changed;
    private final ArrayDeque<List<Line>> blocks =
            new ArrayDeque<>(); // of BLOCK lines each, but the last
    private long begin;
    private long end;
    private long firstOfBlocks;
    private long held;
    private boolean started;
    private boolean closed;

    private static final int BLOCK = 1024;

    /// A line without its end, and when it came.
    static final class Line {
        private final byte[] bytes;
        private final long micros;

        Line(byte[] bytes, long micros) {
            this.bytes = bytes;
            this.micros = micros;
        }

        byte[] bytes() {
            return bytes;
        }

        long micros() {
            return micros;
        }
    }

    Lines(Signal changed) {
        this.changed = changed;
    }

    /// Numbers the lines from here on, as long as none has come.
    synchronized void startAt(long number) {
        if (!started && number > end) {
            begin = end = firstOfBlocks = number;
        }
    }

    /// Adds a line; waits for room.
    void add(byte[] line, long micros) throws InterruptedException {
        changed.await(this::hasRoom);
        synchronized (this) {
            started = true;
            if (blocks.isEmpty() || blocks.getLast().size() == BLOCK) {
                blocks.add(new ArrayList<>());
            }
            blocks.getLast().add(new Line(line, micros));
            held += line.length + OVERHEAD;
            end++;
        }
    }

    private synchronized boolean hasRoom() {
        return held < MOST_BYTES || closed;
    }

    synchronized long begin() {
        return begin;
    }

    synchronized long end() {
        return end;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    synchronized Line get(long number) {
        long at = number - firstOfBlocks;
        Iterator<List<Line>> iterator = blocks.iterator();
        for (long skip = at / BLOCK; skip > 0; skip--) {
            iterator.next();
        }
        return iterator.next().get((int) (at % BLOCK));
    }

    /// The last offset up to `to` that keeps within the limit; at least one line, if there is one.
    synchronized long cut(long from, long to, ReadLimit limit) {
        long last = Math.min(to, end);
        if (from < begin || from >= last) {
            return Math.min(from, last);
        }
        long most = Math.min(last - from, limit.rows());
        long bytes = 0;
        long at = from;
        while (at < from + most) {
            bytes += get(at).bytes().length + 1;
            if (bytes > limit.bytes() && at > from) {
                break;
            }
            at++;
        }
        return Math.max(at, from + 1);
    }

    synchronized long bytes(long from, long to) {
        long bytes = 0;
        for (long at = from; at < to; at++) {
            bytes += get(at).bytes().length + 1;
        }
        return bytes;
    }

    /// Forgets the lines before `number`.
    void forget(long number) {
        synchronized (this) {
            begin = Math.max(begin, Math.min(number, end));
            while (!blocks.isEmpty() && firstOfBlocks + blocks.getFirst().size() <= begin) {
                var gone = blocks.removeFirst();
                firstOfBlocks += gone.size();
                for (var line : gone) {
                    held -= line.bytes().length + OVERHEAD;
                }
            }
        }
        changed.raise();
    }

    /// Lets whoever waits for room go on.
    void close() {
        synchronized (this) {
            closed = true;
        }
        changed.raise();
    }
}
