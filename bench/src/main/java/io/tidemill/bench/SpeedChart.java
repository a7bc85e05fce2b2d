package io.tidemill.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Draws results as a picture for a page: a bar for each query, as long as Tidemill is times as
/// fast as the fastest of the other stream engines, with the seconds of both beside it.
///
/// Reads the tables that [Report] wrote. A query that stands in several files counts as the last
/// one has it; results that are not equal, and queries without another engine, are left out.
@Command(
        name = "chart",
        mixinStandardHelpOptions = true,
        description = "Draws results of earlier runs as a picture (SVG).")
public final class SpeedChart implements Callable<Integer> {
    private static final Pattern QUERY = Pattern.compile("## (\\w+)");
    private static final Pattern LINE =
            Pattern.compile(
                    "\\| (\\w+) \\| [\\d.]+ \\| ([\\d.]+) \\(.*\\| (?:equal|reference) \\|");
    private static final Map<String, String> PEERS =
            Map.of("spark", "Spark", "flink", "Flink", "streams", "Kafka Streams");

    /// What a query is about, for people who do not know NEXMark.
    private static final Map<String, String> ABOUT =
            Map.ofEntries(
                    Map.entry("q0", "pass through"),
                    Map.entry("q1", "currency"),
                    Map.entry("q2", "filter"),
                    Map.entry("wide", "twenty columns"),
                    Map.entry("q3", "join"),
                    Map.entry("q4", "average of closing prices"),
                    Map.entry("q5", "hot items, hopping windows"),
                    Map.entry("q7", "highest bids of windows"),
                    Map.entry("q8", "new sellers, windows joined"),
                    Map.entry("q9", "winning bids"),
                    Map.entry("q11", "sessions"),
                    Map.entry("q12", "windows of time"),
                    Map.entry("q15", "distinct counts by day"),
                    Map.entry("q16", "distinct counts by channel"),
                    Map.entry("q17", "prices by auction"),
                    Map.entry("q18", "last bids"),
                    Map.entry("q19", "ten highest bids"),
                    Map.entry("q20", "bids with their auctions"));

    private static final int LEFT = 240;
    private static final int WIDTH = 830;
    private static final int ROW = 26;
    private static final int BARS = 330; // of the longest

    @Parameters(paramLabel = "RESULTS", arity = "1..*", description = "Files of bench/results.")
    private List<Path> results = List.of();

    @Option(
            names = "--title",
            defaultValue = "Times as fast as the fastest other stream engine",
            description = "What stands above the bars (default: ${DEFAULT-VALUE}).")
    private String title = "";

    @Option(
            names = {"-o", "--output"},
            required = true,
            description = "The picture.")
    private Path output = Path.of("chart.svg");

    /// One bar.
    ///
    /// @param peer the fastest other engine
    /// @param own seconds of Tidemill
    /// @param others seconds of the peer
    private record Bar(String query, String peer, double own, double others) {
        double times() {
            return others / own;
        }
    }

    @Override
    public Integer call() throws IOException {
        var bars = new LinkedHashMap<String, Bar>();
        for (var file : results) {
            for (var bar : bars(Files.readAllLines(file))) {
                bars.remove(bar.query());
                bars.put(bar.query(), bar);
            }
        }
        var sorted = new ArrayList<>(bars.values());
        sorted.sort((a, b) -> Integer.compare(place(a.query()), place(b.query())));
        Files.writeString(output, picture(sorted), UTF_8);
        return 0;
    }

    private static int place(String query) {
        return Query.names().indexOf(query);
    }

    private static List<Bar> bars(List<String> lines) {
        var bars = new ArrayList<Bar>();
        var query = "";
        var seconds = new LinkedHashMap<String, Double>();
        for (var line : lines) {
            var head = QUERY.matcher(line);
            if (head.matches()) {
                bar(query, seconds).ifPresent(bars::add);
                query = head.group(1);
                seconds.clear();
            }
            var engine = LINE.matcher(line);
            if (engine.matches()) {
                seconds.put(engine.group(1), Double.parseDouble(engine.group(2)));
            }
        }
        bar(query, seconds).ifPresent(bars::add);
        return bars;
    }

    private static Optional<Bar> bar(String query, Map<String, Double> seconds) {
        var own = seconds.get("tidemill");
        return own == null
                ? Optional.empty()
                : seconds.entrySet().stream()
                        .filter(entry -> PEERS.containsKey(entry.getKey()))
                        .min(Map.Entry.comparingByValue())
                        .map(peer -> new Bar(query, peer.getKey(), own, peer.getValue()));
    }

    private String picture(List<Bar> bars) {
        double longest = bars.stream().mapToDouble(Bar::times).max().orElse(1);
        var svg = new StringBuilder(head(bars.size()));
        for (int i = 0; i < bars.size(); i++) {
            var bar = bars.get(i);
            svg.append(
                    String.format(
                            Locale.ROOT,
                            """
                              <g transform="translate(0 %d)">
                                <text x="%d" y="14" text-anchor="end">%s</text>
                                <rect x="%d" y="1" width="%.1f" height="18" rx="2"/>
                                <text x="%.1f" y="14"><tspan class="times">%.1f ×</tspan>\
                              <tspan class="seconds"> %.2f s, %s %.1f s</tspan></text>
                              </g>
                            """,
                            44 + i * ROW,
                            LEFT - 10,
                            escaped(bar.query() + " " + ABOUT.getOrDefault(bar.query(), "")),
                            LEFT,
                            bar.times() / longest * BARS,
                            LEFT + bar.times() / longest * BARS + 8,
                            bar.times(),
                            bar.own(),
                            PEERS.get(bar.peer()),
                            bar.others()));
        }
        return svg.append("</svg>\n").toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    private String head(int bars) {
        return """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img">
          <style>
            text { font: 13px system-ui, sans-serif; fill: #24292f }
            rect { fill: #1f7a8c }
            .title { font-size: 15px; font-weight: 600 }
            .times { font-weight: 600 }
            .seconds { fill: #6e7781 }
            @media (prefers-color-scheme: dark) {
              text { fill: #e6edf3 }
              .seconds { fill: #8b949e }
              rect { fill: #3fb3c9 }
            }
          </style>
          <text class="title" x="10" y="22">%s</text>
        """
                .formatted(WIDTH, 56 + bars * ROW, escaped(title));
    }
}
