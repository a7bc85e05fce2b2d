package io.tidemill.file;

import io.tidemill.connect.ReadLimit;
import io.tidemill.connect.ReadRequest;
import io.tidemill.connect.Slice;
import io.tidemill.connect.Source;
import io.tidemill.connect.Split;
import io.tidemill.connect.SplitReader;
import io.tidemill.data.Condition;
import io.tidemill.data.Json;
import io.tidemill.data.TidemillException;
import io.tidemill.system.World;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Files as a source: an offset is how many files have been taken, and how much of the next one.
///
/// A file that is larger than an epoch may be is taken in several, at line boundaries, if it can be
/// read from the middle (it is not compressed, and a line is a row). Which files those are stands
/// in the splits of each slice, and the newest of them in [SeenFiles]. Files not yet taken wait in
/// the order of their time and path; one that has been planned keeps its place, so that planning
/// from the same offset again gives the same files.
final class FileSource implements Source {
    private static final Logger LOG = LoggerFactory.getLogger(FileSource.class);

    /// No file is cut into smaller parts, or epochs would be spent on finding line ends.
    private static final long PART_LEAST = 64 << 10;

    private final World world;
    private final SourceLayout layout;
    private final FileListing listing;
    private final boolean streaming;
    private final SeenFiles seen;
    private final SourceCleaner cleaner;

    /// Files not yet remembered: those planned, also in part, then the others.
    private final List<SourceFile> waiting = new ArrayList<>();

    private int planned;
    private FileOffset remembered = new FileOffset(0, 0);
    private long tooOld;

    private final Optional<Object> sharedAs;

    /// @param sharedAs equal for sources that read a file into the same rows
    FileSource(
            World world,
            SourceLayout layout,
            FileListing listing,
            boolean streaming,
            Optional<Object> sharedAs) {
        this.sharedAs = sharedAs;
        this.world = world;
        this.layout = layout;
        this.listing = listing;
        this.streaming = streaming;
        this.seen = new SeenFiles(layout.options());
        this.cleaner = new SourceCleaner(world.files(), layout);
    }

    @Override
    public String description() {
        return (streaming ? "FileStreamSource[" : "FileSource[") + layout.path() + "]";
    }

    @Override
    public boolean replayable() {
        return true;
    }

    @Override
    public String initialOffset() {
        return new FileOffset(0, 0).text();
    }

    @Override
    public String latestOffset() throws IOException {
        long now = world.clock().micros();
        long youngest = now - layout.options().minFileAge().toNanos() / 1000;
        var kept = waiting.subList(0, planned);
        var taken = new HashSet<String>();
        kept.forEach(file -> taken.add(seen.key(file.path())));
        var fresh = new ArrayList<SourceFile>();
        long old = 0;
        for (var file : listing.list()) {
            if (streaming
                    && !layout.options().minFileAge().isZero()
                    && file.modifiedMicros() > youngest) {
                continue;
            }
            if (remembered.from() > 0 && isOtherThan(waiting.getFirst(), file)) {
                throw changed(file);
            }
            switch (streaming ? seen.judge(file) : SeenFiles.Judgement.NEW) {
                case NEW -> {
                    if (taken.add(seen.key(file.path()))) {
                        fresh.add(file);
                    }
                }
                case CHANGED -> throw changed(file);
                case OLD -> old++;
                case SEEN -> {}
            }
        }
        if (old > tooOld) {
            LOG.warn(
                    "files passed over since they are older than maxFileAge allows path={} files={}"
                            + " maxFileAge={}",
                    layout.path(),
                    old,
                    layout.options().maxFileAge());
        }
        tooOld = old;
        var order =
                Comparator.comparingLong(SourceFile::modifiedMicros)
                        .thenComparing(file -> file.path().toString());
        fresh.sort(streaming && layout.options().latestFirst() ? order.reversed() : order);
        waiting.subList(planned, waiting.size()).clear();
        if (streaming || remembered.equals(new FileOffset(0, 0))) {
            waiting.addAll(fresh);
        }
        return new FileOffset(remembered.files() + waiting.size(), 0).text();
    }

    /// Whether `listed` is the file that has been read in part, and not as it was then.
    private boolean isOtherThan(SourceFile begun, SourceFile listed) {
        return streaming
                && layout.options().changedFiles() == FileSourceOptions.Changed.FAIL
                && begun.path().equals(listed.path())
                && (begun.size() != listed.size()
                        || begun.modifiedMicros() != listed.modifiedMicros());
    }

    private TidemillException changed(SourceFile file) {
        return new TidemillException(
                Condition.FAILED_READ_FILE,
                "%s has changed since it was read: a stream reads each file once"
                        .formatted(file.path()),
                "write new rows to new files (write elsewhere, then rename into the directory), or"
                        + " set the option 'changedFiles' to 'ignore'");
    }

