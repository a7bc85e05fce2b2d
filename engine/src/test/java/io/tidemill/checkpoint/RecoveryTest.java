package io.tidemill.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.connect.Sink;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a restarted query does first, as a table. In the log: the last epoch and whether it is
/// acknowledged (`5 yes`), a plan without a record (`plan 6`); the sinks as `kind:visible`, with
/// `-` for a sink that has nothing and `?` for one that cannot tell; `5=` says that its marker has
/// the digest of the logged plan, `5!` that it has another one.
class RecoveryTest {
    @ParameterizedTest(name = "log {0}, sinks {1}: {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    nothing       | STAGED:-                        | fresh
                    nothing       | USER_CODE:?                     | fresh
                    nothing       | STAGED:0                        | refuse: is empty
                    5 yes         | STAGED:5                        | go on after 5
                    5 yes         | STAGED:?                        | go on after 5
                    5 yes         | STAGED:4                        | refuse: ends with epoch 4
                    5 yes         | STAGED:-                        | refuse: has nothing of this
                    5 yes         | STAGED:6                        | refuse: has epoch 6
                    5 no          | STAGED:4                        | forward 5 [0]
                    5 no          | STAGED:5                        | forward 5 [0]
                    5 no          | STAGED:3                        | refuse: ends with epoch 3
                    5 no          | STAGED:6                        | refuse: ends with epoch 5
                    0 no          | STAGED:-                        | forward 0 [0]
                    5 no          | VOLATILE_ATOMIC:4               | rerun 5 forward [] rewrite [0]
                    5 no          | VOLATILE_ATOMIC:5               | forward 5 []
                    5 no          | VOLATILE_ATOMIC:5=              | forward 5 []
                    5 no          | VOLATILE_ATOMIC:5!              | refuse: of another plan
                    5 yes         | VOLATILE_ATOMIC:5=              | go on after 5
                    5 yes         | VOLATILE_ATOMIC:5!              | refuse: of another plan
                    5 no          | VOLATILE_ATOMIC:4!              | rerun 5 forward [] rewrite [0]
                    5 no          | STAGED:5!                       | refuse: of another plan
                    5 yes, plan 6 | VOLATILE_ATOMIC:5= USER_CODE:?  | rerun 6 forward [] rewrite [0, 1]
                    0 no          | VOLATILE_ATOMIC:-               | rerun 0 forward [] rewrite [0]
                    5 no          | VOLATILE_ATOMIC:7               | refuse: has epoch 7
                    5 no          | VOLATILE_ATOMIC:3               | refuse: ends with epoch 3
                    5 no          | UPSERT:?                        | rerun 5 forward [] rewrite [0]
                    5 yes         | UPSERT:?                        | go on after 5
                    5 no          | USER_CODE:?                     | rerun 5 forward [] rewrite [0]
                    5 yes         | USER_CODE:?                     | go on after 5
                    5 yes, plan 6 | USER_CODE:?                     | rerun 6 forward [] rewrite [0]
                    plan 0        | USER_CODE:?                     | rerun 0 forward [] rewrite [0]
                    5 no, plan 5  | USER_CODE:?                     | rerun 5 forward [] rewrite [0]
                    5 no          | STAGED:4 UPSERT:?               | rerun 5 forward [0] rewrite [1]
                    5 no          | STAGED:5 VOLATILE_ATOMIC:5      | forward 5 [0]
                    5 no          | STAGED:4 VOLATILE_ATOMIC:4      | rerun 5 forward [0] rewrite [1]
                    5 yes, plan 6 | STAGED:5 USER_CODE:?            | rerun 6 forward [] rewrite [0, 1]
                    5 yes, plan 6 | STAGED:6 USER_CODE:?            | refuse: has epoch 6
                    """)
    void theDecisionFollowsFromTheFacts(String log, String sinks, String expected) {
        var decision = text(Recovery.decide(facts(log, sinks)));
        if (expected.startsWith("refuse: ")) {
            assertThat(decision).startsWith("refuse").contains(expected.substring(8));
        } else {
            assertThat(decision).isEqualTo(expected);
        }
    }

    private static String text(Recovery decision) {
        return switch (decision) {
            case Recovery.Fresh() -> "fresh";
            case Recovery.GoOn(var epoch) -> "go on after " + epoch;
            case Recovery.RollForward(var epoch, var sinks) ->
                    "forward %d %s".formatted(epoch, sinks);
            case Recovery.Rerun(var plan, _, var forward, var rewrite) ->
                    "rerun %d forward %s rewrite %s".formatted(plan.epoch(), forward, rewrite);
            case Recovery.Refuse(var problem, var remedy) ->
                    "refuse: %s. %s".formatted(problem, remedy);
        };
    }

    private static Recovery.Facts facts(String log, String sinks) {
        var last = Optional.<EpochPlan>empty();
        var planned = Optional.<EpochPlan>empty();
        var acknowledged = true;
        for (var part : log.split(", ")) {
            var words = part.split(" ");
            switch (words[0]) {
                case "nothing" -> {}
                case "plan" -> planned = Optional.of(Records.plan(Long.parseLong(words[1])));
                default -> {
                    last = Optional.of(Records.plan(Long.parseLong(words[0])));
                    acknowledged = words[1].equals("yes");
                }
            }
        }
        var facts = new ArrayList<Recovery.SinkFacts>();
        for (var sink : sinks.split(" ")) {
            var parts = sink.split(":");
            var marker = parts[1].replaceAll("[=!]", "");
            var number = marker.matches("\\d+");
            facts.add(
                    new Recovery.SinkFacts(
                            Integer.toString(facts.size()),
                            Sink.Kind.valueOf(parts[0]),
                            number ? OptionalLong.of(Long.parseLong(marker)) : OptionalLong.empty(),
                            switch (parts[1].charAt(parts[1].length() - 1)) {
                                case '=' ->
                                        Optional.of(Records.plan(Long.parseLong(marker)).digest());
                                case '!' -> Optional.of("0123");
                                default -> Optional.empty();
                            },
                            !parts[1].equals("?")));
        }
        return new Recovery.Facts(last, acknowledged, planned, facts);
    }
}
