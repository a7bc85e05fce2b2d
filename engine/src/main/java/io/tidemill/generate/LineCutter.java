package io.tidemill.generate;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/// Cuts a stream of bytes at `\n`, leaving out a `\r` before it.
final class LineCutter {
    /// Takes each line.
    @FunctionalInterface
    interface Taker {
        void take(byte[] line) throws InterruptedException;
    }

    private final Taker taker;
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

    LineCutter(Taker taker) {
        this.taker = taker;
    }

    void add(byte[] bytes, int length) throws InterruptedException {
        int from = 0;
        for (int i = 0; i < length; i++) {
            if (bytes[i] == '\n') {
                begun.write(bytes, from, i - from);
                give();
                from = i + 1;
            }
        }
        begun.write(bytes, from, length - from);
    }

    /// Gives a last line that has no end.
    void finish() throws InterruptedException {
        if (begun.size() > 0) {
            give();
        }
    }

    private void give() throws InterruptedException {
        byte[] line = begun.toByteArray();
        begun.reset();
        boolean cut = line.length > 0 && line[line.length - 1] == '\r';
        taker.take(cut ? Arrays.copyOf(line, line.length - 1) : line);
    }
}
