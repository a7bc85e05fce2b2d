package io.tidemill.checkpoint;

/// A section as it stands in a record: whole, or as the place in a run file where it is.
sealed interface Section {

    /// @param section with its payload
    record Inline(StateSection section) implements Section {}

    /// @param section without its payload
    /// @param file the run file
    /// @param position of its frame in that file
    /// @param checksum of that frame's header
    /// @param length of the payload
    record InRun(StateSection section, StateFileName file, long position, int checksum, int length)
            implements Section {}

    StateSection section();

    static void write(Encoder out, Section section) {
        switch (section) {
            case Inline(var it) -> writeWhole(out.int8(0), it);
            case InRun(var it, var file, var position, var checksum, var length) -> {
                writeWhole(out.int8(1), it);
                out.int64(file.epoch()).int64(file.generation());
                out.int64(position).int32(checksum).int32(length);
            }
        }
    }

    static Section read(Decoder in) {
        var inline = in.int8() == 0;
        var section = readWhole(in);
        return inline
                ? new Inline(section)
                : new InRun(
                        section,
                        new StateFileName(in.int64(), in.int64(), StateFileName.Kind.RUN),
                        in.int64(),
                        in.int32(),
                        in.int32());
    }

    static void writeWhole(Encoder out, StateSection section) {
        writeHead(out, section).bytes(section.payload());
    }

    /// Writes all but the payload and its length.
    static Encoder writeHead(Encoder out, StateSection section) {
        return out.text(section.operator())
                .text(section.name())
                .int8(section.kind() == StateSection.Kind.SNAPSHOT ? 1 : 0)
                .int32(section.schemaVersion());
    }

    static StateSection readWhole(Decoder in) {
        return new StateSection(
                in.text(),
                in.text(),
                in.int8() == 1 ? StateSection.Kind.SNAPSHOT : StateSection.Kind.DELTA,
                in.int32(),
                in.bytes());
    }
}
