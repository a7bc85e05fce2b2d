package io.tidemill.kafka.sink;

/// Which partition of a topic a record goes to, as Kafka's own clients choose: by its key, or any.
///
/// Without a key records stay with one partition until so many bytes have gone there, then go to
/// the next; each writer begins somewhere else, and goes on one partition further in each epoch. So
/// a small epoch touches few partitions and a large one all of them.
///
/// Source: Kafka's `Utils.murmur2` (Appleby's MurmurHash2) and `BuiltInPartitioner`.
final class Partitions {
    /// How many bytes without a key stay together.
    static final int STICKY_BYTES = 1 << 15;

    private final int count;
    private int sticky;
    private long bytes;

    /// @param count how many there are
    /// @param first where records without key begin, any number
    Partitions(int count, long first) {
        this.count = count;
        this.sticky = (int) Math.floorMod(first, (long) count);
    }

    int count() {
        return count;
    }

    /// By key.
    int of(byte[] key, int from, int to) {
        return (murmur2(key, from, to) & 0x7fffffff) % count;
    }

    /// Without key.
    int any() {
        return sticky;
    }

    /// A record without key has gone to [#any].
    void added(int recordBytes) {
        bytes += recordBytes;
        if (bytes >= STICKY_BYTES) {
            bytes = 0;
            sticky = sticky + 1 == count ? 0 : sticky + 1;
        }
    }

    static int murmur2(byte[] data, int from, int to) {
        int length = to - from;
        int m = 0x5bd1e995;
        int hash = 0x9747b28c ^ length;
        int at = from;
        for (; to - at >= 4; at += 4) {
            int k =
                    (data[at] & 0xff)
                            | (data[at + 1] & 0xff) << 8
                            | (data[at + 2] & 0xff) << 16
                            | data[at + 3] << 24;
            k *= m;
            k ^= k >>> 24;
            k *= m;
            hash = hash * m ^ k;
        }
        int rest = to - at;
        if (rest > 0) {
            int last = data[at] & 0xff;
            last |= rest > 1 ? (data[at + 1] & 0xff) << 8 : 0;
            last |= rest > 2 ? (data[at + 2] & 0xff) << 16 : 0;
            hash = (hash ^ last) * m;
        }
        hash ^= hash >>> 13;
        hash *= m;
        return hash ^ hash >>> 15;
    }
}
