package io.tidemill.file;

import io.tidemill.connect.Connector;
import io.tidemill.connect.Format;
import io.tidemill.connect.Table;
import io.tidemill.connect.TableContext;
import io.tidemill.connect.option.OptionReader;
import java.util.Optional;
import java.util.ServiceLoader;

/// Files of one format as tables. There is one such connector for each [Format] on the class path:
/// `json`, `csv` and `text` are subclasses that [ServiceLoader] finds; a format of another module
/// is served by [#named].
public class FileConnector implements Connector {
    private final Format format;

    public FileConnector(Format format) {
        this.format = format;
    }

    /// The connector of files of the format of this name, if there is one.
    public static Optional<Connector> named(String name) {
        return ServiceLoader.load(Format.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(format -> format.name().equalsIgnoreCase(name))
                .<Connector>map(FileConnector::new)
                .findFirst();
    }

    @Override
    public String name() {
        return format.name();
    }

    @Override
    public Table table(TableContext context) {
        var reader = new OptionReader("table " + context.name(), context.options());
        var codecs = new Codecs();
        var sourceOptions = reader.read(FileSourceOptions.class);
        var sinkOptions = reader.read(FileSinkOptions.class);
        var configured = format.configure(reader);
        try {
            var unused = codecs.named(sinkOptions.compression());
        } catch (IllegalArgumentException e) {
            if (!configured.selfCompressed()) {
                reader.problem(String.valueOf(e.getMessage()));
            }
        }
        reader.finish();
        return new FileTable(
                context, format.extension(), configured, codecs, sourceOptions, sinkOptions);
    }
}
