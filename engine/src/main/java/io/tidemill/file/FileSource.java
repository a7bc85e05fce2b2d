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

/// Files as a source: an offset is how many files have been taken, `{"files":12}`.
///
/// Which files those are stands in the splits of each slice, and the newest of them in [SeenFiles].
/// Files not yet taken wait in the order of their time and path; one that has been planned keeps
/// its place, so that planning from the same offset again gives the same files.
final class FileSource implements Source {
    private static final Logger LOG = LoggerFactory.getLogger(FileSource.class);

    private final World world;
    private final SourceLayout layout;
    private final FileListing listing;
    private final boolean streaming;
    private final SeenFiles seen;
    private final SourceCleaner cleaner;

    /// Files not yet remembered: those planned, then the others.
    private final List<SourceFile> waiting = new ArrayList<>();

    private int planned;
    private long remembered;
    private long tooOld;

    FileSource(World world, SourceLayout layout, FileListing listing, boolean streaming) {
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
        return offset(0);
    }

    private static String offset(long files) {
        return "{\"files\":" + files + "}";
    }

    private static long files(String offset) {
        if (Json.parseObject(offset).get("files") instanceof Long files) {
            return files;
        }
        throw new IllegalArgumentException("no offset of a file source: " + offset);
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
        if (streaming || remembered == 0) {
            waiting.addAll(fresh);
        }
        return offset(remembered + waiting.size());
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
        long from = files(start) - remembered;
        long to = Math.min(files(end) - remembered, waiting.size());
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
        while (at < from + filesMax) {
            var file = waiting.get(at);
            if (at > from && bytes + file.size() > bytesMax) {
                break;
            }
            bytes += file.size();
            FileSplit.cut(file, layout.isSplittable(file), pieceMax())
                    .forEach(piece -> splits.add(piece.toSplit()));
            at++;
        }
        planned = Math.max(planned, at);
        return Optional.of(new Slice(start, offset(remembered + at), splits, -1, bytes));
    }

    private long pieceMax() {
        return layout.options().maxPartitionBytes().bytes();
    }

    @Override
    public SplitReader open(Split split, ReadRequest request) throws IOException {
        return FileSplitReader.open(world.files(), layout, FileSplit.of(split), request);
    }

    @Override
    public void remember(Slice slice) {
        var files = new LinkedHashMap<String, SourceFile>();
        for (var split : slice.splits()) {
            var file = FileSplit.of(split).file();
            files.put(file.path().toString(), file);
        }
        for (var file : files.values()) {
            if (streaming) {
                seen.add(file);
            }
            waiting.removeIf(other -> other.path().equals(file.path()));
        }
        planned = Math.max(0, planned - files.size());
        remembered = Math.max(remembered, files(slice.end()));
        cleaner.add(remembered, files.values());
    }

    @Override
    public byte[] memory() {
        var map = new LinkedHashMap<String, @Nullable Object>();
        map.put("files", remembered);
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
        remembered = (Long) required(map, "files");
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
        cleaner.clean(files(end));
    }

    @Override
    public void close() {}
}
