package dev.signalbox.api.dialect.elemental;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What an agent is for.
enum AgentRole {
    DIRECTOR,
    WORKER,
    STEWARD;

    /// An agent of another dialect, whose role Elemental does not know or that has none, is a worker.
    static AgentRole of(@Nullable String role) {
        return role == null ? WORKER : named(role).orElse(WORKER);
    }

    static Optional<AgentRole> named(String name) {
        return Arrays.stream(values())
                .filter(role -> role.wireName().equals(name))
                .findFirst();
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
