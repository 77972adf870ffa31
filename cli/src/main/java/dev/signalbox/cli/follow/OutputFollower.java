package dev.signalbox.cli.follow;

import dev.signalbox.cli.api.Api;
import dev.signalbox.cli.api.Route;
import dev.signalbox.cli.api.ServerEvent;
import dev.signalbox.cli.console.CliException;
import dev.signalbox.cli.console.Notices;
import org.jspecify.annotations.Nullable;

/// Reads a session's output into a sink.
public final class OutputFollower {
    private final Api api;
    private final Notices notices;

    public OutputFollower(Api api, Notices notices) {
        this.api = api;
        this.notices = notices;
    }

    /// What to read.
    ///
    /// @param from a cursor, `start` or `end`; null: the start
    /// @param stream `out`, `err`, or null for both
    /// @param items `true`, `only` or `false`
    public record Wish(
            String session,
            @Nullable String from,
            @Nullable String since,
            @Nullable String stream,
            String items,
            boolean follow) {

        Route route() {
            return Route.of("sessions", session, "output")
                    .with("from", from)
                    .with("since", since)
                    .with("stream", stream)
                    .with("items", items)
                    .with("follow", follow);
        }
    }

    /// Reads to the end of the session, or without `follow` to the end of what is there.
    ///
    /// @return how the session ended, null when it has not ended or nobody reads any more
    public @Nullable SessionEnd follow(Wish wish, OutputSink sink) {
        Reading reading = new Reading(wish, sink);
        try {
            new Resuming(api, notices).read(wish.route(), reading);
        } catch (CliException e) {
            String oldest = e.fault().oldest();
            throw oldest == null ? e : e.withHint("The oldest that is retained: --from " + oldest);
        }
        return reading.end;
    }

    private final class Reading implements Resuming.Taker {
        private final Wish wish;
        private final OutputSink sink;
        private @Nullable SessionEnd end;

        Reading(Wish wish, OutputSink sink) {
            this.wish = wish;
            this.sink = sink;
        }

        @Override
        public boolean take(ServerEvent event) {
            switch (event.type()) {
                case "output" -> sink.output(api.parse(event.data()), event.id());
                case "item" -> sink.item(api.parse(event.data()), event.id());
                case "gap" -> sink.gap(api.parse(event.data()));
                case "caught_up" -> {
                    sink.drained();
                    return wish.follow();
                }
                case "end" -> {
                    end = new SessionEnd(api.parse(event.data()));
                    sink.end(end.event(), event.id());
                    return false;
                }
                // Heartbeats, and what a later version may add.
                default -> {}
            }
            return true;
        }

        @Override
        public boolean drained() {
            sink.drained();
            return !sink.closed();
        }

        @Override
        public void lost() {
            sink.gap(Api.object());
        }
    }
}
