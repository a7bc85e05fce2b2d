package io.tidemill.kafka.source;

import io.tidemill.kafka.RowLayout;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// What a source reads and how, checked: made of the table's options.
///
/// @param table its name, for messages
/// @param start where a new query begins
/// @param latestWhenNoMatch whether a partition without a record that is new enough begins at its
///   end; otherwise it is an error
/// @param end where a batch ends
/// @param mostOffsets of one epoch
/// @param leastOffsets that an epoch waits for, for at most `longestDelay`
/// @param leastPieces into which an epoch's offsets are cut
/// @param pieceOffsets the most offsets of one piece
/// @param group the consumer group's name; without one it is made of the prefix and the query's id
/// @param dataLossWarning how long before unread records are deleted that is told
/// @param sharedAs what sources have in common that give the same rows for the same offsets
public record SourceSpec(
        String table,
        Policy policy,
        RowLayout layout,
        Bound start,
        boolean latestWhenNoMatch,
        Bound end,
        Optional<Long> mostOffsets,
        Optional<Long> leastOffsets,
        Duration longestDelay,
        Optional<Integer> leastPieces,
        OptionalLong pieceOffsets,
        Optional<String> group,
        String groupPrefix,
        Duration dataLossWarning,
        Object sharedAs) {}
