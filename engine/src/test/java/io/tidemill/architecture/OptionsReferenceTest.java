package io.tidemill.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import com.tngtech.archunit.core.domain.JavaClass;
import io.tidemill.connect.option.Option;
import io.tidemill.connect.option.OptionTable;
import org.junit.jupiter.api.Test;

/// The page `docs/options.md` is made from the records that options are read into, and so is always
/// true: `-Dgolden=update` writes it.
class OptionsReferenceTest {
    private static final Path PAGE = Path.of("../docs/options.md");
    private static final boolean UPDATE = "update".equals(System.getProperty("golden"));

    /// The sections of the page, in order: a title, what it is about, and the record. A record of
    /// options that stands nowhere here fails the test until somebody gives it a place.
    private static final List<Section> SECTIONS =
            List.of(
                    new Section(
                            "Reading files",
                            "Tables of every format of files (`json`, `csv`, `text`, `parquet`)"
                                    + " have these when they are read.",
                            "io.tidemill.file.FileSourceOptions"),
                    new Section(
                            "Writing files",
                            "Tables of every format of files have these when they are written.",
                            "io.tidemill.file.FileSinkOptions"),
                    new Section(
                            "JSON",
                            "`USING json`, `format(\"json\")`.",
                            "io.tidemill.format.json.JsonOptions"),
                    new Section(
                            "CSV",
                            "`USING csv`, `format(\"csv\")`.",
                            "io.tidemill.format.csv.CsvOptions"),
                    new Section(
                            "Text",
                            "`USING text`, `format(\"text\")`: one column, `value`.",
                            "io.tidemill.format.text.TextOptions"),
                    new Section(
                            "Rate",
                            "`format(\"rate\")`: rows by the clock, for trying things out.",
                            "io.tidemill.generate.RateOptions"),
                    new Section(
                            "Rate per epoch",
                            "`format(\"rate-micro-batch\")`: a fixed number of rows an epoch.",
                            "io.tidemill.generate.RatePerMicroBatchOptions"),
                    new Section(
                            "Nexmark",
                            "`format(\"nexmark\")`: persons, auctions and bids, the same every"
                                    + " time.",
                            "io.tidemill.generate.NexmarkOptions"),
                    new Section(
                            "Socket",
                            "`format(\"socket\")`: lines of a TCP connection, which cannot be read"
                                    + " again.",
                            "io.tidemill.generate.SocketOptions"),
                    new Section(
                            "Console",
                            "`format(\"console\")`: rows on the terminal.",
                            "io.tidemill.generate.ConsoleOptions"),
                    new Section(
                            "Queries",
                            "`writeStream().option(...)`: beside those of the table that is"
                                    + " written.",
                            "io.tidemill.sql.QueryOptions$Named"),
                    new Section(
                            "Flows",
                            "`CREATE FLOW ... OPTIONS (...)`.",
                            "io.tidemill.sql.FlowOptions"),
                    new Section(
                            "Sessions",
                            "`SET`, `conf().set(...)`, `builder().config(...)`.",
                            "io.tidemill.sql.SessionSettings"));

    private record Section(String title, String about, String record) {}

    @Test
    void everyRecordOfOptionsHasItsPlaceInTheReference() {
        assertThat(
                        MainClasses.ALL.stream()
                                .map(JavaClass::reflect)
                                .filter(OptionsReferenceTest::hasOptions)
                                .map(Class::getName))
                .containsExactlyInAnyOrderElementsOf(
                        SECTIONS.stream().map(Section::record).toList());
    }

    @Test
    void theReferenceSaysWhatTheRecordsSay() throws Exception {
        var page =
                new StringBuilder(
                        """
                        # Options

                        Names are compared without regard to case. An unknown one is an error that \
                        names the nearest. This page
                        is made from the records that options are read into. Sizes are written \
                        `64MiB` or `10g`, spans of time
                        `10 seconds`, `500ms` or `7d`.
                        """);
        for (var section : SECTIONS) {
            page.append("\n## %s\n\n%s\n\n".formatted(section.title(), section.about()));
            page.append(OptionTable.of(Class.forName(section.record())));
        }
        if (UPDATE) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE))
                .as("docs/options.md; -Dgolden=update writes it anew")
                .isEqualTo(page.toString());
    }

    private static boolean hasOptions(Class<?> found) {
        return found.isRecord()
                && Arrays.stream(found.getRecordComponents())
                        .anyMatch(component -> component.isAnnotationPresent(Option.class));
    }
}
