package io.tidemill.system.simulation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/// Counts one process's calls of the file system and says which of them go wrong.
public final class Faults {
    private final Map<Integer, Fault> planned = new HashMap<>();
    private final Map<Integer, Runnable> actions = new HashMap<>();
    private final Set<Integer> pauses = new HashSet<>();
    private final List<Conditional> conditional = new ArrayList<>();
    private final List<String> made = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();
    private boolean keepsLog = true;

    private static final class Conditional {
        private final BiPredicate<Call, Path> condition;
        private final Fault fault;
        private int left;

        private Conditional(BiPredicate<Call, Path> condition, Fault fault, int left) {
            this.condition = condition;
            this.fault = fault;
            this.left = left;
        }
    }

    Faults() {}

    /// Has the n-th call (from 1) go wrong, if the fault applies to it; otherwise it does not.
    public Faults at(int call, Fault fault) {
        planned.put(call, fault);
        return this;
    }

    /// Has the next `times` calls that meet a condition go wrong.
    public Faults when(BiPredicate<Call, Path> condition, Fault fault, int times) {
        conditional.add(new Conditional(condition, fault, times));
        return this;
    }

    /// Has the test do something directly before the n-th call, as if the process were paused there
    /// meanwhile.
    public Faults before(int call, Runnable action) {
        actions.put(call, action);
        return this;
    }

    /// Has the process suspended at the n-th call, as by SIGSTOP, until [SimulatedProcess#resume].
    /// (At a call that an agent on shared workers makes: after its step.)
    public Faults pauseAt(int call) {
        pauses.add(call);
        return this;
    }

    /// Forgets what was planned.
    public Faults clear() {
        planned.clear();
        actions.clear();
        pauses.clear();
        conditional.clear();
        return this;
    }

    /// Keeps no list of calls, for long runs.
    public Faults withoutLog() {
        keepsLog = false;
        return this;
    }

    /// How many calls there were.
    public int count() {
        return calls.size();
    }

    /// The calls so far, in order; the n-th is at n-1.
    public List<Call> calls() {
        return List.copyOf(calls);
    }

    /// The calls so far in words, for a failing test's message.
    public List<String> log() {
        return List.copyOf(made);
    }

    /// Whether the process is to be suspended at the call that was counted last.
    boolean pausesNow() {
        return pauses.remove(calls.size());
    }

    Optional<Fault> next(Call call, Path path) {
        calls.add(call);
        var number = calls.size();
        var action = actions.remove(number);
        if (action != null) {
            action.run();
        }
        var fault = Optional.ofNullable(planned.get(number)).filter(it -> it.appliesTo(call));
        if (fault.isEmpty()) {
            for (var each : conditional) {
                if (each.left > 0
                        && each.fault.appliesTo(call)
                        && each.condition.test(call, path)) {
                    each.left--;
                    fault = Optional.of(each.fault);
                    break;
                }
            }
        }
        if (keepsLog) {
            made.add(
                    "#%d %s %s%s"
                            .formatted(
                                    number, call, path, fault.map(it -> " <- " + it).orElse("")));
        }
        return fault;
    }
}
