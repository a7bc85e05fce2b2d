package io.tidemill.operator;

import module java.base;

import io.tidemill.data.Batch;
import io.tidemill.expression.Evaluation;
import io.tidemill.operator.OperatorHarness.Input;
import io.tidemill.operator.OperatorHarness.Made;
import io.tidemill.operator.OperatorHarness.Maker;
import io.tidemill.operator.OperatorHarness.Step.Change;

/// The operators of all workers, behind an [Exchange] for each input, and the log of their states:
/// what [OperatorHarness] drives.
final class HarnessRun {
    private final Maker maker;
    private final List<Input> inputs;
    private final RandomGenerator random;
    private final List<Batch> out = new ArrayList<>();
    private List<Made> parts = List.of();
    private List<List<Exchange>> exchanges = List.of();
    private List<Batch> scratch = List.of();
    private List<Batch> logs = List.of();

    HarnessRun(Maker maker, List<Input> inputs, int workers, RandomGenerator random) {
        this.maker = maker;
        this.inputs = inputs;
        this.random = random;
        open(workers);
        logs = emptyLogs();
    }

    private List<Batch> emptyLogs() {
        return parts.getFirst().states().stream()
                .map(state -> Batch.create(state.stateSchema(), 8))
                .toList();
    }

    private void open(int workers) {
        parts =
                IntStream.range(0, workers)
                        .mapToObj(worker -> maker.make(worker, workers, this::take))
                        .toList();
        exchanges =
                IntStream.range(0, workers)
                        .mapToObj(worker -> exchangesOfWorker(worker, workers))
                        .toList();
        scratch = inputs.stream().map(input -> Batch.create(input.schema(), 8)).toList();
    }

    private List<Exchange> exchangesOfWorker(int worker, int workers) {
        var list = new ArrayList<Exchange>();
        for (int i = 0; i < inputs.size(); i++) {
            int number = i;
            var input = inputs.get(i);
            list.add(
                    new Exchange(
                            input.schema(),
                            input.keys(),
                            worker,
                            workers,
                            batch -> parts.get(worker).inputs().get(number).push(batch),
                            new Exchange.Sender() {
                                private final Queue<Batch> spare = new ArrayDeque<>();

                                @Override
                                public void send(int to, Batch batch) {
                                    parts.get(to).inputs().get(number).push(batch);
                                    spare.add(batch); // nobody may keep it
                                }

                                @Override
                                public Batch spare() {
                                    return spare.poll();
                                }
                            }));
        }
        return list;
    }

    private void take(Batch delta) {
        var copy = Batch.create(delta.schema(), delta.rows());
        for (int row = 0; row < delta.rows(); row++) {
            copy.append(delta, row);
        }
        out.add(copy);
    }

    List<Batch> epoch(List<Change> changes, EpochEnd end) {
        out.clear();
        var evaluation = new Evaluation(end.nowMicros(), 7, ZoneOffset.UTC);
        parts.forEach(part -> part.operator().beginEpoch(evaluation));
        int at = 0;
        while (at < changes.size()) {
            int from = at;
            int input = changes.get(at).input();
            int size = random.nextInt(1, 9);
            while (at < changes.size() && at - from < size && changes.get(at).input() == input) {
                at++;
            }
            push(changes.subList(from, at), input);
        }
        exchanges.forEach(list -> list.forEach(exchange -> exchange.endEpoch(end)));
        parts.forEach(part -> part.operator().endEpoch(end));
        return List.copyOf(out);
    }

    private void push(List<Change> changes, int input) {
        var batch = scratch.get(input);
        batch.clear();
        for (var change : changes) {
            batch.append(change.row().toArray(), change.weight());
        }
        if (parts.size() == 1) {
            parts.getFirst().inputs().get(input).push(batch);
        } else {
            exchanges.get(random.nextInt(parts.size())).get(input).push(batch);
        }
    }

    /// The log alone, or everything (at once or in pieces) instead of the log, makes the new
    /// operators what the old ones were. Behind everything may come changes that are in it already,
    /// as when epochs went on while it was written.
    void restart(int workers) {
        for (int i = 0; i < logs.size(); i++) {
            var log = logs.get(i);
            for (var part : parts) {
                part.states().get(i).writeChanges(rows -> append(rows, log));
            }
        }
        if (random.nextInt(3) == 0) {
            var before = random.nextBoolean() ? logs : emptyLogs();
            boolean inPieces = random.nextBoolean();
            logs = emptyLogs();
            for (int i = 0; i < logs.size(); i++) {
                var log = logs.get(i);
                for (var part : parts) {
                    var state = part.states().get(i);
                    if (inPieces) {
                        for (long at = 0; at >= 0; ) {
                            at = state.writePiece(at, rows -> append(rows, log));
                        }
                    } else {
                        state.writeAll(rows -> append(rows, log));
                    }
                }
                append(before.get(i), log);
            }
        }
        open(workers);
        for (int i = 0; i < logs.size(); i++) {
            for (var part : parts) {
                part.states().get(i).restore(logs.get(i));
            }
        }
    }

    private static void append(Batch from, Batch to) {
        for (int row = 0; row < from.rows(); row++) {
            to.append(from, row);
        }
    }
}
