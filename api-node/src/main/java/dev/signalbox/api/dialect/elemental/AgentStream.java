package dev.signalbox.api.dialect.elemental;

import dev.signalbox.api.core.feed.OutputFeed;
import dev.signalbox.api.core.feed.OutputStep;
import dev.signalbox.api.core.text.Iso;
import dev.signalbox.api.http.Heartbeat;
import dev.signalbox.api.http.SseWriter;
import dev.signalbox.api.http.StreamOutput;
import dev.signalbox.schemas.state.Session;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Writes one session of an agent as server-sent events, from where the client last was until the session's end.
final class AgentStream {
    private final OutputFeed feed;
    private final Session session;
    private final EventId last;
    private final Narration narration;
    private final Heartbeat heartbeat;

    /// @param feed that begins behind the last event
    /// @param last what the client has
    AgentStream(OutputFeed feed, Session session, EventId last, Heartbeat heartbeat) {
        this.feed = feed;
        this.session = session;
        this.last = last;
        this.narration = Narration.from(session.spec(), last.offset());
        this.heartbeat = heartbeat;
    }

    void write(StreamOutput out) throws IOException, InterruptedException {
        out.onStop(feed::wake);
        var sse = new SseWriter(out);
        // With the id that the client has: one that drops right after this loses nothing.
        sse.event(
                last.text(),
                "connected",
                Map.of("sessionId", session.id(), "agentId", session.agentId(), "timestamp", Iso.of(Instant.now())));
        sse.flush();
        boolean over = false;
        while (!over && !out.stopping() && !heartbeat.expired()) {
            over = give(sse, feed.next(sse.pending() ? Duration.ZERO : heartbeat.left()));
            beat(sse);
        }
        sse.flush();
    }

    /// Whether that was the end.
    private boolean give(SseWriter sse, OutputStep step) throws IOException {
        switch (step) {
            case OutputStep.Output(var record, _, var at) -> tell(sse, narration.take(record, at));
            case OutputStep.Gap _ -> {}
            case OutputStep.CaughtUp _, OutputStep.Idle _ -> sse.flush();
            case OutputStep.End(var ended, var _, var _) -> {
                tell(sse, narration.finish(ended));
                end(sse, ended);
                return true;
            }
        }
        return false;
    }

    private void tell(SseWriter sse, List<Narration.Part> parts) throws IOException {
        for (Narration.Part part : parts) {
            switch (part) {
                case Narration.Part.Happened(var event) ->
                    sse.event(EventId.behind(session.id(), event.end()).text(), "agent_" + event.type(), event.json());
                case Narration.Part.Missing missing ->
                    sse.event(
                            EventId.behind(session.id(), missing.to()).text(),
                            "agent_error",
                            Map.of("error", missing.text()));
            }
        }
    }

    private void end(SseWriter sse, Session ended) throws IOException {
        Closing closing = Closing.of(ended);
        EventId failure = EventId.failure(session.id());
        if (closing.error() != null && last.before(failure)) {
            sse.event(failure.text(), "agent_error", Map.of("error", closing.error()));
        }
        EventId exit = EventId.exit(session.id());
        if (last.before(exit)) {
            sse.event(exit.text(), "agent_exit", closing.exit());
        }
    }

    /// Without an id: it is in nobody's history.
    private void beat(SseWriter sse) throws IOException {
        if (!heartbeat.due()) {
            return;
        }
        sse.event(null, "heartbeat", Map.of("timestamp", Iso.of(Instant.now())));
        sse.flush();
    }
}
