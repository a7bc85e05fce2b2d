package io.tidemill.checkpoint;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.system.World;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;

/// What a checkpoint holds, read from the newest whole snapshot and the log behind it. Memory: a
/// few words for each epoch since the snapshot, and the largest record.
final class RecoveredLog implements LogReader.Listener {
    private final World world;
    private final Path directory;
    private final LogChain chain;
    private final List<String> events = new ArrayList<>();
    private final TreeMap<Long, RecordAt> records = new TreeMap<>();
    private Optional<StateFileName> snapshot = Optional.empty();
    private long snapshotBytes;
    private long snapshotThrough = -1;
    private Optional<StateFileReader.Head> head = Optional.empty();
    private Optional<LogPosition> end = Optional.empty();
    private Optional<EpochRecord> last = Optional.empty();
    private Optional<EpochPlan> planned = Optional.empty();
    private Optional<QueryFingerprint> fingerprint = Optional.empty();
    private boolean acknowledged = true;
    private Optional<LastRead> lastRead = Optional.empty();
    private long bytesSinceSnapshot;

    /// Where the record of an epoch is, and which pieces of state it replaces.
    private record RecordAt(
            LogChain.Link link, long position, Set<String> replaces, Set<StateFileName> runs) {}

    /// The last record of all.
    private record LastRead(LogChain.Link link, long position, long end, int unsyncedBefore) {}

    private RecoveredLog(World world, Path directory, LogChain chain) {
        this.world = world;
        this.directory = directory;
        this.chain = chain;
    }

    static RecoveredLog read(World world, Path directory, UUID query) throws IOException {
        var chain = LogChain.read(world, directory, query);
        var passedOver = new ArrayList<String>();
        Optional<TidemillException> damage = Optional.empty();
        for (var name : LogChain.stateFiles(world, directory).descendingSet()) {
            if (name.kind() != StateFileName.Kind.SNAPSHOT) {
                continue;
            }
            var log = new RecoveredLog(world, directory, chain);
            log.events.addAll(passedOver);
            try {
                if (!log.begin(name, query)) {
                    passedOver.add(
                            "state/%s is not on the log's way; it was passed over".formatted(name));
                    continue;
                }
            } catch (TidemillException e) {
                if (e.condition() != Condition.CHECKPOINT_DAMAGED) {
                    throw e;
                }
                damage = Optional.of(e);
                passedOver.add("%s; the snapshot before it is used".formatted(e.problem()));
                continue;
            }
            log.readLog();
            if (log.reachesSnapshot()) {
                return log;
            }
            var e = log.tooShort(name);
            damage = Optional.of(e);
            passedOver.add("%s; the snapshot before it is used".formatted(e.problem()));
        }
        var log = new RecoveredLog(world, directory, chain);
        log.events.addAll(passedOver);
        if (!chain.isEmpty() || !passedOver.isEmpty()) {
            log.checkWhole(damage);
        }
        log.readLog();
        return log;
    }

    /// Begins with a snapshot; false if it does not belong to the chain.
    private boolean begin(StateFileName name, UUID query) throws IOException {
        try (var file = new StateFileReader(world.files(), directory, name)) {
            var candidate = file.head();
            if (!candidate.query().equals(query) || !chain.contains(candidate.position())) {
                return false;
            }
            var extent = file.sections(_ -> {});
            snapshotBytes = extent.bytes();
            snapshotThrough = extent.through();
            snapshot = Optional.of(name);
            head = Optional.of(candidate);
            last = Optional.of(candidate.record());
            fingerprint = candidate.fingerprint();
            return true;
        }
    }

    private void readLog() throws IOException {
        end =
                new LogReader(world, directory, chain, this)
                        .read(head.map(StateFileReader.Head::position))
                        .map(at ->
                                new LogPosition(
                                        at.segment(), at.offset(), lastEpoch(), at.checksum()));
        acknowledged |= lastEpoch() == snapshotThrough; // or there would be no such snapshot
    }

    /// Whether the log holds the epochs that went on while the snapshot was written.
    private boolean reachesSnapshot() {
        return lastEpoch() >= snapshotThrough;
    }

    private TidemillException tooShort(StateFileName name) {
        return Problems.damaged(
                directory,
                name.in(directory.resolve("state")),
                0,
                "it was written until epoch %d, and the log ends with epoch %d"
                        .formatted(snapshotThrough, lastEpoch()));
    }

    /// Without a snapshot the log must go back to the beginning.
    private void checkWhole(Optional<TidemillException> damage) {
        if (chain.isEmpty() || chain.trimmedAt().isPresent()) {
            var before =
                    chain.trimmedAt()
                            .map(at -> at.segment().in(directory.resolve("log")))
                            .orElse(directory.resolve("log"));
            throw damage.orElseGet(
                    () -> Problems.missing(directory, before, "no snapshot holds what was in it"));
        }
    }

    /// Makes sure of the last records, which their writer may have written without a sync, or with
    /// one that failed: writes them once more, the same bytes, and syncs. Called by a new owner
    /// before it goes on from them.
    void secureEnd() throws IOException {
        if (lastRead.isEmpty()) {
            return;
        }
        var last = lastRead.get();
        var path = last.link.name().in(directory.resolve("log"));
        var from = Math.max(SegmentHeader.SIZE, last.position - last.unsyncedBefore);
        var bytes = new byte[Math.toIntExact(last.end - from)];
        try (var file = world.files().open(path)) {
            file.readFully(from, bytes, 0, bytes.length);
        }
        try (var file = world.files().openForWriting(path)) {
            file.writeFully(from, bytes, 0, bytes.length);
            file.sync();
        }
    }

