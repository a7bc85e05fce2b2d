package io.tidemill.testkit;

import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/// Runs a [Seeded] test once for each seed.
final class SeededExtension implements TestTemplateInvocationContextProvider {
    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return context.getRequiredTestMethod().isAnnotationPresent(Seeded.class);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
            ExtensionContext context) {
        int runs = context.getRequiredTestMethod().getAnnotation(Seeded.class).runs();
        var only = Long.getLong("seed");
        var seeds = only == null ? LongStream.rangeClosed(1, runs) : LongStream.of(only);
        return seeds.mapToObj(OneSeed::new);
    }

    /// One run.
    private record OneSeed(long seed) implements TestTemplateInvocationContext {
        @Override
        public String getDisplayName(int invocationIndex) {
            return "seed=" + seed;
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(TidemillExtension.seeded(seed));
        }
    }
}
