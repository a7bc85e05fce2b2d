package io.tidemill.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/// A test that is run with many seeds: 1, 2 and so on. The seed stands in the name of each run, and
/// `-Dseed=7` runs that one only.
///
/// Its parameters may be a [java.util.random.RandomGenerator] started from the seed, the seed
/// itself (`long`), and a [StreamTest] in a world that the seed decides.
@TestTemplate
@ExtendWith(SeededExtension.class)
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Seeded {
    /// How many seeds are tried.
    int runs() default 20;
}
