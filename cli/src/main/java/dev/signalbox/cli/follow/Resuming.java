package dev.signalbox.cli.follow;

import dev.signalbox.cli.api.Api;
import dev.signalbox.cli.api.EventStream;
import dev.signalbox.cli.api.Route;
import dev.signalbox.cli.api.ServerEvent;
import dev.signalbox.cli.console.CliException;
import dev.signalbox.cli.console.Notices;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Reads a stream of events to its end, over as many connections and servers as that takes: each new connection goes on
/// behind the last cursor, and one line says so. Without any success for a while it gives up and names the cursor.
final class Resuming {
    private static final Duration GIVE_UP = Duration.ofSeconds(60);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

    private final Api api;
    private final Notices notices;
    private final Duration giveUp;
    private @Nullable String cursor;

    Resuming(Api api, Notices notices) {
        this(api, notices, GIVE_UP);
    }

    Resuming(Api api, Notices notices, Duration giveUp) {
        this.api = api;
        this.notices = notices;
        this.giveUp = giveUp;
    }

    /// Takes each event, and says whether more are wanted.
    interface Taker {
        boolean take(ServerEvent event);

        /// Nothing more has come yet. Returns whether somebody still reads.
        boolean drained();

        /// Output between the cursor and the oldest one that is retained is lost.
        void lost();
    }

    /// @param route the stream; its own starting point counts until the first cursor came
    void read(Route route, Taker taker) {
        long failingSince = 0;
        Duration pause = FIRST_PAUSE;
        boolean whole = true;
        while (true) {
            try (EventStream stream = api.stream(route, cursor)) {
                if (failingSince != 0) {
                    notices.say("signalbox: reconnected to " + api.http().server()
                            + (cursor != null && whole ? ", nothing is lost" : ""));
                    whole = true;
                }
                boolean progress = false;
                for (ServerEvent event = stream.next(); event != null; event = stream.next()) {
                    if (!progress) {
                        progress = true;
                        failingSince = 0;
                        pause = FIRST_PAUSE;
                    }
                    boolean more = event.type().equals("expired") ? expired() : taker.take(event);
                    cursor = event.id() == null || event.id().isEmpty() ? cursor : event.id();
                    if (!more) {
                        return;
                    }
                    if (stream.drained() && !taker.drained()) {
                        return;
                    }
                }
                api.http().switchServer();
            } catch (IOException _) {
                api.http().switchServer();
            } catch (CliException e) {
                if (e.fault().code().equals("CURSOR_EXPIRED")
                        && cursor != null
                        && e.fault().oldest() != null) {
                    taker.lost();
                    whole = false;
                    cursor = e.fault().oldest();
                    continue;
                }
                // Before the first event, a failure is an answer; later, it is an interruption.
                if (!e.fault().retryable() || (cursor == null && failingSince == 0)) {
                    throw e;
                }
            }
            if (!taker.drained()) {
                return;
            }
            if (failingSince == 0) {
                failingSince = System.nanoTime();
            } else if (System.nanoTime() - failingSince > giveUp.toNanos()) {
                throw CliException.unreachable(
                        "the stream broke off, and no server could be reached for " + giveUp.toSeconds() + " s",
                        cursor == null ? null : "Go on later with --from " + cursor);
            }
            pause(pause);
            pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    private static boolean expired() {
        throw CliException.expired("the token expired; the stream was closed");
    }

    private static void pause(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CliException.unreachable("interrupted", null);
        }
    }
}
