package io.tidemill.checkpoint;

import io.tidemill.connect.Sink;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What a restarted query does first. Pure: the caller has read the log, fenced the sinks and asked
/// them what is visible, and will act on the answer.
///
/// At most one epoch is in doubt: the last one logged, whose sinks may or may not have committed. A
/// staged sink has its output safe under other names, so its commit is finished. Any other sink
/// lost its output with the process, so the epoch is run again from its logged plan, on the state
/// before it; sinks that have it already get nothing then.
public sealed interface Recovery {

    /// Nothing has been logged: begin with epoch 0.
    record Fresh() implements Recovery {}

    /// Every logged epoch is committed: load the state of `epoch`, go on with the next.
    record GoOn(long epoch) implements Recovery {}

    /// Load the state of `epoch`, have these sinks commit it from its tokens, tell the checkpoint
    /// that it is acknowledged, go on with the next.
    record RollForward(long epoch, List<String> sinks) implements Recovery {}

    /// Have `rollForward` commit the epoch from its tokens; then load the state of the epoch before
    /// the plan's (none if that is 0), run the plan again for the sinks `rewrite` only, and log and
    /// commit it as usual.
    ///
    /// @param plan what to run
    /// @param logged whether its record (and not only its plan) is in the log
    /// @param rollForward sinks that finish from tokens
    /// @param rewrite sinks that get the rows again
    record Rerun(EpochPlan plan, boolean logged, List<String> rollForward, List<String> rewrite)
            implements Recovery {}

    /// Log and output do not fit together: stop, say why and what to do.
    record Refuse(String problem, String remedy) implements Recovery {}

    /// What is known of one sink.
    ///
    /// @param sink its id
    /// @param kind how its epochs become visible
    /// @param visible the last epoch of this query that is visible in it; empty if none is, or if
    ///   it cannot tell
    /// @param digest of the plan of that epoch ([EpochPlan#digest]), if the sink keeps it
    /// @param tells whether it can tell (a console cannot)
    record SinkFacts(
            String sink,
            Sink.Kind kind,
            OptionalLong visible,
            Optional<String> digest,
            boolean tells) {}

    /// All that the decision depends on.
    ///
    /// @param last the last epoch logged, if any
    /// @param acknowledged whether the log says that all its sinks have committed it
    /// @param planned a plan that was logged without its epoch's record
    /// @param sinks one for each sink
    record Facts(
            Optional<EpochPlan> last,
            boolean acknowledged,
            Optional<EpochPlan> planned,
            List<SinkFacts> sinks) {
        public Facts {
            sinks = List.copyOf(sinks);
        }

        private long lastEpoch() {
            return last.map(EpochPlan::epoch).orElse(-1L);
        }
    }

    /// What to do.
    static Recovery decide(Facts facts) {
        var refusal = disagreement(facts);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (facts.planned().isPresent()) {
            return planned(facts, facts.planned().get());
        }
        return switch (facts.last().orElse(null)) {
            case null -> new Fresh();
            case EpochPlan plan when facts.acknowledged() -> new GoOn(plan.epoch());
            case EpochPlan plan -> inDoubt(facts, plan);
        };
    }

    /// A plan without a record: no sink can have committed it but one that needs no record.
    private static Recovery planned(Facts facts, EpochPlan plan) {
        var rewrite = facts.sinks().stream().map(SinkFacts::sink).toList();
        if (facts.lastEpoch() == plan.epoch()) { // a rerun of the last epoch was cut short
            return inDoubt(facts, plan);
        }
        return new Rerun(plan, false, List.of(), rewrite);
    }

    private static Recovery inDoubt(Facts facts, EpochPlan plan) {
        var epoch = plan.epoch();
        var rollForward = new ArrayList<String>();
        var rewrite = new ArrayList<String>();
        for (var sink : facts.sinks()) {
            switch (sink.kind()) {
                case STAGED -> rollForward.add(sink.sink());
                case VOLATILE_ATOMIC -> {
                    if (!sink.visible().equals(OptionalLong.of(epoch))) {
                        rewrite.add(sink.sink());
                    }
                }
                case UPSERT, USER_CODE -> rewrite.add(sink.sink());
            }
        }
        return rewrite.isEmpty()
                ? new RollForward(epoch, rollForward)
                : new Rerun(plan, true, rollForward, rewrite);
    }

    /// A sink that is ahead of the log, or further behind than a crash can leave it.
    private static Optional<Refuse> disagreement(Facts facts) {
        var last = facts.lastEpoch();
        for (var sink : facts.sinks()) {
            if (!sink.tells()) {
                continue;
            }
            var visible = sink.visible().orElse(-1);
            if (visible > last) {
                return Optional.of(
                        new Refuse(
                                ("the output of '%s' has epoch %d of this query, but its"
                                                + " checkpoint %s")
                                        .formatted(
                                                sink.sink(),
                                                visible,
                                                last < 0 ? "is empty" : "ends with epoch " + last),
                                "restore the checkpoint that belongs to the output, or take the"
                                        + " later epochs back with 'tidemill checkpoint repair DIR"
                                        + " --output OUTPUT', or start over with both empty"));
            }
            var refusal = otherPlan(facts, sink, visible);
            if (refusal.isPresent()) {
                return refusal;
            }
            var mayLack = facts.acknowledged() ? last : last - 1;
            if (visible < mayLack) {
                return Optional.of(
                        new Refuse(
                                ("the output of '%s' %s, but its checkpoint says that epoch %d was"
                                                + " committed")
                                        .formatted(
                                                sink.sink(),
                                                visible < 0
                                                        ? "has nothing of this query"
                                                        : "ends with epoch " + visible,
                                                mayLack),
                                "restore the output that belongs to the checkpoint, or start over"
                                        + " with an empty checkpoint and an empty output"));
            }
        }
        return Optional.empty();
    }

    /// The sink has the last epoch, but not as it was logged.
    private static Optional<Refuse> otherPlan(Facts facts, SinkFacts sink, long visible) {
        var last = facts.last().filter(plan -> plan.epoch() == visible);
        if (last.isEmpty() || sink.digest().isEmpty()) {
            return Optional.empty();
        }
        var digest = last.get().digest();
        return sink.digest().get().equals(digest)
                ? Optional.empty()
                : Optional.of(
                        new Refuse(
                                ("the output of '%s' has epoch %d of another plan (%s) than its"
                                                + " checkpoint (%s)")
                                        .formatted(
                                                sink.sink(), visible, sink.digest().get(), digest),
                                "restore the checkpoint that belongs to the output, or start over"
                                        + " with an empty checkpoint and an empty output"));
    }
}
