package io.tidemill.checkpoint;

import java.util.ArrayList;
import java.util.List;

/// The payload of an [Frame.Type#EPOCH] frame: the record with its sections inline or not.
record LoggedEpoch(EpochPlan plan, List<SinkTokens> sinks, List<Section> sections) {

    static LoggedEpoch inline(EpochRecord record) {
        var sections = new ArrayList<Section>();
        record.state().forEach(section -> sections.add(new Section.Inline(section)));
        return new LoggedEpoch(record.plan(), record.sinks(), sections);
    }

    EpochRecord withoutState() {
        return new EpochRecord(plan, List.of(), sinks);
    }

    Bytes encode() {
        var out = new Encoder();
        plan.write(out);
        out.list(sinks, sink -> sink.write(out));
        out.list(sections, section -> Section.write(out, section));
        return out.toBytes();
    }

    static LoggedEpoch decode(Bytes payload) {
        var in = new Decoder(payload);
        return new LoggedEpoch(
                EpochPlan.read(in),
                in.list(() -> SinkTokens.read(in)),
                in.list(() -> Section.read(in)));
    }
}
