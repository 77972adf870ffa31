package dev.signalbox.api.dialect.neolith;

import dev.signalbox.api.core.Capability;
import dev.signalbox.api.core.Principal;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// What a client of the daemon's socket may do. Each message type needs what the core needs for the same
/// thing, so that nothing is decided twice.
public enum Role {
    /// Everything, and sees everybody's sessions.
    ADMIN("admin", Principal.PERSON),
    /// Its own sessions.
    USER("user", EnumSet.of(Capability.VIEW, Capability.INPUT, Capability.CREATE, Capability.STOP)),
    /// Looks at its own sessions.
    READONLY("readonly", EnumSet.of(Capability.VIEW));

    private final String wireName;
    private final Set<Capability> capabilities;

    Role(String wireName, Set<Capability> capabilities) {
        this.wireName = wireName;
        this.capabilities = Set.copyOf(capabilities);
    }

    Set<Capability> capabilities() {
        return capabilities;
    }

    static Optional<Role> named(String name) {
        return Arrays.stream(values())
                .filter(role -> role.wireName.equals(name))
                .findFirst();
    }

    /// What a type of message needs; empty for one that nobody knows.
    static Optional<Capability> neededFor(String type) {
        return switch (type) {
            case "ping", "health_check", "session_status", "list_sessions", "daemon_status" ->
                Optional.of(Capability.VIEW);
            case "spawn_session" -> Optional.of(Capability.CREATE);
            case "execute_task" -> Optional.of(Capability.INPUT);
            case "stop_session" -> Optional.of(Capability.STOP);
            default -> Optional.empty();
        };
    }
}
