package dev.signalbox.processor.decide;

import dev.signalbox.schemas.directive.Directive;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.report.Report;
import dev.signalbox.schemas.state.Host;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.state.SessionStatus;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Makes the record agree with what a host says it has: finds sessions again, gives up those that the host does not
/// know, and ends processes that nobody wants.
final class Reconciling {
    private Reconciling() {}

    /// @param lastDirectiveSeq the last directive that the host had applied; what a later one started is left alone
    static void inventory(Draft draft, String hostId, long lastDirectiveSeq, List<Report.Found> found) {
        Host host = HostDecider.find(draft, hostId);
        if (host == null) {
            return;
        }
        Set<String> known = new HashSet<>();
        for (Report.Found one : found) {
            Session session = SessionDecider.find(draft, one.sessionId());
            boolean ours = session != null
                    && hostId.equals(session.hostId())
                    && session.epoch() == one.epoch()
                    && !session.status().terminal();
            if (ours) {
                known.add(one.sessionId());
            }
            switch (one.liveness()) {
                case ALIVE, STARTING -> {
                    if (session != null && ours) {
                        foundAlive(draft, session, one);
                    } else {
                        reap(draft, hostId, one);
                    }
                }
                case EXITED -> {}
            }
        }
        for (Session session : HostDecider.sessions(draft, host)) {
            if (!known.contains(session.id()) && session.launchSeq() <= lastDirectiveSeq) {
                SessionEnding.lose(draft, session, "its host does not know it", false);
            }
        }
    }

    private static void foundAlive(Draft draft, Session session, Report.Found one) {
        Session.Silence silence = session.silence();
        boolean hadStarted =
                silence != null && silence.was() != SessionStatus.PLACED && silence.was() != SessionStatus.STARTING;
        if (one.liveness() == Report.Liveness.ALIVE && hadStarted) {
            SessionReports.found(draft, session);
        } else if (one.liveness() == Report.Liveness.STARTING && silence != null) {
            draft.emit(session.ref(), new Event.SessionFound(SessionStatus.STARTING));
        }
    }

    /// A process that the record has given up, or never knew: at most one session is authoritative, so it is ended.
    private static void reap(Draft draft, String hostId, Report.Found one) {
        Session session = SessionDecider.find(draft, one.sessionId());
        if (session != null && session.status() == SessionStatus.LOST && hostId.equals(session.hostId())) {
            draft.emit(session.ref(), new Event.SessionReaped(one.epoch()));
        }
        draft.tell(
                hostId,
                new Directive.Stop(one.sessionId(), one.epoch(), Duration.ofSeconds(2), "the record has given it up"));
    }

    /// A process of a session that is over has ended: nothing is left to be done.
    static void goneAtLast(Draft draft, String hostId, Report.SessionExited report) {
        Session session = SessionDecider.find(draft, report.sessionId());
        if (session != null
                && hostId.equals(session.hostId())
                && session.status() == SessionStatus.LOST
                && session.epoch() == report.epoch()) {
            draft.emit(session.ref(), new Event.SessionReaped(report.epoch()), "the lost process has ended");
        }
    }
}