    @Override
    public void event(String what) {
        events.add(what);
    }

    @Override
    public void record(LogChain.Link link, Frame frame) {
        bytesSinceSnapshot += frame.end() - frame.position();
        lastRead =
                Optional.of(
                        new LastRead(link, frame.position(), frame.end(), frame.unsyncedBefore()));
        switch (frame.type()) {
            case EPOCH -> {
                var record = LoggedEpoch.decode(frame.payload());
                checkOrder(link, frame, record.plan().epoch());
                keep(link, frame, record);
            }
            case PLAN -> {
                var plan = EpochPlan.read(new Decoder(frame.payload()));
                checkOrder(link, frame, plan.epoch());
                acknowledged |= plan.epoch() > lastEpoch(); // or it would not have been planned
                planned = Optional.of(plan);
            }
            case ACKNOWLEDGED -> acknowledged |= frame.epoch() == lastEpoch();
            case QUERY ->
                    fingerprint = Optional.of(QueryFingerprint.read(new Decoder(frame.payload())));
            case SNAPSHOT, SECTION, END ->
                    throw damaged(link, frame, frame.type() + " does not belong here");
        }
    }

    private void keep(LogChain.Link link, Frame frame, LoggedEpoch record) {
        var replaces = new HashSet<String>();
        var runs = new HashSet<StateFileName>();
        for (var section : record.sections()) {
            if (section.section().kind() == StateSection.Kind.SNAPSHOT) {
                replaces.add(section.section().key());
            }
            if (section instanceof Section.InRun run) {
                runs.add(run.file());
                bytesSinceSnapshot += run.length();
            }
        }
        records.put(frame.epoch(), new RecordAt(link, frame.position(), replaces, runs));
        last = Optional.of(record.withoutState());
        planned = Optional.empty();
        acknowledged = false;
    }

    /// An epoch follows the one before it, or is the same one run again.
    private void checkOrder(LogChain.Link link, Frame frame, long epoch) {
        var before = lastEpoch();
        if (epoch != frame.epoch() || (epoch != before && epoch != before + 1)) {
            throw damaged(link, frame, "epoch %d follows epoch %d".formatted(epoch, before));
        }
    }

    private RuntimeException damaged(LogChain.Link link, Frame frame, String what) {
        return Problems.damaged(
                directory, link.name().in(directory.resolve("log")), frame.position(), what);
    }

    /// Hands over the state after `throughEpoch`, in the order it was written. What a later section
    /// replaces is left out.
    void state(long throughEpoch, Consumer<StateSection> consumer) throws IOException {
        if (throughEpoch < snapshotThrough || throughEpoch > lastEpoch()) {
            throw new IllegalArgumentException(
                    "state of epoch %d is asked for; there is that of %d to %d"
                            .formatted(throughEpoch, snapshotThrough, lastEpoch()));
        }
        var wanted = records.headMap(throughEpoch, true);
        var replaced = new TreeMap<String, Long>();
        wanted.forEach((epoch, at) -> at.replaces.forEach(key -> replaced.put(key, epoch)));
        if (snapshot.isPresent()) {
            try (var file = new StateFileReader(world.files(), directory, snapshot.get())) {
                file.sections(section -> {
                    if (!replaced.containsKey(section.key())) {
                        consumer.accept(section);
                    }
                });
            }
        }
        for (var each : wanted.entrySet()) {
            for (var section : sections(each.getValue())) {
                if (replaced.getOrDefault(section.section().key(), -1L) <= each.getKey()) {
                    consumer.accept(resolve(section));
                }
            }
        }
    }

    private List<Section> sections(RecordAt at) throws IOException {
        var path = at.link.name().in(directory.resolve("log"));
        try (var file = world.files().open(path)) {
            var found = Frame.read(file, at.link.name().identity(), at.position, Long.MAX_VALUE);
            if (found instanceof Frame.At.Valid(var frame)) {
                return LoggedEpoch.decode(frame.payload()).sections();
            }
            throw Problems.damaged(directory, path, at.position, "a record changed under us");
        }
    }

    private StateSection resolve(Section section) throws IOException {
        return switch (section) {
            case Section.Inline(var it) -> it;
            case Section.InRun run -> {
                try (var file = new StateFileReader(world.files(), directory, run.file())) {
                    yield file.section(run);
                }
            }
        };
    }

    /// Runs that the log refers to.
    Set<StateFileName> runs() {
        var runs = new HashSet<StateFileName>();
        records.values().forEach(at -> runs.addAll(at.runs));
        return runs;
    }

    long lastEpoch() {
        return last.map(EpochRecord::epoch).orElse(-1L);
    }

    /// The last epoch's record without its state.
    Optional<EpochRecord> last() {
        return last;
    }

    boolean acknowledged() {
        return acknowledged;
    }

    /// A plan that was logged and whose epoch was not.
    Optional<EpochPlan> planned() {
        return planned;
    }

    Optional<QueryFingerprint> fingerprint() {
        return fingerprint;
    }

    Optional<LogPosition> end() {
        return end;
    }

    Optional<StateFileReader.Head> snapshotHead() {
        return head;
    }

    Optional<StateFileName> snapshot() {
        return snapshot;
    }

    long snapshotBytes() {
        return snapshotBytes;
    }

    long bytesSinceSnapshot() {
        return bytesSinceSnapshot;
    }

    List<String> events() {
        return List.copyOf(events);
    }
}
