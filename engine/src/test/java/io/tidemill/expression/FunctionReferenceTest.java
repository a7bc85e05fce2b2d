package io.tidemill.expression;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.expression.function.Function;
import io.tidemill.expression.function.FunctionReference;
import io.tidemill.expression.function.Functions;
import org.junit.jupiter.api.Test;

/// `docs/functions.md` is what the functions' definitions make of it; `-Dgolden=update` writes it.
class FunctionReferenceTest {
    private static final Path PAGE = Path.of("../docs/functions.md");

    @Test
    void thePageIsWhatTheDefinitionsSay() throws IOException {
        var expected = FunctionReference.write(FunctionReferenceTest::answer);
        if (System.getProperty("golden", "").equals("update")) {
            Files.writeString(PAGE, expected);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(expected);
    }

    @Test
    void everyFunctionIsDescribedWithAnExample() {
        assertThat(Functions.all())
                .allSatisfy(function -> {
                    assertThat(function.description()).as(function.name()).endsWith(".");
                    assertThat(function.examples().isEmpty())
                            .as("examples of " + function.name())
                            .isEqualTo(hasNoExample(function));
                });
    }

    private static boolean hasNoExample(Function function) {
        return function.isAggregate() || function.name().equals("raise_error");
    }

    /// What a console shows.
    private static String answer(String sql) {
        var expression = ExpressionReader.read(sql);
        var value = Interpreter.of(expression).evaluate(new Object[0], SparkAnswers.HERE);
        return value == null
                ? "NULL"
                : Casts.text(value, expression.type(), SparkAnswers.HERE.zone()).replace("\n", " ");
    }
}
