package io.tidemill.checkpoint;

import io.tidemill.system.World;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// What a checkpoint says of itself, in its file `metadata`. Written once, when it is created.
///
/// @param format version of the layout; see [#FORMAT]
/// @param query id of the query, drawn by chance; sinks keep it with what they commit
/// @param name the query's name at that time
/// @param createdBy version of Tidemill
/// @param createdAt when, as text
record Metadata(int format, UUID query, String name, String createdBy, String createdAt) {

    /// The format that is written. Until the first release it changes freely; from then on, every
    /// format of a release stays readable.
    static final int FORMAT = 1;

    static final String FILE = "metadata";

    /// Reads the metadata; empty if the checkpoint has not been created.
    static Optional<Metadata> read(World world, Path directory) throws IOException {
        var path = directory.resolve(FILE);
        if (world.files().stat(path).isEmpty()) {
            return Optional.empty();
        }
        var fields =
                TextFile.read(world.files(), path)
                        .orElseThrow(() ->
                                Problems.damaged(directory, path, 0, "its checksum is wrong"));
        try {
            var metadata =
                    new Metadata(
                            Integer.parseInt(fields.getOrDefault("format", "0")),
                            UUID.fromString(fields.getOrDefault("query", "")),
                            fields.getOrDefault("name", ""),
                            fields.getOrDefault("createdBy", ""),
                            fields.getOrDefault("createdAt", ""));
            if (metadata.format > FORMAT) {
                throw Problems.newerFormat(directory, path, metadata.format);
            }
            return Optional.of(metadata);
        } catch (IllegalArgumentException e) {
            throw Problems.damaged(directory, path, 0, "it names no query");
        }
    }

    /// Reads the metadata of a checkpoint, or creates it. Called by the owner.
    static Metadata readOrCreate(World world, Path directory, String name, long generation)
            throws IOException {
        var there = read(world, directory);
        if (there.isPresent()) {
            return there.get();
        }
        var version = Metadata.class.getPackage().getImplementationVersion();
        var metadata =
                new Metadata(
                        FORMAT,
                        world.randomness().uuid(),
                        name,
                        version == null ? "development" : version,
                        world.clock().instant().toString());
        try {
            TextFile.publish(
                    world.files(),
                    directory.resolve(".metadata-" + generation),
                    directory.resolve(FILE),
                    metadata.fields());
            return metadata;
        } catch (FileAlreadyExistsException e) {
            return read(world, directory).orElseThrow(() -> e);
        }
    }

    private Map<String, String> fields() {
        var fields = new LinkedHashMap<String, String>();
        fields.put("format", Integer.toString(format));
        fields.put("query", query.toString());
        fields.put("name", name);
        fields.put("createdBy", createdBy);
        fields.put("createdAt", createdAt);
        return fields;
    }
}
