package io.tidemill.parse;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WordsTest {
    /// Places where a name stands; the word in question is written as `#`.
    private static final List<String> PLACES =
            List.of(
                    "SELECT # FROM t",
                    "SELECT #, a FROM t WHERE # > 1 AND a = # OR # IS NULL",
                    "SELECT t.#, # + 1, 2 * #, -#, NOT # FROM t",
                    "SELECT a AS #, b FROM t ORDER BY #, # DESC",
                    "SELECT max(#), count(DISTINCT #) FROM t GROUP BY # HAVING # > 2",
                    "SELECT * FROM #",
                    "SELECT * FROM STREAM #",
                    "SELECT #.a FROM t AS # WHERE #.b LIKE 'x'",
                    "SELECT CASE WHEN # THEN # ELSE # END FROM t",
                    "SELECT f(#, 1), #.b.c, x[#] FROM t",
                    "WITH # AS (SELECT 1 AS a) SELECT a FROM #",
                    "SELECT * FROM a JOIN b ON a.# = b.#",
                    "SELECT # BETWEEN 1 AND 2, # IN (#, 3), CAST(# AS INT), #::STRING FROM t");

    static List<String> words() throws IOException {
        return read("usable-as-names.txt");
    }

    static List<String> reservedWords() throws IOException {
        return read("usable-behind-point-or-as.txt");
    }

    private static List<String> read(String file) throws IOException {
        try (var in = WordsTest.class.getResourceAsStream("/sql/words/" + file)) {
            var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return List.of(text.strip().split("\\s+"));
        }
    }

    /// What stands in a place means the same with and without backticks.
    private static void meansAName(String place, String word) {
        var plain = place.replace("#", word.toLowerCase(Locale.ROOT));
        var quoted = place.replace("#", "`" + word.toLowerCase(Locale.ROOT) + "`");
        assertThat(tree(plain)).as(plain).isEqualTo(tree(quoted));
    }

    private static String tree(String sql) {
        var source = Source.of(sql);
        return QueryParser.query(source, Lexer.read(source), ZoneOffset.UTC)
                .toString()
                .toLowerCase(Locale.ROOT);
    }

    @ParameterizedTest
    @MethodSource("words")
    void aWordThatSparkDoesNotReserveNamesColumnsAndTables(String word) {
        PLACES.forEach(place -> meansAName(place, word));
    }

    @ParameterizedTest
    @MethodSource("reservedWords")
    void aReservedWordNamesThingsBehindAPointAndAs(String word) {
        meansAName("SELECT t.# FROM t", word);
        meansAName("SELECT a AS #, b FROM t", word);
        meansAName("SELECT a.b.#, 1 FROM t", word);
    }

    @Test
    void namesThatOnlyAliasesCanHaveAreTakenWithoutAs() {
        for (var word :
                List.of("offset", "value", "end", "time", "year", "like", "limit", "over")) {
            meansAName("SELECT a # FROM t", word);
            meansAName("SELECT f(a) #, b FROM t", word);
        }
    }

    @Test
    void anEndInsideCaseIsTheEndOfTheCase() {
        assertThat(tree("SELECT CASE WHEN a THEN end END end FROM t"))
                .isEqualTo(tree("SELECT CASE WHEN `a` THEN `end` END AS `end` FROM t"));
    }

    @Test
    void aStreamCanBeCalledStream() {
        assertThat(tree("SELECT * FROM stream AS s"))
                .isEqualTo(tree("SELECT * FROM `stream` AS s"));
        assertThat(tree("SELECT * FROM stream WHERE a"))
                .isEqualTo(tree("SELECT * FROM `stream` WHERE a"));
    }
}
