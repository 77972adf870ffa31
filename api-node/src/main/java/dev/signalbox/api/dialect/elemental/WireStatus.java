package dev.signalbox.api.dialect.elemental;

import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.state.SessionStatus;
import java.util.Locale;

/// Where a session stands, in Elemental's words.
enum WireStatus {
    STARTING,
    RUNNING,
    SUSPENDED,
    TERMINATING,
    TERMINATED;

    /// Elemental has no word for a host that fell silent: such a session is shown as it was before.
    static WireStatus of(Session session) {
        var silence = session.silence();
        return session.status() == SessionStatus.UNKNOWN && silence != null ? of(silence.was()) : of(session.status());
    }

    private static WireStatus of(SessionStatus status) {
        return switch (status) {
            case REQUESTED, PLACED, STARTING -> STARTING;
            case RUNNING, UNKNOWN -> RUNNING;
            case STOPPING -> TERMINATING;
            case SUSPENDED -> SUSPENDED;
            case ENDED, FAILED_TO_START, LOST -> TERMINATED;
        };
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
