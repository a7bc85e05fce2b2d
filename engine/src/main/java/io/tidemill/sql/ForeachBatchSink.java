package io.tidemill.sql;

import io.tidemill.api.java.function.VoidFunction2;
import io.tidemill.connect.EpochContext;
import io.tidemill.sql.types.StructType;
import java.util.List;

/// Calls a function of the program with each epoch's rows as a Dataset.
final class ForeachBatchSink<T> extends CollectingSink {
    private final TidemillSession session;
    private final StructType schema;
    private final Encoder<T> encoder;
    private final VoidFunction2<Dataset<T>, Long> function;

    ForeachBatchSink(
            TidemillSession session,
            StructType schema,
            Encoder<T> encoder,
            VoidFunction2<Dataset<T>, Long> function) {
        super(() -> session.shared().keptRows(schema));
        this.session = session;
        this.schema = schema;
        this.encoder = encoder;
        this.function = function;
    }

    @Override
    public String description() {
        return "ForeachBatchSink";
    }

    @Override
    void take(EpochContext epoch, List<KeptRows> parts) {
        var table = new KeptTable(schema, parts).ref("epoch " + epoch.epoch());
        var dataset = new Dataset<>(session, session.analysis().scan(table, false), encoder);
        try {
            function.call(dataset, epoch.epoch());
        } catch (Throwable e) {
            throw UserCodeFailure.of("foreachBatch", "epoch " + epoch.epoch(), e);
        }
    }
}
