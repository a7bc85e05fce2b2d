package io.tidemill.kafka.source;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is done when records are gone that were to be read: the policy says whether that ends those
/// who read them, or whether it is counted and passed over. Gives whom to wake. Used by the
/// fetching thread.
///
/// @param lanes which it changes
record Losses(Lanes lanes, Policy policy) {
    private static final Logger LOG = LoggerFactory.getLogger(Losses.class);

    /// The records `[lane's position, earliest)` were deleted.
    List<Runnable> expired(Lane lane, long earliest) {
        synchronized (lanes) {
            if (policy.failOnDataLoss()) {
                return lanes.fail(
                        lane, KafkaErrors.expired(lane.partition, lane.position, earliest));
            }
            LOG.info(
                    "records are lost partition={} expected={} earliest={}",
                    lane.partition,
                    lane.position,
                    earliest);
            long rows = Math.min(earliest, lane.until) - lane.position;
            var what =
                    "%s: %d offsets from %d on were deleted before they were read"
                            .formatted(lane.partition, rows, lane.position);
            lanes.readersOf(lane).forEach(member -> member.lose(lane.partition, rows, what));
            lane.add(Chunk.nothing(lane.position, earliest));
            return lanes.news(lane);
        }
    }

    /// A partition ends before what was read of it; it is gone on with from there.
    List<Runnable> cutBack(Lane lane, long end) {
        synchronized (lanes) {
            if (policy.failOnDataLoss()) {
                return lanes.fail(lane, KafkaErrors.cutBack(lane.partition, lane.position, end));
            }
            LOG.warn(
                    "records that were read are gone partition={} expected={} end={}",
                    lane.partition,
                    lane.position,
                    end);
            lane.gone = true;
            lanes.setBack(lane, end);
            return lanes.news(lane);
        }
    }

    /// The topic of a lane is no longer there; it may come again under another id.
    ///
    /// @param why what is said of it where that is an error
    List<Runnable> gone(Lane lane, RuntimeException why) {
        synchronized (lanes) {
            if (policy.failOnDataLoss()) {
                return lanes.fail(lane, why);
            }
            LOG.info("a topic is gone partition={} reason={}", lane.partition, why.getMessage());
            lane.gone = true;
            var readers = lanes.readersOf(lane);
            if (lanes.isAlone(lane)) {
                readers.forEach(member -> lose(member, lane, lane.position, lane.until));
                return lanes.news(lane);
            }
            var was = lanes.end(lane);
            if (was != null) {
                // what has come and stands in no plan will not be planned any more
                readers.forEach(member ->
                        lose(
                                member,
                                lane,
                                Math.min(member.planned(lane.partition), lane.position),
                                was.end()));
            }
            return lanes.news(lane);
        }
    }

    private static void lose(Member member, Lane lane, long from, long end) {
        long rows = Math.max(0, end - from);
        member.lose(
                lane.partition,
                rows,
                rows == 0
                        ? lane.partition + ": its topic is gone; all that came of it was read"
                        : "%s: its topic is gone, with %d offsets from %d on that were not read"
                                .formatted(lane.partition, rows, from));
    }
}
