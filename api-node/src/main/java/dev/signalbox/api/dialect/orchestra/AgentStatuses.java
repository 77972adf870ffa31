package dev.signalbox.api.dialect.orchestra;

import dev.signalbox.schemas.state.Activity;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.state.SessionStatus;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a session is called here: `running`, `idle`, `error` or, when it is over, `terminated`.
final class AgentStatuses {
    static final String RUNNING = "running";
    static final String IDLE = "idle";
    static final String ERROR = "error";
    static final String TERMINATED = "terminated";

    /// How long a session that broke off is still shown, as `error`.
    static final Duration ERROR_SHOWN = Duration.ofHours(1);

    private AgentStatuses() {}

    static String of(Session session) {
        return switch (session.status()) {
            case REQUESTED, PLACED, STARTING, STOPPING -> RUNNING;
            case RUNNING -> idle(session.activity()) ? IDLE : RUNNING;
            case UNKNOWN -> ERROR;
            case ENDED, FAILED_TO_START, SUSPENDED, LOST -> crashed(session) ? ERROR : TERMINATED;
        };
    }

    /// Whether it is over without anybody having wanted that.
    static boolean crashed(Session session) {
        boolean stopped = session.since().containsKey(SessionStatus.STOPPING);
        var end = session.end();
        return switch (session.status()) {
            case LOST, FAILED_TO_START -> !stopped;
            case ENDED ->
                !stopped && end != null && (end.signal() != null || end.exitCode() == null || end.exitCode() != 0);
            case REQUESTED, PLACED, STARTING, RUNNING, STOPPING, SUSPENDED, UNKNOWN -> false;
        };
    }

    /// Whether lists show it: what is not over, and for a while what broke off. What never ran was told to who spawned
    /// it.
    static boolean shown(Session session, Instant now) {
        return !session.status().terminal()
                || (crashed(session)
                        && session.status() != SessionStatus.FAILED_TO_START
                        && now.isBefore(session.since()
                                .getOrDefault(session.status(), session.cause().at())
                                .plus(ERROR_SHOWN)));
    }

    static boolean idle(@Nullable Activity activity) {
        return activity == Activity.IDLE || activity == Activity.NEEDS_APPROVAL || activity == Activity.NEEDS_ANSWER;
    }
}
