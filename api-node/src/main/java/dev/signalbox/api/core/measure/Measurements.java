package dev.signalbox.api.core.measure;

import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.gateway.Commands;
import dev.signalbox.api.core.view.Kind;
import dev.signalbox.api.core.view.Row;
import dev.signalbox.api.core.view.Views;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.outcome.Outcome;
import dev.signalbox.schemas.state.Session;
import java.time.Duration;
import java.time.Instant;

/// Has the memory and the processor time of a session's processes measured on its host.
public final class Measurements {
    private final Views views;
    private final Commands commands;

    public Measurements(Views views, Commands commands) {
        this.views = views;
        this.commands = commands;
    }

    /// @param fresh false: the host did not answer in time; this one is older, as its time tells
    public record Reading(Session session, Session.Measured measured, boolean fresh) {}

    /// Waits for a measurement that is not older than the question, give or take two seconds, or answers the newest
    /// one there is when the time is over.
    ///
    /// @throws dev.signalbox.api.core.RefusedException SESSION_NOT_FOUND, SESSION_ENDED, FORBIDDEN; UNAVAILABLE
    /// where there is no process yet, the host is silent, or nothing was measured in time
    public Reading read(Principal principal, String sessionId, Duration atMost) throws InterruptedException {
        Outcome outcome = commands.accepted(principal, new Command.MeasureSession(sessionId));
        Instant asked = outcome.at().minus(Session.Measured.FRESH);
        Session session = views.await(
                        principal.namespace(),
                        Kind.SESSION,
                        sessionId,
                        s -> s.status().terminal() || isSince(s, asked),
                        atMost)
                .map(Row::entity)
                .orElseThrow(() -> Views.missing(Kind.SESSION, null));
        Session.Measured measured = session.measured();
        if (measured != null) {
            return new Reading(session, measured, isSince(session, asked));
        }
        throw (session.status().terminal()
                        ? Refusal.of(ErrorCode.SESSION_ENDED, "the session has ended, and was never measured")
                        : Refusal.of(ErrorCode.UNAVAILABLE, "the session's host did not measure it in time"))
                .asException();
    }

    private static boolean isSince(Session session, Instant time) {
        Session.Measured measured = session.measured();
        return measured != null && measured.at().isAfter(time);
    }
}
