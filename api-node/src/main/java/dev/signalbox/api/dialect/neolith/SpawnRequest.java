package dev.signalbox.api.dialect.neolith;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.error.Check;
import dev.signalbox.schemas.spec.ApprovalMode;
import dev.signalbox.schemas.spec.Placement;
import dev.signalbox.schemas.spec.SessionSpec;
import dev.signalbox.schemas.spec.SilentHostPolicy;
import dev.signalbox.schemas.spec.TerminalSize;
import dev.signalbox.schemas.spec.Workspace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What a client asks to be spawned. A task may be a bare string, and most members may be absent.
///
/// Where and what is run follows from `task.metadata`, if the client says so: `cwd` or `repository` (with
/// `branch`), and for the type `custom` `provider` and `command`.
record SpawnRequest(
        String orchestratorId,
        String sessionType,
        String description,
        String taskType,
        String priority,
        @Nullable String memoryProfile,
        Map<String, Object> metadata) {

    static final Set<String> TYPES =
            new TreeSet<>(Set.of("claude-code", "claude-chat", "claude-flow", "ruflo", "custom"));
    private static final TypeReference<LinkedHashMap<String, Object>> OBJECT = new TypeReference<>() {};

    /// @throws dev.signalbox.schemas.error.InvalidFieldException that says which member is wrong
    static SpawnRequest of(JsonNode payload) {
        JsonNode task = payload.path("task");
        String description = task.isTextual() ? task.asText() : text(task, "task.", "description", "");
        if (description.isBlank()) {
            throw Check.invalid("task.description", "is needed");
        }
        String type = text(payload, "", "sessionType", "claude-code");
        if (!TYPES.contains(type)) {
            throw Check.invalid("sessionType", "must be one of " + String.join(", ", TYPES));
        }
        JsonNode metadata = task.path("metadata");
        return new SpawnRequest(
                Check.text("orchestratorId", text(payload, "", "orchestratorId", "default"), 256),
                type,
                Check.text("task.description", description, Check.MAX_TEXT),
                Check.text("task.type", text(task, "task.", "type", "general"), 64),
                Check.text("task.priority", text(task, "task.", "priority", "medium"), 64),
                payload.hasNonNull("memoryProfile")
                        ? Check.text("memoryProfile", text(payload, "", "memoryProfile", ""), 256)
                        : null,
                metadata.isObject() ? Json.mapper().convertValue(metadata, OBJECT) : Map.of());
    }

    /// @param owner the client whose session it is; null where nobody is told apart
    SessionSpec spec(String defaultProvider, ApprovalMode approvals, @Nullable String owner) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(Labels.ORCHESTRATOR, orchestratorId);
        labels.put(Labels.TYPE, sessionType);
        labels.put(Labels.TASK_TYPE, taskType);
        labels.put(Labels.PRIORITY, priority);
        if (memoryProfile != null) {
            labels.put(Labels.MEMORY_PROFILE, memoryProfile);
        }
        if (owner != null) {
            labels.put(Labels.OWNER, owner);
        }
        List<String> command = command();
        return new SessionSpec(
                provider(defaultProvider, command),
                command,
                false,
                false,
                workspace(),
                Placement.ANYWHERE,
                List.of(),
                Map.of(),
                labels,
                approvals,
                TerminalSize.DEFAULT,
                SilentHostPolicy.KEEP,
                false,
                null,
                null);
    }

    /// The session that is over and that this one continues; null: none.
    @Nullable
    String resumes() {
        return metadata.get("resumes") instanceof String session && session.length() <= 64 ? session : null;
    }

    private String provider(String defaultProvider, List<String> command) {
        if (!sessionType.equals("custom")) {
            return defaultProvider;
        }
        return metadata.get("provider") instanceof String named
                ? named
                : command.isEmpty() ? defaultProvider : "command";
    }

    private List<String> command() {
        return sessionType.equals("custom") && metadata.get("command") instanceof List<?> words
                ? words.stream().map(String::valueOf).toList()
                : List.of();
    }

    private Workspace workspace() {
        if (metadata.get("repository") instanceof String repository) {
            String branch = metadata.get("branch") instanceof String named ? named : null;
            return new Workspace(null, new Workspace.Worktree(repository, branch, null));
        }
        return metadata.get("cwd") instanceof String cwd ? new Workspace(cwd, null) : Workspace.DEFAULT;
    }

    private static String text(JsonNode node, String path, String name, String otherwise) {
        JsonNode member = node.path(name);
        if (member.isMissingNode() || member.isNull()) {
            return otherwise;
        }
        if (!member.isTextual()) {
            throw Check.invalid(path + name, "must be text");
        }
        return member.asText().isBlank() ? otherwise : member.asText();
    }
}
