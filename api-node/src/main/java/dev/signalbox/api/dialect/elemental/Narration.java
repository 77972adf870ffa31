package dev.signalbox.api.dialect.elemental;

import dev.signalbox.schemas.output.OutputRecord;
import dev.signalbox.schemas.spec.SessionSpec;
import dev.signalbox.schemas.state.Session;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What a session's output is to a client: events, and between them what is missing. It goes by the offsets of standard
/// output alone, which is all that clients see. Pure; not thread-safe.
final class Narration {
    private static final long UNKNOWN = -1;

    private final Translation translation;
    private long offset;
    private Instant newest = Instant.EPOCH;

    sealed interface Part {
        record Happened(AgentEvent event) implements Part {}

        /// Bytes that are no longer kept.
        ///
        /// @param to the offset behind them
        record Missing(long from, long to) implements Part {
            String text() {
                return "bytes " + from + " to " + to + " of the output are no longer kept";
            }
        }
    }

    /// From an offset at which an event ends.
    static Narration from(SessionSpec spec, long offset) {
        return new Narration(spec, offset);
    }

    /// From now on, wherever that is.
    static Narration fromNow(SessionSpec spec) {
        return new Narration(spec, UNKNOWN);
    }

    private Narration(SessionSpec spec, long offset) {
        this.offset = offset;
        this.translation = new Translation(spec, offset);
    }

    /// @param at when the record came into the log
    List<Part> take(OutputRecord record, Instant at) {
        List<Part> parts = new ArrayList<>();
        if (record.kind() == OutputRecord.Kind.BYTES && record.stream() == OutputRecord.Stream.OUT) {
            upTo(record.streamByte(), at, parts);
            offset = record.endByte();
            newest = at;
            happened(translation.take(record.value(), at), parts);
        }
        return parts;
    }

    /// What is left when the session is over.
    List<Part> finish(Session ended) {
        List<Part> parts = new ArrayList<>();
        var end = ended.end();
        if (end != null) {
            upTo(end.outBytes(), newest, parts);
        }
        happened(translation.finish(newest), parts);
        return parts;
    }

    private void upTo(long next, Instant at, List<Part> parts) {
        if (offset != UNKNOWN && next > offset) {
            happened(translation.skipTo(next, at), parts);
            parts.add(new Part.Missing(offset, next));
            offset = next;
        }
    }

    private static void happened(List<AgentEvent> events, List<Part> parts) {
        events.forEach(event -> parts.add(new Part.Happened(event)));
    }
}
