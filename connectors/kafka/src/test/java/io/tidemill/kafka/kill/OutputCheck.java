package io.tidemill.kafka.kill;

import module java.base;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/// Reads the output topics as they grow, as any plain `read_committed` consumer would, and compares
/// with what must have come: no row less, no row twice.
final class OutputCheck implements AutoCloseable {
    private final Workload workload;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<String, Map<String, Integer>> seen = new HashMap<>();

    OutputCheck(Workload workload) {
        this.workload = workload;
        this.consumer = workload.topics().consumer();
        List<TopicPartition> partitions = new ArrayList<>();
        for (Workload.Shape shape : Workload.Shape.values()) {
            seen.put(shape.topic, new HashMap<>());
            partitions.addAll(workload.topics().partitions(shape.topic));
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /// Waits until everything expected has come, then a moment longer for what should not come, and
    /// checks.
    ///
    /// @param alive tells whether it makes sense to wait on
    /// @throws AssertionError naming rows that are missing, too many or nobody's
    void await(String when, Duration limit, BooleanSupplier alive) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!complete() && System.nanoTime() < deadline && alive.getAsBoolean()) {
            poll();
        }
        if (complete()) {
            long grace = System.nanoTime() + Duration.ofMillis(700).toNanos();
            while (System.nanoTime() < grace) {
                poll();
            }
        }
        List<String> problems = new ArrayList<>();
        for (Workload.Shape shape : Workload.Shape.values()) {
            problems.addAll(differences(shape));
        }
        if (!problems.isEmpty() || !alive.getAsBoolean()) {
            throw new AssertionError(
                    "%s: %s%s"
                            .formatted(
                                    when,
                                    alive.getAsBoolean() ? "" : "the queries' process has ended; ",
                                    problems));
        }
    }

    private void poll() {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(50))) {
            seen.get(record.topic())
                    .merge(
                            Workload.canonical(new String(record.value(), StandardCharsets.UTF_8)),
                            1,
                            Integer::sum);
        }
    }

    private boolean complete() {
        return Arrays.stream(Workload.Shape.values())
                .allMatch(shape ->
                        seen.get(shape.topic)
                                .keySet()
                                .containsAll(workload.expected(shape).keySet()));
    }

    private List<String> differences(Workload.Shape shape) {
        Map<String, Integer> want = workload.expected(shape);
        Map<String, Integer> have = seen.get(shape.topic);
        List<String> missing = new ArrayList<>(want.keySet());
        missing.removeAll(have.keySet());
        List<String> foreign = new ArrayList<>(have.keySet());
        foreign.removeAll(want.keySet());
        List<String> repeated =
                have.keySet().stream()
                        .filter(row ->
                                want.containsKey(row) && !have.get(row).equals(want.get(row)))
                        .toList();
        List<String> problems = new ArrayList<>();
        add(problems, shape, "lost", missing, want.size());
        add(problems, shape, "more than once", repeated, want.size());
        add(problems, shape, "nobody's", foreign, want.size());
        return problems;
    }

    private static void add(
            List<String> problems, Workload.Shape shape, String what, List<String> rows, int of) {
        if (!rows.isEmpty()) {
            problems.add(
                    "%s: %d of %d rows %s, such as %s"
                            .formatted(
                                    shape,
                                    rows.size(),
                                    of,
                                    what,
                                    rows.stream().sorted().limit(3).toList()));
        }
    }

    /// How many rows have come.
    long rows() {
        return seen.values().stream()
                .flatMap(rows -> rows.values().stream())
                .mapToLong(Integer::longValue)
                .sum();
    }

    @Override
    public void close() {
        consumer.close(
                org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ofSeconds(1)));
    }
}
