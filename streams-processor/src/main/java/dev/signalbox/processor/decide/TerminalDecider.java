package dev.signalbox.processor.decide;

import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.directive.Directive;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.state.Session;
import org.jspecify.annotations.Nullable;

/// Resizes the terminals of sessions, and lends their keyboards: to one writer at a time, each under a newer
/// epoch.
final class TerminalDecider {
    private TerminalDecider() {}

    static Answer resize(Draft draft, Command.ResizeSession command) {
        Session session = SessionDecider.find(draft, command.sessionId());
        Answer refusal = terminalOnly(session, command.sessionId());
        if (session == null || refusal != null) {
            return refusal == null ? SessionDecider.notFound(command.sessionId()) : refusal;
        }
        if (!session.terminal().equals(command.terminal())) {
            draft.emit(session.ref(), new Event.SessionResized(command.terminal()));
            if (session.hostId() != null) {
                draft.tell(session.hostId(), new Directive.Resize(session.id(), command.terminal()), Limits.INPUT);
            }
        }
        return Answer.accepted(session.ref());
    }

    static Answer acquireWriter(Draft draft, Command.AcquireWriter command, String principal) {
        Session session = SessionDecider.find(draft, command.sessionId());
        Answer refusal = terminalOnly(session, command.sessionId());
        if (session == null || refusal != null) {
            return refusal == null ? SessionDecider.notFound(command.sessionId()) : refusal;
        }
        Session.Writer writer = session.writer();
        if (writer != null && !writer.holder().equals(command.holder()) && !command.takeover()) {
            return new Answer.Refused(
                    ErrorCode.WRITER_HELD, "takeover", "the keyboard is held by " + writer.principal(), session.ref());
        }
        if (session.hostId() == null) {
            return Answer.refused(ErrorCode.UNAVAILABLE, "the session waits for a host");
        }
        long epoch = draft.nextN();
        draft.emit(session.ref(), new Event.WriterGranted(command.holder(), principal, epoch));
        draft.tell(session.hostId(), new Directive.GrantWriter(session.id(), epoch), Limits.INPUT);
        return new Answer.Accepted(session.ref(), epoch);
    }

    static Answer releaseWriter(Draft draft, Command.ReleaseWriter command) {
        Session session = SessionDecider.find(draft, command.sessionId());
        if (session == null) {
            return SessionDecider.notFound(command.sessionId());
        }
        if (session.writer() != null && session.writer().holder().equals(command.holder())) {
            draft.emit(session.ref(), new Event.WriterReleased());
        }
        return Answer.accepted(session.ref());
    }

    private static @Nullable Answer terminalOnly(@Nullable Session session, String id) {
        if (session == null) {
            return SessionDecider.notFound(id);
        }
        if (session.status().terminal()) {
            return new Answer.Refused(ErrorCode.SESSION_ENDED, "sessionId", "the session has ended", session.ref());
        }
        return session.spec().interactive()
                ? null
                : Answer.refused(
                        ErrorCode.NOT_INTERACTIVE,
                        "sessionId",
                        "the session has no terminal; send it an input instead");
    }
}
