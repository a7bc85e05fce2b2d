package io.tidemill.checkpoint;

import io.tidemill.system.FileSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The state changes of one epoch on their way to the log, from several workers at once.
///
/// They are kept until they are more than a record should hold; from then on each section goes
/// straight to the epoch's run file, under a temporary name. [Checkpoint#append] makes that file
/// durable and logs where the sections are. Closed without that, it leaves nothing. Memory: what a
/// record may hold, and a buffer.
public final class EpochChanges implements AutoCloseable {
    private final FileSystem files;
    private final Path directory;
    private final StateFileName name;
    private final LogWriter space;
    private final long inlineBytes;
    private final List<Section> sections = new ArrayList<>();
    private @Nullable StateFileWriter run;
    private long bytes;

    EpochChanges(
            FileSystem files,
            Path directory,
            StateFileName name,
            LogWriter space,
            long inlineBytes) {
        this.files = files;
        this.directory = directory;
        this.name = name;
        this.space = space;
        this.inlineBytes = inlineBytes;
    }

    /// Adds what an operator's part says. Sections of one part come in their order.
    ///
    /// @param section lent: its payload may change afterwards
    /// @throws io.tidemill.data.TidemillException `WAITING_FOR_SPACE`, or that it cannot be
    ///   written: the epoch cannot be logged
    public synchronized void add(StateSection section) {
        try {
            take(section);
        } catch (IOException e) {
            throw Problems.writing(directory, e);
        }
    }

    synchronized void take(StateSection section) throws IOException {
        bytes += section.payload().length();
        var writer = run;
        if (writer == null && bytes > inlineBytes) {
            writer = beginRun();
        }
        sections.add(
                writer == null
                        ? new Section.Inline(section.withPayload(section.payload().copy()))
                        : writer.add(section));
    }

    /// Moves what is kept to a run.
    private StateFileWriter beginRun() throws IOException {
        space.checkLowWater(bytes);
        var writer = new StateFileWriter(files, directory.resolve("state"), name);
        run = writer;
        for (int i = 0; i < sections.size(); i++) {
            sections.set(i, writer.add(sections.get(i).section()));
        }
        return writer;
    }

    /// Makes the run durable, if there is one; what the record is to hold.
    synchronized List<Section> finish() throws IOException {
        if (run != null) {
            run.finish(name.epoch());
        }
        return sections;
    }

    /// How many bytes lie in a run.
    synchronized long runBytes() {
        return run == null ? 0 : run.length();
    }

    @Override
    public synchronized void close() {
        var unfinished = run;
        run = null;
        if (unfinished != null) {
            try {
                unfinished.close();
            } catch (IOException e) {
                throw Problems.writing(directory, e);
            }
        }
    }
}
