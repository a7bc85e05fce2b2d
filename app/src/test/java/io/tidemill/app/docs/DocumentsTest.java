package io.tidemill.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.app.CommandLines;
import io.tidemill.app.Terminal;
import org.junit.jupiter.api.Test;

/// What the documents name exists: links with their anchors, paths in backticks that begin with a
/// folder or file of the repository's root, settings, commands with their options, and in the tour
/// and the decisions the types of the code.
class DocumentsTest {
    private static final Path ROOT = root();
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(?:#[^)]*)?\\)");
    private static final Pattern ANCHOR = Pattern.compile("\\]\\(([^)\\s:]*#[^)]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
    private static final Pattern SETTING =
            Pattern.compile("(?<![.\\w])(tidemill\\.[a-z]+[a-zA-Z.]*[a-zA-Z])");
    private static final Pattern COMMAND =
            Pattern.compile("(?m)(?:^\\./|`(?:\\./)?)tidemill ([a-z][^`\\n#]*)");
    private static final Pattern ARGUMENT = Pattern.compile("\"[^\"]*\"|[^\\s\\[\\]|]+");
    private static final Pattern TYPE =
            Pattern.compile("`([A-Z][a-z0-9]+(?:[A-Z][a-z0-9]*)+)(?:\\.(\\w+))?`");
    private static final Pattern DECLARED =
            Pattern.compile("\\b(?:class|record|interface|enum) ([A-Z]\\w+)");

    private static final List<String> MODULES =
            List.of(
                    "engine",
                    "testkit",
                    "app",
                    "bench",
                    "connectors/codecs",
                    "connectors/kafka",
                    "connectors/kafka-dev",
                    "connectors/parquet");

    /// A header of records, and a setting of the build.
    private static final Set<String> NO_SETTINGS = Set.of("tidemill.epoch", "tidemill.test.log");

    /// Of libraries, named in decisions.
    private static final Set<String> FOREIGN =
            Set.of("FetchRequest", "KafkaProducer", "NetworkClient", "WriteTxnMarkers");

    private static final Pattern QUOTED = Pattern.compile("`([^`\\s]+)`");

    @Test
    void everyLinkLeadsToAFile() throws IOException {
        assertThat(documents())
                .isNotEmpty()
                .allSatisfy(document ->
                        assertThat(found(LINK, document))
                                .filteredOn(link -> !link.contains(":"))
                                .allSatisfy(link ->
                                        assertThat(document.resolveSibling(link)).exists()));
    }

    @Test
    void everyPathInBackticksExists() throws IOException {
        Set<String> top = topLevel();
        assertThat(documents())
                .allSatisfy(document ->
                        assertThat(found(QUOTED, document))
                                .filteredOn(path ->
                                        path.contains("/")
                                                && !("/" + path + "/").contains("/target/")
                                                && path.matches("[\\w.][\\w./-]*")
                                                && top.contains(
                                                        Path.of(path).getName(0).toString()))
                                .allSatisfy(path -> assertThat(ROOT.resolve(path)).exists()));
    }

    @Test
    void everyAnchorIsAHeading() throws IOException {
        assertThat(documents())
                .allSatisfy(document ->
                        assertThat(found(ANCHOR, document))
                                .allSatisfy(link -> {
                                    int at = link.indexOf('#');
                                    var page =
                                            at == 0
                                                    ? document
                                                    : document.resolveSibling(
                                                            link.substring(0, at));
                                    assertThat(
                                                    found(HEADING, page).stream()
                                                            .map(DocumentsTest::slug))
                                            .contains(link.substring(at + 1));
                                }));
    }

    private static String slug(String heading) {
        return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\w -]", "").replace(' ', '-');
    }

    @Test
    void everySettingStandsInTheReference() throws IOException {
        var reference = Files.readString(ROOT.resolve("docs/options.md"));
        assertThat(documents())
                .allSatisfy(document ->
                        assertThat(found(SETTING, document))
                                .filteredOn(setting -> !NO_SETTINGS.contains(setting))
                                .allSatisfy(setting ->
                                        assertThat(reference).contains("`" + setting + "`")));
    }

    @Test
    void everyCommandIsUnderstood() throws IOException {
        var commands = new ArrayList<String>();
        for (var document : documents()) {
            commands.addAll(found(COMMAND, document));
        }
        assertThat(commands)
                .hasSizeGreaterThan(8)
                .allSatisfy(command -> {
                    var arguments =
                            ARGUMENT.matcher(command).results().map(MatchResult::group).toList();
                    var said = new ByteArrayOutputStream();
                    var stream = new PrintStream(said, true, StandardCharsets.UTF_8);
                    var terminal = new Terminal(stream, stream, false, true);
                    int code = CommandLines.run(terminal, withHelp(arguments));
                    assertThat(code).as("%s", said).isZero();
                });
    }

    /// With `--help` a command is read and checked, and nothing is done.
    private static String[] withHelp(List<String> arguments) {
        return Stream.concat(arguments.stream(), Stream.of("--help")).toArray(String[]::new);
    }

    @Test
    void everyTypeNamedInTheTourAndTheDecisionsExists() throws IOException {
        var sources = new StringBuilder();
        for (var file : sources()) {
            sources.append(Files.readString(file));
        }
        var declared =
                DECLARED.matcher(sources)
                        .results()
                        .map(match -> match.group(1))
                        .collect(Collectors.toSet());
        assertThat(documents())
                .filteredOn(document ->
                        document.endsWith("ARCHITECTURE.md")
                                || document.toString().contains("decisions"))
                .isNotEmpty()
                .allSatisfy(document ->
                        assertThat(found(TYPE, document))
                                .filteredOn(type -> !FOREIGN.contains(type))
                                .isSubsetOf(declared));
    }

    private static List<Path> sources() throws IOException {
        var sources = new ArrayList<Path>();
        for (String module : MODULES) {
            try (var files = Files.walk(ROOT.resolve(module).resolve("src"))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
            }
        }
        return sources;
    }

    private static Set<String> topLevel() throws IOException {
        try (var entries = Files.list(ROOT)) {
            return entries.map(entry -> entry.getFileName().toString()).collect(Collectors.toSet());
        }
    }

    private static List<Path> documents() throws IOException {
        var documents = new ArrayList<Path>();
        try (var entries = Files.list(ROOT)) {
            entries.filter(DocumentsTest::isDocument).forEach(documents::add);
        }
        for (String folder : List.of("docs", "examples")) {
            try (var files = Files.walk(ROOT.resolve(folder))) {
                files.filter(DocumentsTest::isDocument).forEach(documents::add);
            }
        }
        documents.add(ROOT.resolve("bench/README.md"));
        return documents;
    }

    private static boolean isDocument(Path file) {
        return file.toString().endsWith(".md");
    }

    private static List<String> found(Pattern pattern, Path document) {
        try {
            return pattern.matcher(Files.readString(document))
                    .results()
                    .map(match -> match.group(1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path root() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.exists(at.resolve("mvnw"))) {
            at = at.getParent();
        }
        return at;
    }
}
