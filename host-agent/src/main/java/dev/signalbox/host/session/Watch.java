package dev.signalbox.host.session;

import dev.signalbox.host.reporting.LogClock;
import dev.signalbox.schemas.spec.SilentHostPolicy;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is looked after once a second: sessions that write faster than the log takes it, those that fell silent, and
/// those that must not outlive this host's contact with the log, counted by the monotonic clock.
public final class Watch implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(Watch.class);

    /// The decider calls a host silent after this time, so the time of a policy begins then.
    private static final Duration LEASE = Duration.ofSeconds(10);

    private static final Duration GRACE = Duration.ofSeconds(10);

    private final HostSessions sessions;
    private final LogClock clock;

    public Watch(HostSessions sessions, LogClock clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    @Override
    public void run() {
        for (LiveSession session : sessions.all()) {
            try {
                session.checkHoldBack();
                session.checkSilence();
                if (mustStop(session.note(), clock.silence())) {
                    session.stop(
                            GRACE, "the host was cut off from the log for longer than the session's policy allows");
                }
            } catch (IOException | RuntimeException e) {
                log.atWarn()
                        .addKeyValue("sessionId", session.note().sessionId())
                        .log("looking after the session failed: {}", e.toString());
            }
        }
    }

    static boolean mustStop(SessionNote note, Duration silence) {
        SilentHostPolicy policy = note.spec().silentHost();
        Duration after = policy.after();
        boolean here = policy.action() == SilentHostPolicy.Action.STOP_ON_HOST
                || (policy.action() == SilentHostPolicy.Action.REPLACE
                        && note.spec().exclusive());
        return here && after != null && silence.compareTo(LEASE.plus(after)) > 0;
    }
}
