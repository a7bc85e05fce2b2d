package io.tidemill.file;

import io.tidemill.format.text.TextFormat;

/// The connector `text`.
public final class TextFiles extends FileConnector {
    public TextFiles() {
        super(new TextFormat());
    }
}
