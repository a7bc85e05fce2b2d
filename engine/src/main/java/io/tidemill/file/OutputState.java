package io.tidemill.file;

import io.tidemill.file.Manifest.CommittedFile;
import io.tidemill.file.Manifest.Owner;
import io.tidemill.file.Manifest.Range;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the manifests of an output say, taken together.
///
/// @param last the number of the last valid manifest, or -1
/// @param hash its hash
/// @param next the number of the next manifest: behind any torn one
/// @param ranges which epochs count, by query
/// @param files what the last commit added: perhaps not all in place yet
record OutputState(
        long last,
        String hash,
        long next,
        Optional<Owner> owner,
        Map<String, Range> ranges,
        List<CommittedFile> files) {
    static final OutputState EMPTY =
            new OutputState(-1, "", 0, Optional.empty(), Map.of(), List.of());

    OutputState {
        ranges = Map.copyOf(ranges);
        files = List.copyOf(files);
    }

    /// The state behind one more manifest.
    OutputState with(Manifest manifest) {
        var counted = new HashMap<String, Range>();
        if (!manifest.isWhole()) {
            counted.putAll(ranges);
        }
        counted.putAll(manifest.ranges());
        return new OutputState(
                manifest.number(),
                Manifest.hash(manifest.document()),
                manifest.number() + 1,
                manifest.owner(),
                counted,
                manifest.kind() == Manifest.Kind.FENCE ? List.of() : manifest.files());
    }

    /// The state when these epochs count.
    OutputState withRanges(Map<String, Range> counted) {
        return new OutputState(last, hash, next, owner, counted, files);
    }

    /// The state with a torn manifest behind it.
    OutputState skipping(long torn) {
        return new OutputState(last, hash, torn + 1, owner, ranges, files);
    }

    /// Whether a file of this name counts: one of no query's form always does.
    boolean counts(String name) {
        var part = PartName.parse(name);
        if (part.isEmpty()) {
            return true;
        }
        var range = ranges.get(part.get().query());
        return range == null ? ranges.isEmpty() : range.has(part.get().epoch());
    }
}
