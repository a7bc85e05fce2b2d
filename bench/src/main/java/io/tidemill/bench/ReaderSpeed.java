package io.tidemill.bench;

import com.sun.management.ThreadMXBean;
import io.tidemill.connect.FileOpener;
import io.tidemill.connect.ReadRequest;
import io.tidemill.connect.option.OptionReader;
import io.tidemill.connect.option.Options;
import io.tidemill.data.Batch;
import io.tidemill.format.json.JsonFormat;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// How many rows a second one core reads from JSON lines in memory: by processor time of the
/// thread, so that neighbours count little. Run by hand.
///
/// Arguments: `bids` or `wide`, the columns to read with commas between (or `all`), rounds.
final class ReaderSpeed {
    private static final int ROWS = 200_000;

    private ReaderSpeed() {}

    public static void main(String[] arguments) throws IOException {
        boolean wide = arguments[0].equals("wide");
        var columns = columns(wide, arguments[1]);
        var bytes = lines(wide);
        int rounds = Integer.parseInt(arguments[2]);
        var times = new long[rounds];
        long rows = 0;
        for (int round = 0; round < rounds; round++) {
            long start = cpu();
            rows = read(bytes, columns);
            times[round] = cpu() - start;
        }
        long first = times[0];
        Arrays.sort(times);
        System.out.printf(
                "%s %s: %.2f million rows/s (best %.2f, first round %.2f), %.2f GB/s, %d rows%n",
                arguments[0],
                arguments[1],
                rows * 1e3 / times[rounds / 2],
                rows * 1e3 / times[0],
                rows * 1e3 / first,
                (double) bytes.length / times[rounds / 2],
                rows);
    }

    private static long cpu() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadCpuTime();
    }

    private static StructType columns(boolean wide, String wanted) {
        var all = StructType.fromDDL(Query.named(wide ? "wide" : "q0").tables().getFirst().ddl());
        var fields = new ArrayList<StructField>();
        for (var field : all.fieldList()) {
            if (wanted.equals("all") || List.of(wanted.split(",")).contains(field.name())) {
                fields.add(field);
            }
        }
        return new StructType(fields);
    }

    private static byte[] lines(boolean wide) throws IOException {
        var lines = wide ? new Lines.Wide() : new Lines.Plain();
        var text = new Text();
        var rows = new int[1];
        Bids.read(
                ROWS,
                batch -> {
                    for (int row = 0; row < batch.rows() && rows[0] < ROWS; row++, rows[0]++) {
                        lines.add(text, batch, row);
                    }
                    return rows[0] < ROWS;
                });
        return Arrays.copyOf(text.bytes(), text.length());
    }

    private static long read(byte[] bytes, StructType columns) throws IOException {
        var opener =
                new FileOpener() {
                    @Override
                    public InputStream open(Path file, long offset) {
                        return new ByteArrayInputStream(
                                bytes, (int) offset, bytes.length - (int) offset);
                    }

                    @Override
                    public long size(Path file) {
                        return bytes.length;
                    }
                };
        var batch = Batch.create(columns, Batch.ROWS);
        long rows = 0;
        try (var reader =
                new JsonFormat()
                        .configure(new OptionReader("speed", Options.of(Map.of())))
                        .reader(
                                opener,
                                Path.of("memory"),
                                0,
                                Long.MAX_VALUE,
                                new ReadRequest(
                                        columns,
                                        (_, _, _, _, _, reason) -> {
                                            throw new IllegalStateException(reason);
                                        }))) {
            while (reader.next(batch)) {
                rows += batch.rows();
            }
        }
        return rows;
    }
}
