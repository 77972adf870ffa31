package dev.signalbox.api.dialect.neolith;

import dev.signalbox.api.core.feed.EventFeed;
import dev.signalbox.api.core.feed.EventStep;
import dev.signalbox.api.http.SseWriter;
import dev.signalbox.api.http.StreamOutput;
import dev.signalbox.schemas.event.EventRecord;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/// Writes an orchestrator's events as server-sent events until its token is worth nothing any more; whether it was
/// taken back is looked at with each heartbeat.
final class EventStream {
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Surface surface;
    private final DaemonAccess.Asker asker;
    private final EventFeed feed;
    private final EventReading reading;
    private boolean revoked;
    private long beatAt;

    EventStream(Surface surface, DaemonAccess.Asker asker, EventFeed feed, EventReading reading) {
        this.surface = surface;
        this.asker = asker;
        this.feed = feed;
        this.reading = reading;
    }

    void write(StreamOutput out) throws IOException, InterruptedException {
        out.onStop(feed::wake);
        var sse = new SseWriter(out);
        sse.comment("connected");
        beatLater();
        while (!out.stopping() && !over()) {
            switch (feed.next(sse.pending() ? Duration.ZERO : LOOK)) {
                case EventStep.Happened(var record, var _, var _) -> {
                    if (seen(out, record)) {
                        for (DaemonEvents.Wire event : reading.at(record)) {
                            sse.event(event.id(), event.type(), event);
                        }
                    }
                }
                case EventStep.Idle _, EventStep.CaughtUp _ -> {
                    if (System.nanoTime() >= beatAt) {
                        sse.comment("keep-alive");
                        revoked = !surface.access().holds(asker);
                        beatLater();
                    }
                    sse.flush();
                }
                case EventStep.Gap _ -> {}
            }
        }
        sse.flush();
    }

    /// Whose session an event is of is not known before this node has read as far; false when the stream is to end.
    private boolean seen(StreamOutput out, EventRecord record) throws InterruptedException {
        while (!out.stopping()) {
            if (surface.core().views().awaitN(asker.namespace(), record.n(), LOOK)) {
                return true;
            }
        }
        return false;
    }

    private void beatLater() {
        beatAt = System.nanoTime() + surface.options().heartbeat().toNanos();
    }

    private boolean over() {
        Instant expires = asker.expiresAt();
        return revoked || (expires != null && !surface.now().isBefore(expires));
    }
}
