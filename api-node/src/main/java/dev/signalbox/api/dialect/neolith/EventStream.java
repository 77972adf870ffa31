package dev.signalbox.api.dialect.neolith;

import dev.signalbox.api.core.feed.EventFeed;
import dev.signalbox.api.core.feed.EventStep;
import dev.signalbox.api.http.SseWriter;
import dev.signalbox.api.http.StreamOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Writes an orchestrator's events as server-sent events until its token expires.
final class EventStream {
    private final EventFeed feed;
    private final Optional<EventPlace> from;
    private final DaemonEvents events;
    private final Predicate<DaemonEvents.Wire> open;
    private final @Nullable Instant expires;
    private final NeolithOptions options;
    private long beatAt;

    EventStream(
            EventFeed feed,
            Optional<EventPlace> from,
            DaemonEvents events,
            Predicate<DaemonEvents.Wire> open,
            @Nullable Instant expires,
            NeolithOptions options) {
        this.feed = feed;
        this.from = from;
        this.events = events;
        this.open = open;
        this.expires = expires;
        this.options = options;
    }

    void write(StreamOutput out) throws IOException, InterruptedException {
        out.onStop(feed::wake);
        var sse = new SseWriter(out);
        sse.comment("connected");
        beatLater();
        while (!out.stopping() && !expired()) {
            Duration wait = sse.pending() ? Duration.ZERO : Duration.ofSeconds(1);
            switch (feed.next(wait)) {
                case EventStep.Happened(var record, var _, var _) -> {
                    EventPlace place = DaemonEvents.place(record);
                    if (from.map(start -> start.precedes(place)).orElse(true)) {
                        events.of(record).filter(open).ifPresent(event -> say(sse, event));
                    }
                }
                case EventStep.Idle _, EventStep.CaughtUp _ -> {
                    if (System.nanoTime() >= beatAt) {
                        sse.comment("keep-alive");
                        beatLater();
                    }
                    sse.flush();
                }
                case EventStep.Gap _ -> {}
            }
        }
        sse.flush();
    }

    private static void say(SseWriter sse, DaemonEvents.Wire event) {
        try {
            sse.event(event.id(), event.type(), event);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void beatLater() {
        beatAt = System.nanoTime() + options.heartbeat().toNanos();
    }

    private boolean expired() {
        return expires != null && !options.clock().instant().isBefore(expires);
    }
}
