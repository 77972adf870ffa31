package dev.signalbox.cli.follow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.cli.api.Api;
import dev.signalbox.cli.api.Route;
import dev.signalbox.cli.api.ServerEvent;
import dev.signalbox.cli.console.CliException;
import dev.signalbox.cli.console.Notices;
import java.io.PrintStream;
import java.util.function.Consumer;

/// Reads the events of the namespace.
public final class EventFollower {
    private final Api api;
    private final Notices notices;

    public EventFollower(Api api, Notices notices) {
        this.api = api;
        this.notices = notices;
    }

    /// @param follow whether to go on when all that is there has been read
    /// @param out is flushed when nothing more has come yet
    public void follow(Route route, boolean follow, PrintStream out, Consumer<JsonNode> each) {
        Resuming.Taker taker = new Resuming.Taker() {
            @Override
            public boolean take(ServerEvent event) {
                switch (event.type()) {
                    case "event" -> each.accept(api.parse(event.data()));
                    case "gap" -> lost();
                    case "caught_up" -> {
                        return follow;
                    }
                    // Heartbeats, and what a later version may add.
                    default -> {}
                }
                return true;
            }

            @Override
            public boolean drained() {
                return !out.checkError();
            }

            @Override
            public void lost() {
                out.flush();
                notices.warn("--- gap: events not retained ---");
            }
        };
        try {
            new Resuming(api, notices).read(route, taker);
        } catch (CliException e) {
            String oldest = e.fault().oldest();
            throw oldest == null ? e : e.withHint("The oldest that is retained: --from " + oldest);
        } finally {
            out.flush();
        }
    }
}
