package io.tidemill.file;

import io.tidemill.connect.EpochContext;
import io.tidemill.connect.SinkWriter;
import io.tidemill.connect.Token;
import io.tidemill.data.Batch;
import io.tidemill.data.Column;
import io.tidemill.data.Json;
import io.tidemill.file.Manifest.CommittedFile;
import io.tidemill.sql.types.StructType;
import io.tidemill.system.FileSystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writes what one partition of a circuit gives to one epoch into staged files: one at a time for
/// each folder of `partitionBy`, the next one when it is large enough. Its token lists the files.
final class FileSinkWriter implements SinkWriter {
    private final FileSystem files;
    private final SinkLayout layout;
    private final EpochContext epoch;
    private final int partition;
    private final String stagedFolder;
    private final StructType dataSchema;
    private final int[] dataColumns;
    private final Map<String, StagedFile> open = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<String, Integer> begun = new HashMap<>();
    private final List<CommittedFile> finished = new ArrayList<>();
    private final Set<Path> folders = new HashSet<>();

    FileSinkWriter(FileSystem files, SinkLayout layout, EpochContext epoch, int partition) {
        this.files = files;
        this.layout = layout;
        this.epoch = epoch;
        this.partition = partition;
        this.stagedFolder = stagedFolder(epoch.queryId(), epoch.generation());
        this.dataSchema = layout.dataSchema();
        this.dataColumns = layout.dataColumns().stream().mapToInt(Integer::intValue).toArray();
    }

    /// Where a process writes, from the output's directory on.
    static String stagedFolder(String query, long generation) {
        return ManifestLog.FOLDER + "/staged/" + query + "-" + generation;
    }

    @Override
    public void write(Batch batch) throws IOException {
        if (batch.rows() == 0) {
            return;
        }
        var columns = new Column[dataColumns.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = batch.column(dataColumns[i]);
        }
        var data = new Batch(dataSchema, columns);
        data.setRows(batch.rows());
        if (layout.partitionBy().isEmpty()) {
            into("", data, null, batch.rows());
            return;
        }
        for (var entry : byFolder(batch).entrySet()) {
            var rows = entry.getValue();
            into(entry.getKey(), data, rows.indices, rows.count);
        }
    }

    /// The rows of each folder, in their order.
    private Map<String, Rows> byFolder(Batch batch) {
        var found = new LinkedHashMap<String, Rows>();
        for (int row = 0; row < batch.rows(); row++) {
            found.computeIfAbsent(folder(batch, row), _ -> new Rows(batch.rows())).add(row);
        }
        return found;
    }

    private String folder(Batch batch, int row) {
        var path = new StringBuilder();
        for (int index : layout.partitionBy()) {
            path.append(
                    PartitionPath.folder(
                            layout.schema().field(index).name(), batch.column(index), row));
            path.append('/');
        }
        return path.toString();
    }

    /// Row numbers.
    private static final class Rows {
        private final int[] indices;
        private int count;

        Rows(int max) {
            indices = new int[max];
        }

        void add(int row) {
            indices[count++] = row;
        }
    }

    private void into(String folder, Batch data, int @Nullable [] rows, int count)
            throws IOException {
        int done = 0;
        while (done < count) {
            var file = fileFor(folder);
            int fits = (int) Math.min(count - done, layout.options().rowsMax() - file.rows());
            if (done == 0 && fits == count) {
                file.write(data, rows, count);
            } else {
                file.write(data, part(rows, done, fits), fits);
            }
            done += fits;
            boolean full =
                    file.size() >= layout.options().targetFileSize().bytes()
                            || file.rows() >= layout.options().rowsMax();
            if (full) {
                finished.add(file.finish());
                open.remove(folder);
            }
        }
    }

    private static int[] part(int @Nullable [] rows, int from, int count) {
        var part = new int[count];
        for (int i = 0; i < count; i++) {
            part[i] = rows == null ? from + i : rows[from + i];
        }
        return part;
    }

    private StagedFile fileFor(String folder) throws IOException {
        var file = open.get(folder);
        if (file != null) {
            return file;
        }
        if (open.size() >= layout.options().maxOpenFiles()) {
            var eldest = open.entrySet().iterator().next();
            finished.add(eldest.getValue().finish());
            open.remove(eldest.getKey());
        }
        int index = begun.merge(folder, 1, Integer::sum) - 1;
        var name =
                new PartName(epoch.queryId(), epoch.epoch(), partition, index)
                        .text(layout.suffix());
        var staged = stagedFolder + "/" + folder + name + ".staged";
        var directory = layout.output().resolve(stagedFolder + "/" + folder);
        if (folders.add(directory)) {
            files.makeDirectories(directory);
        }
        files.delete(layout.output().resolve(staged)); // Of an attempt that was given up.
        file =
                new StagedFile(
                        files,
                        layout.output(),
                        folder + name,
                        staged,
                        layout.format(),
                        layout.codec(),
                        dataSchema);
        open.put(folder, file);
        return file;
    }

    @Override
    public Token finish() throws IOException {
        for (var file : open.values()) {
            finished.add(file.finish());
        }
        open.clear();
        for (var folder : folders) {
            files.syncDirectory(folder);
        }
        return token(finished);
    }

    /// The files of a commit as a token.
    static Token token(List<CommittedFile> files) {
        var list = files.stream().map(CommittedFile::toJson).toList();
        return new Token(Json.write(list).getBytes(StandardCharsets.UTF_8));
    }

    /// The files that a token lists.
    @SuppressWarnings("unchecked")
    static List<CommittedFile> files(Token token) {
        var parsed = Json.parse(new String(token.bytes(), StandardCharsets.UTF_8));
        if (!(parsed instanceof List<?> list)) {
            throw new IllegalArgumentException("a token of files is a list, not " + parsed);
        }
        return list.stream()
                .map(map -> CommittedFile.fromJson((Map<String, @Nullable Object>) map))
                .toList();
    }

    @Override
    public void abort() {
        open.values().forEach(StagedFile::abandon);
        open.clear();
        for (var file : finished) {
            try {
                files.delete(layout.output().resolve(file.staged()));
            } catch (IOException e) {
                // An orphan; the next process removes it.
            }
        }
        finished.clear();
    }
}
