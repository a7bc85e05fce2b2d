package io.tidemill.operator.window;

import java.time.Period;
import java.time.ZoneId;

/// Finds the windows that an instant lies in. One worker's own: it keeps what it found last.
///
/// Times are microseconds since 1970; a window is `[start, end)`.
public abstract sealed class Windows permits Windows.Hopping, Windows.Cumulating, CalendarWindows {
    /// Windows of one length that begin at `offset` and every multiple of `slide` from there.
    ///
    /// @param slide positive, at most `size`
    /// @param offset from 0 to below `slide`
    public static Windows hopping(long size, long slide, long offset) {
        return new Hopping(size, slide, offset);
    }

    /// Windows that begin where the tumbling ones of `size` do and end at each step inside them.
    ///
    /// @param step divides `size`
    public static Windows cumulating(long size, long step, long offset) {
        return new Cumulating(size, step, offset);
    }

    /// Periods as clocks of a zone show them.
    ///
    /// @param length of months or of days
    public static Windows calendar(Period length, ZoneId zone) {
        return new CalendarWindows(length, zone);
    }

    /// Whether every instant lies in just one window.
    public abstract boolean areTumbling();

    /// Finds the windows that `time` lies in, and says how many there are.
    public abstract int find(long time);

    /// The start of window `index` of those that were found last, in their order in time.
    public abstract long start(int index);

    /// The end of window `index` of those that were found last.
    public abstract long end(int index);

    /// The start of the last window that begins at or before `time`.
    static long lastStart(long time, long slide, long offset) {
        return time - Math.floorMod(Math.floorMod(time, slide) - offset, slide);
    }

    static final class Hopping extends Windows {
        private final long size;
        private final long slide;
        private final long offset;
        private long first;

        private Hopping(long size, long slide, long offset) {
            this.size = size;
            this.slide = slide;
            this.offset = offset;
            this.first = offset; // a window of these
        }

        @Override
        public boolean areTumbling() {
            return size == slide;
        }

        @Override
        public int find(long time) {
            if (size == slide) {
                long into = time - first;
                if (into < 0 || into >= size) { // rows mostly lie in the window of the one before
                    first = lastStart(time, slide, offset);
                }
                return 1;
            }
            long last = lastStart(time, slide, offset);
            long before = (size - 1 - (time - last)) / slide; // windows that began earlier
            first = last - before * slide;
            return Math.toIntExact(before + 1);
        }

        @Override
        public long start(int index) {
            return first + index * slide;
        }

        @Override
        public long end(int index) {
            return first + index * slide + size;
        }
    }

    static final class Cumulating extends Windows {
        private final long size;
        private final long step;
        private final long offset;
        private long start;
        private long firstEnd;

        private Cumulating(long size, long step, long offset) {
            this.size = size;
            this.step = step;
            this.offset = offset;
        }

        @Override
        public boolean areTumbling() {
            return size == step;
        }

        @Override
        public int find(long time) {
            start = lastStart(time, size, offset);
            long steps = (time - start) / step + 1;
            firstEnd = start + steps * step;
            return Math.toIntExact(size / step - steps + 1);
        }

        @Override
        public long start(int index) {
            return start;
        }

        @Override
        public long end(int index) {
            return firstEnd + index * step;
        }
    }
}
