package dev.signalbox.schemas.spec;

import dev.signalbox.schemas.error.Check;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an agent is, apart from its id.
///
/// @param name unique among the namespace's agents
/// @param provider how it is run; null for a channel or a person
/// @param role free text that dialects give a meaning, for instance director, worker, steward
/// @param attributes further JSON that belongs to dialects; at most 64 members
public record AgentProfile(
        String name,
        AgentKind kind,
        @Nullable String provider,
        @Nullable String role,
        Map<String, String> labels,
        Map<String, Object> attributes) {

    public AgentProfile {
        Check.name("name", name);
        kind = kind == null ? AgentKind.AI : kind;
        if (provider != null) {
            Check.name("provider", provider);
        }
        Check.optionalText("role", role, 64);
        labels = Check.labels("labels", labels);
        attributes = attributes == null ? Map.of() : attributes;
        Check.list("attributes", List.copyOf(attributes.keySet()), 64);
    }

    public enum AgentKind {
        AI,
        CHANNEL,
        PERSON,
        /// The implicit agent of a session that was started without one.
        ADHOC
    }
}
