package io.tidemill.runtime;

import io.tidemill.connect.ReadRequest;
import io.tidemill.connect.Source;
import io.tidemill.connect.Split;
import io.tidemill.data.Batch;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What queries of one engine read in common: those whose sources say that they read the same
/// ([Source#sharedAs]) take turns at one reader a split, and its batches wait in a ring for the
/// others.
///
/// The columns of all of them are read at once. Nobody waits for anybody: the ring is bounded, and
/// who needs a batch that has fallen out of it goes on with a reader of its own, up to the next
/// split that is in the ring. What all have had goes at once, and its batch is filled again, so
/// that queries that keep together work on memory that is still in the processor's cache. While
/// only one query reads a source nothing is kept. Thread-safe.
final class SharedReads {
    private static final long RING_BYTES = 32L << 20;
    private static final int FORGOTTEN_MAX = 10_000;
    private static final int SPARE_MAX = 64;

    private final long ringBytes;
    private final Map<Object, Group> groups = new HashMap<>(); // guarded by itself

    SharedReads() {
        this(RING_BYTES);
    }

    /// @param ringBytes how much may wait for the queries that read one source
    SharedReads(long ringBytes) {
        this.ringBytes = ringBytes;
    }

    /// A query begins to read a source; what the source cannot share it reads alone.
    ///
    /// @param columns that it will ask for
    Member join(Source source, StructType columns) {
        var same = source.sharedAs();
        var member = new Member(source, columns, same);
        if (same.isPresent()) {
            synchronized (groups) {
                groups.computeIfAbsent(same.get(), _ -> new Group()).add(member);
            }
        }
        return member;
    }

    /// One query at one source.
    final class Member implements AutoCloseable {
        private final Source source;
        private final StructType columns;
        private final Optional<Object> same;

        private Member(Source source, StructType columns, Optional<Object> same) {
            this.source = source;
            this.columns = columns;
            this.same = same;
        }

        /// Reads a split, with what others have read of it.
        ///
        /// @param own a batch of the columns asked for, to be filled where nothing is shared
        SplitRows open(Split split, ReadRequest request, Batch own) throws IOException {
            var found = find(split, request);
            return found.isEmpty()
                    ? new OwnRows(source.open(split, request), own)
                    : new SharedRows(source, found.get(), request, own);
        }

        private Optional<SharedSplit> find(Split split, ReadRequest request) {
            if (same.isEmpty() || !request.columns().equals(columns)) {
                return Optional.empty();
            }
            synchronized (groups) {
                return Optional.ofNullable(groups.get(same.get()))
                        .filter(group -> group.members.size() > 1)
                        .flatMap(group -> group.split(split))
                        .filter(shared -> shared.enter(columns));
            }
        }

        @Override
        public void close() {
            if (same.isEmpty()) {
                return;
            }
            synchronized (groups) {
                var group = groups.get(same.get());
                if (group != null && group.remove(this)) {
                    groups.remove(same.get());
                }
            }
        }
    }

    /// The queries that read one source, and what waits for them. Guarded by `groups`.
    private final class Group implements SharedSplit.Keeper {
        private final List<Member> members = new ArrayList<>();
        private final Map<Split, SharedSplit> ring = new LinkedHashMap<>();
        private final Map<Split, Boolean> forgotten =
                new LinkedHashMap<>() {
                    private static final long serialVersionUID = 1L;

                    @Override
                    protected boolean removeEldestEntry(Map.Entry<Split, Boolean> eldest) {
                        return size() > FORGOTTEN_MAX;
                    }
                };
        private StructType columns = new StructType(List.of());
        private final Deque<Batch> spare = new ArrayDeque<>();
        private long bytes;

        void add(Member member) {
            members.add(member);
            columns = union();
        }

        /// Says whether nobody is left.
        boolean remove(Member member) {
            members.remove(member);
            columns = union();
            if (members.size() < 2) {
                ring.clear(); // who is in the middle of a split goes on with it
                bytes = 0;
                spare.clear();
                forgotten.clear();
            }
            return members.isEmpty();
        }

        private StructType union() {
            var all = new LinkedHashMap<String, StructField>();
            for (var member : members) {
                member.columns.fieldList().forEach(field -> all.putIfAbsent(field.name(), field));
            }
            return new StructType(List.copyOf(all.values()));
        }

        /// What is shared of a split; empty for one that has fallen out of the ring.
        Optional<SharedSplit> split(Split split) {
            if (forgotten.containsKey(split)) {
                return Optional.empty();
            }
            return Optional.of(
                    ring.computeIfAbsent(
                            split, _ -> new SharedSplit(split, columns, members.size(), this)));
        }

        @Override
        public Batch batch(StructType wanted) {
            synchronized (groups) {
                var batch = spare.poll();
                if (batch != null && batch.schema().equals(wanted)) {
                    return batch;
                }
                spare.clear();
            }
            return Batch.create(wanted, Batch.ROWS);
        }

        @Override
        public void spare(Batch batch) {
            if (batch.columnCount() == 0 || batch.column(0).capacity() < Batch.ROWS) {
                return;
            }
            synchronized (groups) {
                if (spare.size() < SPARE_MAX) {
                    spare.push(batch);
                }
            }
        }

        @Override
        public void came(SharedSplit from, long size) {
            var unused = new ArrayList<Batch>();
            synchronized (groups) {
                if (ring.get(from.split()) == from) {
                    bytes += size;
                    trim(unused);
                } else {
                    var _ = from.forget(Long.MAX_VALUE, unused); // nobody else will ask for it
                }
            }
            unused.forEach(this::spare);
        }

        @Override
        public void went(SharedSplit from, long size) {
            synchronized (groups) {
                if (ring.get(from.split()) == from) {
                    bytes -= size;
                    if (from.isForgotten()) {
                        ring.remove(from.split());
                        forgotten.put(from.split(), true);
                    }
                }
            }
        }

        /// The oldest batches go.
        private void trim(List<Batch> unused) {
            for (Iterator<SharedSplit> oldest = ring.values().iterator();
                    bytes > ringBytes && oldest.hasNext(); ) {
                var split = oldest.next();
                bytes -= split.forget(bytes - ringBytes, unused);
                if (split.isForgotten()) {
                    oldest.remove();
                    forgotten.put(split.split(), true);
                }
            }
        }
    }
}