    @Override
    public Optional<Slice> plan(String start, String end, ReadLimit limit) {
        var begin = FileOffset.of(start);
        long from = begin.files() - remembered.files();
        long to = Math.min(FileOffset.of(end).files() - remembered.files(), waiting.size());
        if (from < 0 || from >= to) {
            return Optional.empty();
        }
        long bytesMax = limit.bytes();
        long filesMax = to - from;
        if (streaming) {
            bytesMax = Math.min(bytesMax, layout.options().bytesMax());
            filesMax = Math.min(filesMax, layout.options().filesMax());
        }
        var splits = new ArrayList<Split>();
        long bytes = 0;
        int at = (int) from;
        long inFile = begin.from();
        while (at < from + filesMax) {
            var file = waiting.get(at);
            long rest = file.size() - inFile;
            if (at > from && bytes + rest > bytesMax) {
                break;
            }
            boolean splittable = layout.isSplittable(file);
            long part = splittable ? Math.min(rest, Math.max(bytesMax, PART_LEAST)) : rest;
            bytes += part;
            new FileSplit(file, inFile, inFile + part)
                    .cut(splittable, pieceMax())
                    .forEach(piece -> splits.add(piece.toSplit()));
            if (part < rest) {
                inFile += part;
                break;
            }
            inFile = 0;
            at++;
        }
        planned = Math.max(planned, inFile == 0 ? at : at + 1);
        var reached = new FileOffset(remembered.files() + at, inFile);
        return Optional.of(new Slice(start, reached.text(), splits, -1, bytes));
    }

    private long pieceMax() {
        return layout.options().maxPartitionBytes().bytes();
    }

    @Override
    public SplitReader open(Split split, ReadRequest request) throws IOException {
        return FileSplitReader.open(world.files(), layout, FileSplit.of(split), request);
    }

    @Override
    public Optional<Object> sharedAs() {
        return sharedAs;
    }

    @Override
    public void remember(Slice slice) {
        var files = new LinkedHashMap<String, SourceFile>();
        for (var split : slice.splits()) {
            var file = FileSplit.of(split).file();
            files.put(file.path().toString(), file);
        }
        var begun = FileOffset.of(slice.end()).from() > 0 ? files.pollLastEntry().getValue() : null;
        for (var file : files.values()) {
            if (streaming) {
                seen.add(file);
            }
            waiting.removeIf(other -> other.path().equals(file.path()));
        }
        planned = Math.max(0, planned - files.size());
        var end = FileOffset.of(slice.end());
        if (end.files() >= remembered.files()) {
            remembered = end;
        }
        if (begun != null) {
            begin(begun);
        }
        cleaner.add(remembered.files(), files.values());
    }

    /// Keeps a file that has been read in part in front of all others.
    private void begin(SourceFile file) {
        boolean known = waiting.removeIf(other -> other.path().equals(file.path()));
        waiting.addFirst(file);
        planned = known ? Math.max(planned, 1) : planned + 1;
    }

    @Override
    public byte[] memory() {
        var map = new LinkedHashMap<String, @Nullable Object>();
        map.put("files", remembered.files());
        if (remembered.from() > 0) {
            var file = waiting.getFirst();
            map.put(
                    "begun",
                    new FileSplit(file, remembered.from(), file.size()).toSplit().fields());
        }
        map.put("seen", seen.toJson());
        map.put("uncleaned", cleaner.toJson());
        return Json.write(map).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    @SuppressWarnings("unchecked")
    public void restore(byte[] memory) {
        if (memory.length == 0) {
            return;
        }
        var map = Json.parseObject(new String(memory, StandardCharsets.UTF_8));
        remembered = new FileOffset((Long) required(map, "files"), 0);
        if (map.containsKey("begun")) {
            Map<String, @Nullable Object> begun =
                    (Map<String, @Nullable Object>) required(map, "begun");
            var rest = FileSplit.of(new Split(begun));
            remembered = new FileOffset(remembered.files(), rest.from());
            begin(rest.file());
        }
        seen.fromJson((Map<String, @Nullable Object>) required(map, "seen"));
        cleaner.fromJson((List<Map<String, @Nullable Object>>) required(map, "uncleaned"));
    }

    private static Object required(Map<String, @Nullable Object> map, String key) {
        var value = map.get(key);
        if (value == null) {
            throw new IllegalArgumentException("the memory of a file source needs '" + key + "'");
        }
        return value;
    }

    @Override
    public void committed(String end) throws IOException {
        cleaner.clean(FileOffset.of(end).files());
    }

    @Override
    public void close() {}
}
