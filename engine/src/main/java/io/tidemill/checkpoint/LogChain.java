package io.tidemill.checkpoint;

import io.tidemill.system.FileStat;
import io.tidemill.system.World;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;

/// The segments that make up the log, oldest first. The newest segment (of the last owner) says
/// where it goes on from, and so back to the oldest that is kept; segments that nobody refers to,
/// written by owners that had lost the checkpoint, are no part of it.
///
/// @param links the segments with the part of each that counts
record LogChain(List<Link> links) {

    /// @param header what the segment says of itself
    /// @param end where the next segment goes on from, which is the end of the part that counts;
    ///   empty in the last segment
    record Link(SegmentHeader header, Optional<LogPosition> end) {
        SegmentName name() {
            return header.name();
        }
    }

    LogChain {
        links = List.copyOf(links);
    }

    boolean isEmpty() {
        return links.isEmpty();
    }

    /// The place before the oldest segment that is kept, if older ones existed.
    Optional<LogPosition> trimmedAt() {
        return links.isEmpty() ? Optional.empty() : links.getFirst().header().predecessor();
    }

    /// Whether this place lies in the part of the log that counts.
    boolean contains(LogPosition position) {
        return links.stream()
                .anyMatch(link ->
                        link.name().equals(position.segment())
                                && link.end()
                                        .map(end -> position.offset() <= end.offset())
                                        .orElse(true));
    }

    /// Reads the headers.
    ///
    /// @param query whose log it must be
    static LogChain read(World world, Path directory, UUID query) throws IOException {
        return read(world, directory, query, segments(world, directory));
    }

    /// Reads the headers of these segments.
    static LogChain read(World world, Path directory, UUID query, NavigableSet<SegmentName> names)
            throws IOException {
        var log = directory.resolve("log");
        var links = new ArrayList<Link>();
        var next = names.isEmpty() ? Optional.<SegmentName>empty() : Optional.of(names.last());
        var end = Optional.<LogPosition>empty();
        while (next.isPresent() && names.contains(next.get())) {
            var name = next.get();
            SegmentHeader header;
            try (var file = world.files().open(name.in(log))) {
                header = SegmentHeader.read(directory, file, name);
            }
            if (!header.query().equals(query)) {
                throw Problems.damaged(
                        directory, name.in(log), 0, "it belongs to the query " + header.query());
            }
            links.add(new Link(header, end));
            end = header.predecessor();
            next = end.map(LogPosition::segment);
            if (next.isPresent() && next.get().compareTo(name) >= 0) {
                throw Problems.damaged(
                        directory, name.in(log), 0, "it goes on from the later " + next.get());
            }
        }
        return new LogChain(links.reversed());
    }

    /// All segments that are there, whether they count or not.
    static TreeSet<SegmentName> segments(World world, Path directory) throws IOException {
        var names = new TreeSet<SegmentName>();
        for (var file : world.files().list(directory.resolve("log"))) {
            SegmentName.parse(file.name()).ifPresent(names::add);
        }
        return names;
    }

    /// All runs and snapshots that are there, oldest first.
    static TreeSet<StateFileName> stateFiles(World world, Path directory) throws IOException {
        var names = new TreeSet<StateFileName>();
        for (var file : world.files().list(directory.resolve("state"))) {
            StateFileName.parse(file.name()).ifPresent(names::add);
        }
        return names;
    }

    /// Temporary files that nobody will finish.
    static List<Path> leftovers(World world, Path directory) throws IOException {
        var found = new ArrayList<Path>();
        for (var each : List.of(directory, directory.resolve("log"), directory.resolve("state"))) {
            world.files().list(each).stream()
                    .filter(file -> file.isFile() && file.name().startsWith("."))
                    .map(FileStat::path)
                    .forEach(found::add);
        }
        return found;
    }
}
