package dev.signalbox.processor.decide;

import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.directive.Directive;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.report.Report;
import dev.signalbox.schemas.state.Session;

/// Asks hosts what sessions use, and keeps what they answer.
final class Measuring {
    private Measuring() {}

    static Answer ask(Draft draft, Command.MeasureSession command) {
        Session session = SessionDecider.find(draft, command.sessionId());
        if (session == null) {
            return SessionDecider.notFound(command.sessionId());
        }
        return switch (session.status()) {
            case REQUESTED, PLACED, STARTING ->
                Answer.refused(ErrorCode.UNAVAILABLE, "the session has no process yet: there is nothing to measure");
            case UNKNOWN -> Answer.refused(ErrorCode.UNAVAILABLE, "the session's host is silent");
            case ENDED, FAILED_TO_START, SUSPENDED, LOST ->
                new Answer.Refused(ErrorCode.SESSION_ENDED, "sessionId", "the session has ended", session.ref());
            case RUNNING, STOPPING -> {
                Session.Measured before = session.measured();
                boolean fresh = before != null
                        && before.at().plus(Session.Measured.FRESH).isAfter(draft.now());
                if (!fresh && session.hostId() != null) {
                    draft.tell(session.hostId(), new Directive.Measure(session.id(), session.epoch()), Limits.MEASURE);
                }
                yield Answer.accepted(session.ref());
            }
        };
    }

    static void told(Draft draft, String hostId, Report.SessionMeasured report) {
        Session session = SessionDecider.find(draft, report.sessionId());
        if (session != null
                && hostId.equals(session.hostId())
                && session.epoch() == report.epoch()
                && !session.status().terminal()) {
            draft.emit(
                    session.ref(),
                    new Event.SessionMeasured(report.memoryBytes(), report.cpuPercent(), report.processes()));
        }
    }
}
