package io.tidemill.parquet;

import module java.base;

import io.tidemill.connect.FileOpener;
import io.tidemill.connect.Format;
import io.tidemill.connect.ReadRequest;
import io.tidemill.connect.option.OptionReader;
import io.tidemill.connect.option.Options;
import io.tidemill.data.Batch;
import io.tidemill.sql.types.StructType;
import io.tidemill.system.RealWorld;

/// What the tests of this module share: files on disk or in memory, read as objects.
final class ParquetFiles {
    /// Opens real files.
    static final FileOpener DISK =
            new FileOpener() {
                private final io.tidemill.system.FileSystem files = RealWorld.create().files();

                @Override
                public InputStream open(Path file, long offset) throws IOException {
                    var open = files.open(file);
                    return new FilterInputStream(open.stream(offset)) {
                        @Override
                        public void close() throws IOException {
                            open.close();
                        }
                    };
                }

                @Override
                public long size(Path file) throws IOException {
                    return files.stat(file).orElseThrow().size();
                }
            };

    private ParquetFiles() {}

    /// Opens one file that lies in memory.
    static FileOpener memory(byte[] bytes) {
        return new FileOpener() {
            @Override
            public InputStream open(Path file, long offset) {
                var in = new ByteArrayInputStream(bytes);
                in.skip(offset);
                return in;
            }

            @Override
            public long size(Path file) {
                return bytes.length;
            }
        };
    }

    static Format.Configured format(Map<String, String> options) {
        var reader = new OptionReader("table t", Options.of(options));
        var format = new ParquetFormat().configure(reader);
        reader.finish();
        return format;
    }

    static byte[] write(StructType schema, Map<String, String> options, Batch... batches)
            throws IOException {
        var bytes = new ByteArrayOutputStream();
        var writer = format(options).writer(bytes, schema);
        for (var batch : batches) {
            writer.write(batch, null, batch.rows());
        }
        writer.finish();
        return bytes.toByteArray();
    }

    static StructType schema(FileOpener opener, Path file) throws IOException {
        return format(Map.of()).infer(List.of(file), opener);
    }

    static List<List<Object>> rows(FileOpener opener, Path file, StructType columns)
            throws IOException {
        return rows(opener, file, 0, Long.MAX_VALUE, columns);
    }

    static List<List<Object>> rows(
            FileOpener opener, Path file, long from, long to, StructType columns)
            throws IOException {
        var rows = new ArrayList<List<Object>>();
        var request = new ReadRequest(columns, (_, _, _, _, _, _) -> {});
        try (var reader = format(Map.of()).reader(opener, file, from, to, request)) {
            var batch = Batch.create(columns, 1);
            while (reader.next(batch)) {
                for (int row = 0; row < batch.rows(); row++) {
                    rows.add(plain(batch.row(row)));
                }
            }
        }
        return rows;
    }

    /// Values that compare by what they hold.
    static List<Object> plain(Object[] row) {
        return Stream.of(row)
                .map(ParquetFiles::plainValue)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static Object plainValue(Object value) {
        return switch (value) {
            case null -> null;
            case byte[] bytes -> HexFormat.of().formatHex(bytes);
            case Object[] fields -> plain(fields);
            case List<?> list -> plain(list.toArray());
            case Map<?, ?> map -> {
                var copy = new LinkedHashMap<Object, Object>();
                map.forEach((key, item) -> copy.put(plainValue(key), plainValue(item)));
                yield copy;
            }
            default -> value;
        };
    }
}
