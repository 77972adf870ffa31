package dev.signalbox.api.dialect.elemental;

import dev.signalbox.api.core.text.Iso;
import dev.signalbox.schemas.error.Check;
import dev.signalbox.schemas.spec.AgentProfile;
import dev.signalbox.schemas.spec.AgentProfile.AgentKind;
import dev.signalbox.schemas.state.Agent;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.state.SessionStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Agents both ways. What Elemental knows of an agent beyond name, role and provider stands in the profile's
/// attributes, under Elemental's own names. Pure.
final class AgentMapping {
    static final String DEFAULT_PROVIDER = "claude";

    /// Attributes that an agent's `metadata.agent` shows as they are.
    private static final List<String> SHOWN =
            List.of("capabilities", "triggers", "channelId", "roleDefinitionRef", "provider");

    private static final Set<String> WORKER_MODES = Set.of("ephemeral", "persistent");
    private static final Set<String> STEWARD_FOCUSES = Set.of("merge", "health", "reminder", "ops");
    private static final Set<String> APPROVALS = Set.of("ask", "edits", "all");

    private AgentMapping() {}

    /// An agent as Elemental's entity.
    record WireAgent(
            String id,
            String type,
            String entityType,
            String name,
            String createdAt,
            String updatedAt,
            String createdBy,
            List<?> tags,
            Map<String, Map<String, Object>> metadata) {}

    /// @param newest the agent's live session, else its last one; null when it never had one
    static WireAgent wire(Agent agent, @Nullable Session newest) {
        AgentProfile profile = agent.profile();
        Map<String, Object> attributes = profile.attributes();
        AgentRole role = AgentRole.of(profile.role());
        Map<String, Object> meta = new LinkedHashMap<>();
        SHOWN.forEach(name -> put(meta, name, attributes.get(name)));
        put(meta, "provider", profile.provider());
        meta.put("agentRole", role.wireName());
        if (role == AgentRole.WORKER) {
            meta.put("workerMode", workerMode(profile));
        }
        if (role == AgentRole.STEWARD) {
            put(meta, "stewardFocus", attributes.get("stewardFocus"));
        }
        meta.put("sessionStatus", sessionStatus(newest));
        if (newest != null && !newest.status().terminal()) {
            WireSession session = WireSession.of(newest, role, null);
            meta.put("sessionId", session.id());
            put(meta, "worktree", session.worktree());
            put(meta, "lastActivityAt", session.lastActivityAt());
        }
        return new WireAgent(
                agent.id(),
                "entity",
                "agent",
                profile.name(),
                Iso.of(agent.createdAt()),
                Iso.of(agent.updatedAt()),
                attributes.get("createdBy") instanceof String by ? by : "signalbox",
                attributes.get("tags") instanceof List<?> tags ? tags : List.of(),
                Map.of("agent", meta));
    }

    /// One of Elemental's modes. A named agent of another dialect stays; the implicit one of a session goes with it.
    static String workerMode(AgentProfile profile) {
        return profile.attributes().get("workerMode") instanceof String mode
                ? mode
                : profile.kind() == AgentKind.ADHOC ? "ephemeral" : "persistent";
    }

    private static String sessionStatus(@Nullable Session newest) {
        if (newest == null) {
            return "idle";
        }
        return newest.status() == SessionStatus.SUSPENDED
                ? "suspended"
                : newest.status().terminal() ? "idle" : "running";
    }

    /// The profile that a body asks for; what it leaves out is as before.
    ///
    /// @param before null: a new agent
    /// @param createdBy who asks for a new one
    static AgentProfile profile(Body body, @Nullable AgentProfile before, String createdBy) {
        Map<String, Object> attributes = new LinkedHashMap<>(before == null ? Map.of() : before.attributes());
        attributes.putIfAbsent("createdBy", createdBy);
        String role = role(body, before);
        put(attributes, "workerMode", oneOf(body, "workerMode", WORKER_MODES));
        put(attributes, "stewardFocus", oneOf(body, "stewardFocus", STEWARD_FOCUSES));
        put(attributes, "approvals", oneOf(body, "approvals", APPROVALS));
        put(attributes, "capabilities", body.object("capabilities"));
        put(attributes, "triggers", body.any("triggers"));
        put(attributes, "tags", body.texts("tags"));
        put(attributes, "channelId", body.text("channelId"));
        put(attributes, "roleDefinitionRef", body.text("roleDefinitionRef"));
        put(attributes, "command", body.texts("command"));
        if (before == null && role.equals(AgentRole.WORKER.wireName())) {
            attributes.putIfAbsent("workerMode", "ephemeral");
        }
        String provider = body.text("provider");
        return new AgentProfile(
                body.has("name") || before == null ? Check.name("name", body.text("name")) : before.name(),
                before == null ? AgentKind.AI : before.kind(),
                provider != null ? provider : before == null ? DEFAULT_PROVIDER : before.provider(),
                role,
                before == null ? Map.of() : before.labels(),
                attributes);
    }

    private static String role(Body body, @Nullable AgentProfile before) {
        String role = body.text("role");
        if (role == null && before != null) {
            return before.role() == null ? AgentRole.WORKER.wireName() : before.role();
        }
        if (role == null || AgentRole.named(role).isEmpty()) {
            throw Check.invalid("role", "is needed: director, worker or steward");
        }
        return role;
    }

    private static @Nullable String oneOf(Body body, String name, Set<String> known) {
        String value = body.text(name);
        if (value != null && !known.contains(value)) {
            throw Check.invalid(
                    name,
                    "must be one of "
                            + String.join(", ", known.stream().sorted().toList()));
        }
        return value;
    }

    private static void put(Map<String, Object> map, String name, @Nullable Object value) {
        if (value != null) {
            map.put(name, value);
        }
    }
}
