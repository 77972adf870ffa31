package dev.signalbox.host.session;

import dev.signalbox.host.reporting.LogClock;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is looked after once a second: sessions that write faster than the log takes it, those that fell silent,
/// and those that must not outlive this host's contact with the log. Those are also looked at when the contact
/// comes back, since this process, or the whole machine, may have stood still meanwhile.
public final class Watch implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(Watch.class);
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final HostSessions sessions;
    private final LogClock clock;

    public Watch(HostSessions sessions, LogClock clock) {
        this.sessions = sessions;
        this.clock = clock;
        clock.whenBack(this::endWhatIsOverdue);
    }

    @Override
    public void run() {
        for (LiveSession session : sessions.all()) {
            try {
                session.checkHoldBack();
                session.checkSilence();
            } catch (IOException | RuntimeException e) {
                log.atWarn()
                        .addKeyValue("sessionId", session.note().sessionId())
                        .log("looking after the session failed: {}", e.toString());
            }
        }
        endWhatIsOverdue(clock.silence());
    }

    private void endWhatIsOverdue(Duration silence) {
        for (LiveSession session : sessions.all()) {
            if (OutOfContact.tooLong(session.note().spec(), silence)) {
                session.stop(GRACE, OutOfContact.REASON);
            }
        }
    }
}
