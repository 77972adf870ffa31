package dev.signalbox.host.session;

import dev.signalbox.host.reporting.Reporter;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.report.Report;
import dev.signalbox.schemas.state.SessionEnd;
import java.util.concurrent.CompletableFuture;

/// Tells again what stands in a session's note. The decider takes what it knows already for nothing new.
final class Retelling {
    private Retelling() {}

    static void start(SessionNote note, Reporter reporter) {
        if (note.process() != null) {
            reporter.tell(new Report.SessionStarted(note.sessionId(), note.epoch(), note.process()));
        }
    }

    /// Prompts that are settled.
    static void inputs(SessionNote note, Reporter reporter) {
        note.inputs().forEach((id, prompt) -> {
            switch (prompt.step()) {
                case WAITING, WRITING -> {}
                case DELIVERED, UNKNOWN, REFUSED -> reporter.tell(Prompts.report(note.sessionId(), id, prompt));
            }
        });
    }

    /// Everything of a session that is over.
    static void over(SessionNote note, Reporter reporter) {
        SessionEnd end = note.end();
        if (end != null) {
            start(note, reporter);
            inputs(note, reporter);
            end(note, end, reporter);
        }
    }

    static CompletableFuture<Void> end(SessionNote note, SessionEnd end, Reporter reporter) {
        if (note.process() != null || end.code() == null) {
            return reporter.tell(new Report.SessionExited(note.sessionId(), note.epoch(), end));
        }
        String message = end.reason() == null ? end.code().meaning() : end.reason();
        ErrorCode code = end.code();
        return reporter.tell(new Report.LaunchFailed(note.sessionId(), note.epoch(), code, message, end.tail()));
    }
}
