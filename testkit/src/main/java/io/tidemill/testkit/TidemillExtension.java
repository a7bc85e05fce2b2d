package io.tidemill.testkit;

import io.tidemill.sql.TidemillSession;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// JUnit's way to what a test needs: a [StreamTest] in a simulated world, a [TidemillSession] in
/// the real one, the seed (`long`) and a generator started from it. Closes them when the test has
/// ended.
///
/// The seed is 1, or what `-Dseed=` says; a [Seeded] test has many.
public final class TidemillExtension implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(TidemillExtension.class);

    private final long seed;
    private final boolean ofSeededTest;

    public TidemillExtension() {
        this(Long.getLong("seed", 1), false);
    }

    private TidemillExtension(long seed, boolean ofSeededTest) {
        this.seed = seed;
        this.ofSeededTest = ofSeededTest;
    }

    /// For one run of a [Seeded] test.
    static TidemillExtension seeded(long seed) {
        return new TidemillExtension(seed, true);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        var type = parameter.getParameter().getType();
        boolean seededTest =
                context.getTestMethod()
                        .filter(method -> method.isAnnotationPresent(Seeded.class))
                        .isPresent();
        if (seededTest != ofSeededTest) {
            return false;
        }
        return type == StreamTest.class
                || type == TidemillSession.class
                || type == RandomGenerator.class
                || type == long.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        var type = parameter.getParameter().getType();
        if (type == StreamTest.class) {
            return kept(context, StreamTest.simulated(seed));
        }
        if (type == TidemillSession.class) {
            return kept(
                    context,
                    TidemillSession.builder().config("spark.sql.session.timeZone", "UTC").create());
        }
        return type == RandomGenerator.class
                ? RandomGeneratorFactory.of("L64X128MixRandom").create(seed)
                : (Object) seed;
    }

    /// Has JUnit close it with the test's store.
    private static <T extends AutoCloseable> T kept(ExtensionContext context, T resource) {
        context.getStore(NAMESPACE).put(resource, resource);
        return resource;
    }
}
