package io.tidemill.file;

import io.tidemill.format.json.JsonFormat;

/// The connector `json`.
public final class JsonFiles extends FileConnector {
    public JsonFiles() {
        super(new JsonFormat());
    }
}
