package dev.signalbox.api.dialect.orchestra;

import dev.signalbox.api.core.Refusal;
import dev.signalbox.schemas.error.Check;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.spec.ProviderTraits;
import java.util.List;

/// The kinds of agents. Four can be started here; sessions that others started may be of any provider.
final class AgentTypes {
    static final List<String> STARTABLE = List.of("claude", "droid", "cursor", "aider");

    private AgentTypes() {}

    /// @throws dev.signalbox.api.core.RefusedException UNKNOWN_PROVIDER
    static String startable(String type) {
        if (!STARTABLE.contains(type)) {
            throw Refusal.of(ErrorCode.UNKNOWN_PROVIDER, "agent_type", "agent_type must be one of " + names(STARTABLE))
                    .asException();
        }
        return type;
    }

    /// One that a session may be of, for filters.
    static String known(String type) {
        if (ProviderTraits.of(type).isEmpty()) {
            throw Check.invalid("agent_type", "must be one of " + names(STARTABLE));
        }
        return type;
    }

    private static String names(List<String> types) {
        return String.join(", ", types);
    }
}
