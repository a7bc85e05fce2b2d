package io.tidemill.runtime;

import io.tidemill.connect.ReadRequest;
import io.tidemill.connect.Source;
import io.tidemill.connect.SplitReader;
import io.tidemill.data.Batch;
import io.tidemill.data.Column;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The rows of a split that others read too, with the columns that this query asks for.
///
/// It goes on alone, from the same row, when the next batch cannot be had any more, and when a
/// record could not be read and other columns were asked for than its own: only its own columns say
/// whether that record counts as bad here.
final class SharedRows implements SplitRows {
    private final Source source;
    private final SharedSplit split;
    private final ReadRequest request;
    private final Batch own;
    private final boolean sameColumns;
    private Batch batch;
    private @Nullable SplitReader alone;
    private SharedSplit.@Nullable Shared held;
    private int position;
    private long rowsGiven;
    private long bytesRead;
    private long shared;
    private int batchesToSkip;
    private long rowsToSkip;
    private boolean closed;

    /// @param split has been entered
    /// @param own a batch of the columns asked for
    SharedRows(Source source, SharedSplit split, ReadRequest request, Batch own) {
        this.source = source;
        this.split = split;
        this.request = request;
        this.own = own;
        batch = own;
        sameColumns = split.columns().size() == request.columns().size();
    }

    @Override
    public boolean isReady(Runnable wake) {
        var reader = alone;
        return reader != null ? reader.isReady(wake) : split.isReady(position, wake);
    }

    @Override
    public boolean next() throws IOException {
        release();
        var reader = alone;
        if (reader != null) {
            return nextAlone(reader);
        }
        return switch (split.at(position)) {
            case SharedSplit.At.Here(var found) -> {
                shared++;
                yield take(found);
            }
            case SharedSplit.At.ToBeRead() -> {
                var read = split.read(source);
                yield read.isPresent() ? take(read.get()) : nextAlone(goAlone());
            }
            case SharedSplit.At.BeingRead() -> {
                own.clear();
                batch = own;
                yield true;
            }
            case SharedSplit.At.Gone() -> nextAlone(goAlone());
        };
    }

    private void release() {
        var had = held;
        held = null;
        if (had != null) {
            batch = own;
            split.release(had);
        }
    }

    private boolean take(SharedSplit.Shared found) throws IOException {
        held = found;
        if (!found.rejected().isEmpty() && !sameColumns) {
            return nextAlone(goAlone());
        }
        found.rejected().forEach(rejected -> rejected.tell(request.badRecords()));
        position++;
        rowsGiven += found.batch().rows();
        bytesRead = found.bytesRead();
        batch = picked(found.batch());
        return found.more();
    }

    /// The columns asked for; the values are everybody's.
    private Batch picked(Batch all) {
        var columns = new Column[request.columns().size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = all.column(all.schema().fieldIndex(request.columns().field(i).name()));
        }
        var picked = new Batch(request.columns(), columns);
        picked.setRows(all.rows());
        picked.setOrigin(all.origin().orElse(null));
        return picked;
    }

    private SplitReader goAlone() throws IOException {
        release();
        leave();
        batchesToSkip = sameColumns ? position : 0;
        rowsToSkip = sameColumns ? 0 : rowsGiven;
        var reader =
                source.open(
                        split.split(),
                        new ReadRequest(
                                request.columns(),
                                (file, offset, record, from, to, reason) -> {
                                    if (batchesToSkip == 0) {
                                        request.badRecords()
                                                .reject(file, offset, record, from, to, reason);
                                    }
                                }));
        alone = reader;
        return reader;
    }

    /// Reads on, passing over what was had already: the same batches where the same columns are
    /// read, else as many rows (among which no record was bad).
    private boolean nextAlone(SplitReader reader) throws IOException {
        boolean more = reader.next(own);
        batch = own;
        if (batchesToSkip > 0) {
            batchesToSkip--;
            own.clear();
        } else if (rowsToSkip >= own.rows()) {
            rowsToSkip -= own.rows();
            own.clear();
        } else if (rowsToSkip > 0) {
            batch = Batch.create(request.columns(), own.rows());
            for (int row = (int) rowsToSkip; row < own.rows(); row++) {
                batch.append(own, row);
            }
            int skipped = (int) rowsToSkip;
            batch.setOrigin(row -> own.describe(skipped + row));
            rowsToSkip = 0;
        }
        bytesRead = Math.max(bytesRead, reader.bytesRead());
        return more;
    }

    @Override
    public Batch batch() {
        return batch;
    }

    @Override
    public long bytesRead() {
        return bytesRead;
    }

    @Override
    public long shared() {
        return shared;
    }

    private void leave() throws IOException {
        if (!closed) {
            closed = true;
            split.leave();
        }
    }

    @Override
    public void close() throws IOException {
        release();
        leave();
        var reader = alone;
        alone = null;
        if (reader != null) {
            reader.close();
        }
    }
}
