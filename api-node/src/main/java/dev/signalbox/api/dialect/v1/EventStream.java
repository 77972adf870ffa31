package dev.signalbox.api.dialect.v1;

import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.Readiness;
import dev.signalbox.api.core.feed.EventFeed;
import dev.signalbox.api.core.feed.EventStep;
import dev.signalbox.api.http.SseWriter;
import dev.signalbox.api.http.StreamOutput;
import dev.signalbox.schemas.event.EventRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;

/// Writes a namespace's events as server-sent events.
final class EventStream {
    private final EventFeed feed;
    private final Predicate<EventRecord> wanted;
    private final boolean follow;
    private final Pulse pulse;

    EventStream(
            EventFeed feed,
            Predicate<EventRecord> wanted,
            boolean follow,
            Principal principal,
            Readiness readiness,
            Duration heartbeat) {
        this.feed = feed;
        this.wanted = wanted;
        this.follow = follow;
        this.pulse = new Pulse(principal, readiness, heartbeat);
    }

    void write(StreamOutput out) throws IOException, InterruptedException {
        out.onStop(feed::wake);
        var sse = new SseWriter(out);
        sse.comment("signalbox");
        while (!out.stopping()) {
            EventStep step = feed.next(sse.pending() ? Duration.ZERO : pulse.left());
            switch (step) {
                case EventStep.Happened(var record, var _, var cursor) -> {
                    pulse.at(cursor.encode());
                    if (wanted.test(record)) {
                        sse.event(cursor.encode(), "event", record);
                    }
                }
                case EventStep.Gap(var from, var to, var cursor) ->
                    sse.event(cursor.encode(), "gap", Map.of("fromSeq", from, "toSeq", to));
                case EventStep.CaughtUp(var n, var cursor) -> {
                    pulse.at(cursor.encode());
                    sse.event(cursor.encode(), "caught_up", Map.of("n", n));
                    if (!follow) {
                        sse.flush();
                        return;
                    }
                }
                case EventStep.Idle _ -> sse.flush();
            }
            if (pulse.beat(sse)) {
                return;
            }
        }
        sse.flush();
    }
}
