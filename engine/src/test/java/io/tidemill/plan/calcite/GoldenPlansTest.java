package io.tidemill.plan.calcite;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.data.TidemillException;
import io.tidemill.parse.Analyzer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Runs `src/test/resources/sql/{plan,refused}/*.sql`: each case is comment lines that say what is
/// shown, a query, and below it as `--> ` lines its columns and its plan, or the message that
/// refuses it. `-Dgolden=update` writes what comes out; the difference is then reviewed.
class GoldenPlansTest {
    private static final Path ROOT = Path.of("src/test/resources/sql");
    private static final boolean UPDATE = "update".equals(System.getProperty("golden"));

    @TestFactory
    Stream<DynamicTest> queriesArePlannedAsWritten() throws IOException {
        return cases(ROOT.resolve("plan"));
    }

    @TestFactory
    Stream<DynamicTest> wrongQueriesAreRefusedWithPlaceAndRemedy() throws IOException {
        return cases(ROOT.resolve("refused"));
    }

    private static Stream<DynamicTest> cases(Path directory) throws IOException {
        var tests = new ArrayList<DynamicTest>();
        try (var files = Files.list(directory)) {
            for (var file : files.sorted().toList()) {
                tests.addAll(cases(file, Files.readString(file)));
            }
        }
        assertThat(tests).isNotEmpty();
        return tests.stream();
    }

    private static List<DynamicTest> cases(Path file, String text) throws IOException {
        var tests = new ArrayList<DynamicTest>();
        var rewritten = new StringBuilder();
        for (var block : text.strip().split("\n\n(?=--(?!>))")) {
            int arrow = block.indexOf("\n-->");
            var head = arrow < 0 ? block : block.substring(0, arrow);
            var expected = arrow < 0 ? "" : block.substring(arrow + 1);
            var query =
                    head.lines().filter(l -> !l.startsWith("--")).collect(Collectors.joining("\n"));
            var actual = arrows(answer(query.strip().replaceFirst(";$", "")));
            rewritten.append(head).append('\n').append(actual).append("\n\n");
            var name = file.getFileName() + ": " + head.lines().findFirst().orElse("");
            tests.add(
                    DynamicTest.dynamicTest(
                            name, () -> assertThat(UPDATE ? actual : expected).isEqualTo(actual)));
        }
        if (UPDATE) {
            Files.writeString(file, rewritten.toString().strip() + "\n");
        }
        return tests;
    }

    private static String answer(String query) {
        try {
            var relation = new Analyzer(new SampleCatalog()).query(query, ZoneOffset.UTC);
            return relation.schema().toDDL() + "\n" + PlanText.of(Planner.plan(relation));
        } catch (TidemillException refused) {
            return refused.getMessage();
        }
    }

    private static String arrows(String text) {
        return text.stripTrailing()
                .lines()
                .map(line -> ("--> " + line.replaceAll("#\\d+", "#n")).stripTrailing())
                .collect(Collectors.joining("\n"));
    }
}
