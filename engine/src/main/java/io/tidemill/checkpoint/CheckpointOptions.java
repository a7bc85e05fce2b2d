package io.tidemill.checkpoint;

/// How a checkpoint behaves; [#defaults] is right for nearly everyone.
///
/// @param segmentBytes size of an owner's first segment; each further one is twice as large, up to
///   64 times
/// @param inlineBytes state changes of an epoch above this go to a run file
/// @param snapshotAfterBytes a snapshot is due when the log behind the last one is larger than this
///   and than that snapshot
/// @param snapshotAfterEpochs a snapshot is due after this many epochs
/// @param reserveBytes size of a file that is given up to finish the epoch in flight when the disk
///   is full
/// @param lowWaterBytes new files are begun only while this much space is free
/// @param takeOver take the checkpoint even from an owner that seems alive, who is locked out then
/// @param allowQueryChange accept a query whose sources, state and sinks fit, though what its steps
///   keep was computed by another one
public record CheckpointOptions(
        long segmentBytes,
        int inlineBytes,
        long snapshotAfterBytes,
        long snapshotAfterEpochs,
        long reserveBytes,
        long lowWaterBytes,
        boolean takeOver,
        boolean allowQueryChange) {

    public static CheckpointOptions defaults() {
        return new CheckpointOptions(
                1L << 20, 1 << 20, 32L << 20, 10_000, 2L << 20, 16L << 20, false, false);
    }

    public CheckpointOptions withTakeOver(boolean value) {
        return new CheckpointOptions(
                segmentBytes,
                inlineBytes,
                snapshotAfterBytes,
                snapshotAfterEpochs,
                reserveBytes,
                lowWaterBytes,
                value,
                allowQueryChange);
    }

    public CheckpointOptions withAllowQueryChange(boolean value) {
        return new CheckpointOptions(
                segmentBytes,
                inlineBytes,
                snapshotAfterBytes,
                snapshotAfterEpochs,
                reserveBytes,
                lowWaterBytes,
                takeOver,
                value);
    }
}
