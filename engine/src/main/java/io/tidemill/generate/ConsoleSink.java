package io.tidemill.generate;

import io.tidemill.connect.EpochContext;
import io.tidemill.connect.OutputMode;
import io.tidemill.connect.Sink;
import io.tidemill.connect.SinkWriter;
import io.tidemill.connect.Token;
import io.tidemill.data.Batch;
import io.tidemill.data.TextTable;
import io.tidemill.data.ValueText;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import java.io.PrintStream;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Prints the first rows of each epoch, with its number, in the form of Spark's console sink.
///
/// What is printed cannot be taken back: an epoch in doubt after a crash is printed again. Holds
/// `numRows` + 1 rows a partition in memory.
final class ConsoleSink implements Sink {
    private final StructType schema;
    private final ConsoleOptions options;
    private final PrintStream out;
    private final Map<Integer, List<@Nullable Object[]>> rows = new ConcurrentHashMap<>();
    private long printed = -1;
    private boolean deletes;

    ConsoleSink(StructType schema, ConsoleOptions options, PrintStream out) {
        this.schema = schema;
        this.options = options;
        this.out = out;
    }

    @Override
    public Kind kind() {
        return Kind.USER_CODE;
    }

    @Override
    public String description() {
        return "ConsoleTable[numRows=%d, truncate=%b]"
                .formatted(options.numRows(), options.truncate());
    }

    @Override
    public String identity() {
        return "ConsoleTable";
    }

    @Override
    public Set<OutputMode> modes() {
        return EnumSet.allOf(OutputMode.class);
    }

    @Override
    public boolean takesDeletes() {
        return true;
    }

    /// Rows that may vanish are printed with a first column `_op`: `+U` a new version, `-D` gone.
    @Override
    public void expectUpdates(List<Integer> key, boolean given) {
        deletes = given;
    }

    private StructType shown() {
        if (!deletes) {
            return schema;
        }
        var fields = new StructType().add("_op", DataTypes.StringType);
        for (var field : schema.fieldList()) {
            fields = fields.add(field);
        }
        return fields;
    }

    private @Nullable Object[] shown(Batch batch, int row) {
        var values = batch.row(row);
        if (!deletes) {
            return values;
        }
        var marked = new @Nullable Object[values.length + 1];
        marked[0] = batch.weight(row) < 0 ? "-D" : "+U";
        System.arraycopy(values, 0, marked, 1, values.length);
        return marked;
    }

    @Override
    public void fence(String queryId, long generation) {}

    @Override
    public OptionalLong lastCommitted(String queryId) {
        return OptionalLong.empty();
    }

    @Override
    public SinkWriter writer(EpochContext epoch, int partition) {
        var kept = new ArrayList<@Nullable Object[]>();
        return new SinkWriter() {
            @Override
            public void write(Batch batch) {
                for (int row = 0; row < batch.rows() && kept.size() <= options.numRows(); row++) {
                    kept.add(shown(batch, row));
                }
            }

            @Override
            public Token finish() {
                rows.put(partition, kept);
                return new Token(new byte[0]);
            }

            @Override
            public void abort() {
                rows.remove(partition);
            }
        };
    }

    private static List<String> cells(@Nullable Object[] row, StructType columns) {
        var cells = new ArrayList<String>(row.length);
        for (int i = 0; i < row.length; i++) {
            cells.add(ValueText.of(row[i], columns.typeOf(i), ZoneOffset.UTC));
        }
        return cells;
    }

    @Override
    public void commit(EpochContext epoch, List<Token> tokens) {
        if (epoch.epoch() <= printed) {
            return;
        }
        printed = epoch.epoch();
        var columns = shown();
        var cells = new ArrayList<List<String>>();
        int most = options.numRows();
        int all = 0;
        for (var ofPartition : new TreeMap<>(rows).values()) {
            for (var row : ofPartition) {
                if (all++ < most) {
                    cells.add(cells(row, columns));
                }
            }
        }
        rows.clear();
        var text = new StringBuilder();
        var line = "-------------------------------------------\n";
        text.append(line).append("Batch: ").append(printed).append('\n').append(line);
        var names = columns.fieldList().stream().map(StructField::name).toList();
        text.append(TextTable.render(names, cells, options.truncate() ? 20 : 0, all > most));
        out.println(text);
        out.flush();
    }

    @Override
    public void close() {}
}
