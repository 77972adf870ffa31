package dev.signalbox.processor.decide;

import dev.signalbox.schemas.directive.Directive;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.report.Report;
import dev.signalbox.schemas.state.Host;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.state.SessionStatus;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Makes the record agree with what a host says it has: finds sessions again, gives up those that the host does
/// not know, and ends processes that nobody wants.
final class Reconciling {
    private static final String ENDED_AT_LAST = "the lost process has ended";

    private Reconciling() {}

    /// @param lastDirectiveSeq the last directive that the host had applied; what a later one started is left
    ///     alone
    /// @param done what is over and still takes room there: what the record has forgotten may go
    static void inventory(
            Draft draft, String hostId, long lastDirectiveSeq, List<Report.Found> found, List<String> done) {
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
                        SessionReports.found(draft, session);
                    } else {
                        reap(draft, hostId, one.sessionId(), one.epoch());
                    }
                }
                case EXITED -> {
                    if (session == null) {
                        draft.tell(hostId, new Directive.Forget(one.sessionId()));
                    }
                }
            }
        }
        done.stream()
                .filter(id -> SessionDecider.find(draft, id) == null)
                .limit(Limits.FORGOTTEN_AT_ONCE)
                .forEach(id -> draft.tell(hostId, new Directive.Forget(id)));
        for (Session session : HostDecider.sessions(draft, host)) {
            if (!known.contains(session.id()) && session.launchSeq() <= lastDirectiveSeq) {
                SessionEnding.lose(draft, session, "its host does not know it", false);
            }
        }
    }

    /// A process that the record has given up, or never knew: at most one session is authoritative, so it is ended. A
    /// host tells for a while of one that has ended since.
    static void reap(Draft draft, String hostId, String sessionId, long epoch) {
        Session session = SessionDecider.find(draft, sessionId);
        if (session != null
                && hostId.equals(session.hostId())
                && session.epoch() == epoch
                && ENDED_AT_LAST.equals(session.cause().why())) {
            return;
        }
        if (session != null && session.status() == SessionStatus.LOST && hostId.equals(session.hostId())) {
            draft.emit(session.ref(), new Event.SessionReaped(epoch));
        }
        draft.tell(hostId, new Directive.Stop(sessionId, epoch, Limits.GIVEN_UP_GRACE, "the record has given it up"));
    }

    /// Directives never came to the host. Inputs that were on their way may have been among them; what else was
    /// is seen in the inventory that is asked for, or when a stop or start is not reported.
    static void directivesMissing(Draft draft, String hostId) {
        draft.tell(hostId, new Directive.TakeInventory("directives are missing"));
        Host host = HostDecider.find(draft, hostId);
        if (host != null) {
            for (Session session : HostDecider.sessions(draft, host)) {
                for (String inputId : session.inFlight()) {
                    draft.emit(InputDecider.ref(inputId), new Event.InputDeliveryUnknown(session.id()));
                }
                InputDecider.pump(draft, session.id());
            }
        }
    }

    /// A process of a session that is over, or even forgotten, has ended. A host may tell that again.
    static void goneAtLast(Draft draft, String hostId, Report.SessionExited report) {
        Session session = SessionDecider.find(draft, report.sessionId());
        if (session == null) {
            draft.tell(hostId, new Directive.Forget(report.sessionId()));
        } else if (hostId.equals(session.hostId())
                && session.status() == SessionStatus.LOST
                && session.epoch() == report.epoch()
                && !ENDED_AT_LAST.equals(session.cause().why())) {
            draft.emit(session.ref(), new Event.SessionReaped(report.epoch()), ENDED_AT_LAST);
        }
    }
}
