package io.tidemill.runtime;

import io.tidemill.checkpoint.Bytes;
import io.tidemill.checkpoint.EpochPlan;
import io.tidemill.checkpoint.EpochRecord;
import io.tidemill.checkpoint.SinkTokens;
import io.tidemill.checkpoint.SourceRange;
import io.tidemill.checkpoint.StateSection;
import io.tidemill.connect.Slice;
import io.tidemill.system.World;
import java.util.ArrayList;
import java.util.List;

/// From what sources offer to what is logged of an epoch, and back. The clock of epochs never goes
/// back, not over a restart either. Used by the query's thread.
final class EpochPlans {
    private final World world;
    private final List<OpenSource> sources;
    private long lastClockMicros;

    EpochPlans(World world, List<OpenSource> sources) {
        this.world = world;
        this.sources = sources;
    }

    /// The plan of an epoch that begins now.
    ///
    /// @param slices what it reads, one for each source
    EpochPlan plan(long epoch, List<Slice> slices, long watermarkMicros) {
        lastClockMicros = Math.max(lastClockMicros, world.clock().micros());
        var ranges = new ArrayList<SourceRange>();
        for (int i = 0; i < sources.size(); i++) {
            var slice = slices.get(i);
            ranges.add(
                    new SourceRange(
                            sources.get(i).id(),
                            slice.start(),
                            slice.end(),
                            Bytes.wrap(OpenSource.encode(slice))));
        }
        long seed = world.randomness().seed();
        return new EpochPlan(epoch, lastClockMicros, seed, watermarkMicros, ranges);
    }

    /// What is to be logged of an epoch that was computed; its sources plan behind it from here on.
    ///
    /// @param small state that operators do not have
    EpochRecord record(
            EpochPlan plan, List<Slice> slices, List<StateSection> small, List<SinkTokens> tokens) {
        var sections = new ArrayList<StateSection>();
        for (int i = 0; i < sources.size(); i++) {
            var range = range(plan, sources.get(i));
            sections.add(StateSections.slice(sources.get(i), range.plan().toArray()));
            sources.get(i).planBehind(slices.get(i));
        }
        sections.addAll(small);
        return new EpochRecord(plan, sections, tokens);
    }

    /// Goes on behind an epoch that was logged.
    void goOnBehind(EpochPlan plan) {
        lastClockMicros = plan.clockMicros();
        for (var source : sources) {
            source.startAt(range(plan, source).end());
        }
    }

    /// Goes back to where an epoch that was logged began; what it read.
    List<Slice> again(EpochPlan plan) {
        lastClockMicros = plan.clockMicros();
        var slices = new ArrayList<Slice>();
        for (var source : sources) {
            var range = range(plan, source);
            source.startAt(range.start());
            slices.add(OpenSource.decode(range.plan().toArray()));
        }
        return slices;
    }

    private static SourceRange range(EpochPlan plan, OpenSource source) {
        return plan.sources().stream()
                .filter(range -> range.source().equals(source.id()))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException("no range of " + source.id() + " was logged"));
    }
}
