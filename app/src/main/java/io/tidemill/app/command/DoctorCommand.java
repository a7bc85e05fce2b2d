package io.tidemill.app.command;

import io.tidemill.app.ExitCode;
import io.tidemill.app.Terminal;
import io.tidemill.app.doctor.Checkup;
import io.tidemill.app.doctor.Finding;
import io.tidemill.app.output.ResultFormat;
import io.tidemill.app.output.ResultWriter;
import io.tidemill.sql.types.StructType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `tidemill doctor`: the versions of everything, and what is missing or looks wrong here.
@Command(name = "doctor", description = "Show versions of everything, and what is missing.")
public final class DoctorCommand implements Callable<Integer> {
    private static final StructType COLUMNS =
            StructType.fromDDL("topic STRING, state STRING, finding STRING, remedy STRING");

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            defaultValue = "table",
            description = "How to show it: ${COMPLETION-CANDIDATES}. Default: table.")
    private ResultFormat form = ResultFormat.TABLE;

    private final Terminal terminal;

    public DoctorCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        List<Finding> findings = Checkup.of(Path.of("").toAbsolutePath());
        if (form == ResultFormat.TABLE) {
            findings.forEach(finding -> terminal.out().println(line(finding)));
        } else {
            ResultWriter writer = form.writer(terminal.out(), COLUMNS, ZoneId.systemDefault());
            for (Finding found : findings) {
                writer.row(
                        List.of(found.topic(), found.state().word(), found.text(), found.remedy()));
            }
            writer.end();
        }
        long wrong = findings.stream().filter(f -> f.state() == Finding.State.WRONG).count();
        terminal.out().flush();
        terminal.say(
                wrong == 0
                        ? "Nothing stands in the way."
                        : "%d of these stand in the way.".formatted(wrong));
        return (wrong == 0 ? ExitCode.DONE : ExitCode.FAILED).number();
    }

    private static String line(Finding finding) {
        return "%-6s %-12s %s%s"
                .formatted(
                        finding.state().word(),
                        finding.topic(),
                        finding.text(),
                        finding.remedy().isEmpty() ? "" : "\n" + " ".repeat(20) + finding.remedy());
    }
}
