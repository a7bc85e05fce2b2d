package io.tidemill.file;

import io.tidemill.connect.Codec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/// The codecs on the class path.
final class Codecs {
    private static final List<String> KNOWN_ELSEWHERE =
            List.of(".zst", ".zstd", ".snappy", ".lz4", ".bz2", ".deflate");

    private final List<Codec> codecs;

    Codecs() {
        codecs = new ArrayList<>();
        ServiceLoader.load(Codec.class).forEach(codecs::add);
    }

    /// The codec that files of this name are compressed with; empty when they are not.
    Optional<Codec> ofFile(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        return codecs.stream()
                .filter(codec -> codec.extensions().stream().anyMatch(lower::endsWith))
                .findFirst();
    }

    /// Whether a file of this name is compressed in a way that no codec here can read.
    boolean isUnreadable(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        return ofFile(name).isEmpty() && KNOWN_ELSEWHERE.stream().anyMatch(lower::endsWith);
    }

    /// The codec of this name; empty for `none` and `uncompressed`.
    ///
    /// @throws IllegalArgumentException naming those there are
    Optional<Codec> named(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        if (lower.equals("none") || lower.equals("uncompressed")) {
            return Optional.empty();
        }
        var found = codecs.stream().filter(codec -> codec.name().equals(lower)).findFirst();
        if (found.isEmpty()) {
            throw new IllegalArgumentException(
                    "the option 'compression' is '%s'; there are none, %s"
                            .formatted(
                                    name,
                                    codecs.stream()
                                            .map(Codec::name)
                                            .sorted()
                                            .collect(Collectors.joining(", "))));
        }
        return found;
    }
}
