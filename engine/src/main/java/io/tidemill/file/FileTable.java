package io.tidemill.file;

import io.tidemill.connect.Codec;
import io.tidemill.connect.EpochLimits;
import io.tidemill.connect.Format;
import io.tidemill.connect.Sink;
import io.tidemill.connect.Source;
import io.tidemill.connect.Table;
import io.tidemill.connect.TableContext;
import io.tidemill.connect.option.Options;
import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.format.Charsets;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.NullType;
import io.tidemill.sql.types.StringType;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Files in one format under one path.
///
/// The schema is what was declared, else what the format finds in the files; columns of folders
/// `key=value` come behind it, at the types that were declared for them or that their values have.
final class FileTable implements Table {
    private static final int INFERRED_FILES_MAX = 1000;

    private final TableContext context;
    private final String extension;
    private final Format.Configured format;
    private final Codecs codecs;
    private final FileSourceOptions sourceOptions;
    private final FileSinkOptions sinkOptions;
    private final Path path;
    private @Nullable StructType schema;

    FileTable(
            TableContext context,
            String extension,
            Format.Configured format,
            Codecs codecs,
            FileSourceOptions sourceOptions,
            FileSinkOptions sinkOptions) {
        this.context = context;
        this.extension = extension;
        this.format = format;
        this.codecs = codecs;
        this.sourceOptions = sourceOptions;
        this.sinkOptions = sinkOptions;
        this.path = context.base().resolve(sourceOptions.path()).toAbsolutePath().normalize();
    }

    @Override
    public Optional<Table> limited(EpochLimits limits) {
        var limited =
                new FileTable(
                        context,
                        extension,
                        format,
                        codecs,
                        sourceOptions.limited(limits),
                        sinkOptions);
        limited.schema = schema;
        return Optional.of(limited);
    }

    private FileListing listing() {
        return new FileListing(context.world().files(), path, sourceOptions);
    }

    private WorldFiles opener() {
        return new WorldFiles(context.world().files(), codecs, !format.selfCompressed());
    }

    @Override
    public StructType schema() throws IOException {
        if (schema == null) {
            schema = find().asNullable();
        }
        return schema;
    }

    @Override
    public StructType facts() {
        return FileFacts.SCHEMA;
    }

    private StructType find() throws IOException {
        boolean exists = context.world().files().stat(Globs.fixed(path)).isPresent();
        var declared = context.schema();
        if (declared.isPresent() && !exists) {
            return declared.get();
        }
        var files = listing().list();
        var columns =
                new ArrayList<>((declared.isPresent() ? declared.get() : infer(files)).fieldList());
        for (var folder : folderColumns(files).fieldList()) {
            if (!isIn(new StructType(columns), folder.name())) {
                columns.add(folder);
            }
        }
        return new StructType(columns);
    }

    private StructType infer(List<SourceFile> files) throws IOException {
        var paths =
                files.stream()
                        .filter(file -> file.size() > 0)
                        .map(SourceFile::path)
                        .limit(INFERRED_FILES_MAX)
                        .toList();
        var found = format.infer(paths, opener());
        if (found.size() == 0) {
            throw new TidemillException(
                    Condition.INVALID_SCHEMA,
                    "the columns of %s cannot be found out: %s has no files with records"
                            .formatted(context.name(), path),
                    "declare the columns, or put files there first");
        }
        return found;
    }

    /// The columns that folders give, at the types their values have.
    private StructType folderColumns(List<SourceFile> files) {
        var types = new LinkedHashMap<String, DataType>();
        for (var file : files) {
            file.partition()
                    .forEach((name, value) ->
                            types.merge(
                                    name,
                                    sourceOptions.partitionTypes()
                                            ? PartitionPath.infer(value)
                                            : new StringType(),
                                    PartitionPath::merge));
        }
        var columns = new ArrayList<StructField>();
        types.forEach((name, type) ->
                columns.add(
                        new StructField(name, type instanceof NullType ? new StringType() : type)));
        return new StructType(columns);
    }

    @Override
    public Source source(boolean streaming) throws IOException {
        if (streaming && context.schema().isEmpty() && !format.hasFixedColumns()) {
            throw new TidemillException(
                    Condition.INVALID_SCHEMA,
                    "%s is read as a stream and has no declared columns".formatted(context.name()),
                    "declare its columns: what files hold may change as they come; or set"
                            + " spark.sql.streaming.schemaInference to true in front of CREATE"
                            + " TABLE");
        }
        var unused = listing().list(); // Says at once what does not exist.
        return new FileSource(
                context.world(),
                new SourceLayout(path, format, opener(), codecs, schema(), zone(), sourceOptions),
                listing(),
                streaming,
                streaming ? Optional.of(sharedAs()) : Optional.empty());
    }

    private SharedAs sharedAs() throws IOException {
        return new SharedAs(extension, path, schema(), context.options(), context.base());
    }

    /// All that says how files are read: tables that are equal in it read the same rows.
    private record SharedAs(
            String extension, Path path, StructType schema, Options options, Path base) {}

    private static boolean isIn(StructType columns, String name) {
        return columns.fieldList().stream().anyMatch(c -> c.name().equalsIgnoreCase(name));
    }

    @Override
    public Sink sink(StructType rows) {
        if (Globs.isGlob(path.toString())) {
            throw new TidemillException(
                    Condition.UNSUPPORTED_FEATURE,
                    "%s cannot be written: its path is a glob, %s".formatted(context.name(), path),
                    "name a directory");
        }
        var partitionBy = new ArrayList<Integer>();
        for (var column : context.partitionColumns()) {
            partitionBy.add(indexOf(rows, column));
        }
        if (!partitionBy.isEmpty() && partitionBy.size() == rows.size()) {
            throw new TidemillException(
                    Condition.UNSUPPORTED_FEATURE,
                    "%s cannot be written: all of its columns are folders"
                            .formatted(context.name()),
                    "leave one column out of PARTITIONED BY");
        }
        Optional<Codec> codec =
                format.selfCompressed()
                        ? Optional.empty()
                        : codecs.named(sinkOptions.compression());
        return new FileSink(
                context.world(),
                new SinkLayout(path, format, extension, codec, rows, partitionBy, sinkOptions));
    }

    @Override
    public Optional<Sink> rejectedSink(String query) throws IOException {
        return RejectedFiles.sink(context, query);
    }

    /// The zone of times in names of folders: that of the format's times.
    private ZoneId zone() {
        return context.options().get("timeZone").map(Charsets::checkZone).orElse(ZoneOffset.UTC);
    }

    private int indexOf(StructType rows, String column) {
        for (int i = 0; i < rows.size(); i++) {
            if (rows.field(i).name().equalsIgnoreCase(column)) {
                return i;
            }
        }
        throw new TidemillException(
                Condition.UNRESOLVED_COLUMN__WITH_SUGGESTION,
                "%s is partitioned by '%s', which is none of its columns: %s"
                        .formatted(context.name(), column, String.join(", ", rows.fieldNames())),
                "name one of them");
    }
}
