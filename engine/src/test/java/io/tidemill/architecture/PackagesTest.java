package io.tidemill.architecture;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import org.junit.jupiter.api.Test;

/// The folders of the engine are the life of a query, and uses point down (ARCHITECTURE.md).
class PackagesTest {
    private static final String ROOT = "io.tidemill.";

    /// Room by room, what it may use of ours besides itself; a package that stands nowhere here
    /// fails. `operator.aggregate` is a room inside `operator` and has its rights.
    private static final Map<String, Set<String>> MAY_USE =
            Map.ofEntries(
                    entry("sql.types", Set.of()),
                    entry("system", Set.of()),
                    entry("data", Set.of("sql.types")),
                    entry("connect", Set.of("data", "system", "sql.types")),
                    entry("format", Set.of("connect", "data", "system", "sql.types")),
                    entry("file", Set.of("format", "connect", "data", "system", "sql.types")),
                    entry("generate", Set.of("connect", "data", "system", "sql.types")),
                    entry("state", Set.of("data", "sql.types")),
                    entry("expression", Set.of("format", "data", "sql.types")),
                    entry(
                            "operator",
                            Set.of("expression", "state", "connect", "data", "sql.types")),
                    entry("checkpoint", Set.of("connect", "data", "system", "sql.types")),
                    entry("parse", Set.of("grammar", "expression", "connect", "data", "sql.types")),
                    entry("plan.node", Set.of("expression", "connect", "data", "sql.types")),
                    entry(
                            "plan.calcite",
                            Set.of(
                                    "parse",
                                    "plan.node",
                                    "grammar",
                                    "expression",
                                    "connect",
                                    "data",
                                    "sql.types")),
                    entry(
                            "plan.circuit",
                            Set.of(
                                    "plan.node",
                                    "operator",
                                    "expression",
                                    "state",
                                    "connect",
                                    "data",
                                    "sql.types")),
                    entry(
                            "runtime",
                            Set.of(
                                    "plan.node",
                                    "plan.circuit",
                                    "operator",
                                    "expression",
                                    "state",
                                    "checkpoint",
                                    "connect",
                                    "data",
                                    "system",
                                    "sql.types")),
                    entry("sql", Set.of("*")),
                    entry("sql.streaming", Set.of("*")),
                    entry("api.java.function", Set.of("sql", "sql.types")));

    /// Classes of the module `grammar`, which the engine uses and does not hold.
    private static final Set<String> OUTSIDE = Set.of("grammar");

    @Test
    void everyPackageHasItsPlace() {
        assertThat(MainClasses.ALL.stream().map(JavaClass::getPackageName).distinct())
                .allSatisfy(name -> assertThat(room(name)).as("room of " + name).isPresent());
    }

    @Test
    void usesPointDown() {
        assertThat(dependencies().map(PackagesTest::forbidden).flatMap(Optional::stream).distinct())
                .as("uses that the table of this test does not allow")
                .isEmpty();
    }

    @Test
    void calciteStaysInParseAndPlanCalcite() {
        assertThat(
                        dependencies()
                                .filter(PackagesTest::isOfCalcite)
                                .filter(uses -> !knowsCalcite(uses.getOriginClass()))
                                .map(Dependency::getDescription))
                .isEmpty();
    }

    private static Stream<Dependency> dependencies() {
        return MainClasses.ALL.stream().flatMap(c -> c.getDirectDependenciesFromSelf().stream());
    }

    private static boolean isOfCalcite(Dependency uses) {
        return uses.getTargetClass().getPackageName().startsWith("org.apache.calcite");
    }

    private static boolean knowsCalcite(JavaClass user) {
        return room(user.getPackageName())
                .filter(Set.of("parse", "plan.calcite")::contains)
                .isPresent();
    }

    private static Optional<String> forbidden(Dependency uses) {
        String target = uses.getTargetClass().getBaseComponentType().getPackageName();
        if (!(target + ".").startsWith(ROOT)) {
            return Optional.empty();
        }
        String from = room(uses.getOriginClass().getPackageName()).orElse("?");
        String to = room(target).orElse("?");
        Set<String> allowed = MAY_USE.getOrDefault(from, Set.of());
        return from.equals(to) || allowed.contains(to) || allowed.contains("*")
                ? Optional.empty()
                : Optional.of("%s -> %s: %s".formatted(from, to, uses.getDescription()));
    }

    /// The nearest listed package at or above `name`.
    private static Optional<String> room(String name) {
        for (String at = name; (at + ".").startsWith(ROOT); at = parent(at)) {
            String room = at.length() < ROOT.length() ? "" : at.substring(ROOT.length());
            if (MAY_USE.containsKey(room) || OUTSIDE.contains(room)) {
                return Optional.of(room);
            }
        }
        return Optional.empty();
    }

    private static String parent(String name) {
        return name.substring(0, Math.max(0, name.lastIndexOf('.')));
    }
}
