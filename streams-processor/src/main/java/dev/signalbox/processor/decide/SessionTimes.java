package dev.signalbox.processor.decide;

import dev.signalbox.schemas.state.SessionStatus;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/// The times at which a session entered its statuses.
final class SessionTimes {
    private SessionTimes() {}

    static Map<SessionStatus, Instant> with(Map<SessionStatus, Instant> times, SessionStatus status, Instant at) {
        Map<SessionStatus, Instant> changed = new EnumMap<>(SessionStatus.class);
        changed.putAll(times);
        changed.put(status, at);
        return changed;
    }
}
