package dev.signalbox.api.dialect.neolith;

import dev.signalbox.api.core.Capability;
import dev.signalbox.api.core.Principal;
import java.util.Map;
import java.util.Optional;

/// Whose sessions somebody sees. A client of the daemon's own credentials sees what it spawned and what is
/// spawned for the orchestrator of its name, an admin everything; a token of this installation sees its
/// namespace.
final class Caller {
    /// Subjects of the daemon's own credentials begin so.
    static final String PREFIX = "neolith/";

    private Caller() {}

    static String subject(String clientId) {
        return PREFIX + clientId;
    }

    /// @param labels of the session
    static boolean sees(Principal who, Map<String, String> labels) {
        Optional<String> client = clientId(who);
        if (client.isEmpty() || who.may(Capability.ADMIN)) {
            return true;
        }
        return client.get().equals(labels.get(Labels.OWNER)) || client.get().equals(labels.get(Labels.ORCHESTRATOR));
    }

    /// The client of the daemon's own credentials, empty for others.
    static Optional<String> clientId(Principal who) {
        return who.subject().startsWith(PREFIX)
                ? Optional.of(who.subject().substring(PREFIX.length()))
                : Optional.empty();
    }
}
