package io.tidemill.file;

import io.tidemill.format.csv.CsvFormat;

/// The connector `csv`.
public final class CsvFiles extends FileConnector {
    public CsvFiles() {
        super(new CsvFormat());
    }
}
