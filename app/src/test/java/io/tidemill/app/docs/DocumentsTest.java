package io.tidemill.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import org.junit.jupiter.api.Test;

/// What the documents name exists: links, and paths in backticks that begin with a folder or file
/// of the repository's root.
class DocumentsTest {
    private static final Path ROOT = root();
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(?:#[^)]*)?\\)");
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
                                                && !path.contains("target/")
                                                && path.matches("[\\w.][\\w./-]*")
                                                && top.contains(
                                                        Path.of(path).getName(0).toString()))
                                .allSatisfy(path -> assertThat(ROOT.resolve(path)).exists()));
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
