package io.tidemill.file;

import io.tidemill.data.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One manifest of an output: what a commit added, or who took the output over.
///
/// @param number its place in the chain
/// @param kind what it is for
/// @param query who wrote it
/// @param generation of that query
/// @param epoch the epoch that was committed, or -1
/// @param previous the number of the manifest it goes on from; -1 for the first
/// @param previousHash the hash of that one's document
/// @param owner whose output this is from here on; empty while only batches wrote it
/// @param ranges which epochs count, by query; in full for a fence or a summary, otherwise only
///   that of `query`
/// @param files what this commit added
record Manifest(
        long number,
        Kind kind,
        String query,
        long generation,
        long epoch,
        long previous,
        String previousHash,
        Optional<Owner> owner,
        Map<String, Range> ranges,
        List<CommittedFile> files) {
    private static final int VERSION = 1;

    /// What a manifest is for.
    enum Kind {
        /// A process takes the output over; says all that counts.
        FENCE,
        /// An epoch is committed.
        EPOCH,
        /// An epoch is committed; says all that counts.
        SUMMARY
    }

    /// @param query the only stream that writes here
    /// @param generation of its newest process
    record Owner(String query, long generation) {}

    /// Epochs `[since, through]` of a query.
    record Range(long since, long through) {
        /// The range of both.
        Range with(Range other) {
            return new Range(Math.min(since, other.since), Math.max(through, other.through));
        }

        boolean has(long epoch) {
            return since <= epoch && epoch <= through;
        }
    }

    /// @param path where it is, from the output's directory on, with `/`
    /// @param staged where it was written, from the output's directory on
    record CommittedFile(String path, String staged, long size, long rows) {
        Map<String, @Nullable Object> toJson() {
            var map = new LinkedHashMap<String, @Nullable Object>();
            map.put("path", path);
            map.put("staged", staged);
            map.put("size", size);
            map.put("rows", rows);
            return map;
        }

        static CommittedFile fromJson(Map<String, @Nullable Object> map) {
            return new CommittedFile(
                    text(map, "path"),
                    text(map, "staged"),
                    number(map, "size"),
                    number(map, "rows"));
        }
    }

    Manifest {
        ranges = Map.copyOf(ranges);
        files = List.copyOf(files);
    }

    /// Whether it says all that counts, so that those before it are not needed.
    boolean isWhole() {
        return kind != Kind.EPOCH;
    }

    /// The document, on one line.
    String document() {
        var map = new LinkedHashMap<String, @Nullable Object>();
        map.put("version", VERSION);
        map.put("number", number);
        map.put("kind", kind.name().toLowerCase(Locale.ROOT));
        map.put("query", query);
        map.put("generation", generation);
        map.put("epoch", epoch);
        map.put("previous", previous);
        map.put("previousHash", previousHash);
        owner.ifPresent(who -> {
            map.put("owner", who.query());
            map.put("ownerGeneration", who.generation());
        });
        var counted = new LinkedHashMap<String, @Nullable Object>();
        ranges.forEach((id, range) -> counted.put(id, List.of(range.since(), range.through())));
        map.put("ranges", counted);
        map.put("files", files.stream().map(CommittedFile::toJson).toList());
        return Json.write(map);
    }

    /// The bytes of the manifest's file.
    byte[] toBytes() {
        var document = document();
        return (document + "\n" + hash(document) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /// Reads a manifest's file; empty when it is torn.
    ///
    /// @throws IllegalArgumentException when it is whole and of a later version
    static Optional<Manifest> parse(byte[] bytes) {
        var lines = new String(bytes, StandardCharsets.UTF_8).split("\n", -1);
        if (lines.length != 3 || !lines[2].isEmpty() || !hash(lines[0]).equals(lines[1])) {
            return Optional.empty();
        }
        return Optional.of(fromJson(Json.parseObject(lines[0])));
    }

    @SuppressWarnings("unchecked")
    private static Manifest fromJson(Map<String, @Nullable Object> map) {
        if (number(map, "version") != VERSION) {
            throw new IllegalArgumentException(
                    "a manifest of version %s; this Tidemill reads %d"
                            .formatted(map.get("version"), VERSION));
        }
        var ranges = new LinkedHashMap<String, Range>();
        ((Map<String, List<Long>>) value(map, "ranges"))
                .forEach((id, range) -> ranges.put(id, new Range(range.get(0), range.get(1))));
        var files = new ArrayList<CommittedFile>();
        for (Map<String, @Nullable Object> file :
                (List<Map<String, @Nullable Object>>) value(map, "files")) {
            files.add(CommittedFile.fromJson(file));
        }
        return new Manifest(
                number(map, "number"),
                Kind.valueOf(text(map, "kind").toUpperCase(Locale.ROOT)),
                text(map, "query"),
                number(map, "generation"),
                number(map, "epoch"),
                number(map, "previous"),
                text(map, "previousHash"),
                map.containsKey("owner")
                        ? Optional.of(new Owner(text(map, "owner"), number(map, "ownerGeneration")))
                        : Optional.empty(),
                ranges,
                files);
    }

    /// SHA-256 in hexadecimal digits.
    static String hash(String document) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of()
                    .formatHex(digest.digest(document.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String text(Map<String, @Nullable Object> map, String key) {
        return (String) value(map, key);
    }

    private static long number(Map<String, @Nullable Object> map, String key) {
        return ((Number) value(map, key)).longValue();
    }

    private static Object value(Map<String, @Nullable Object> map, String key) {
        var value = map.get(key);
        if (value == null) {
            throw new IllegalArgumentException("a manifest needs '%s'".formatted(key));
        }
        return value;
    }
}
