package dev.signalbox.api.dialect.v1;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.api.core.view.Page;
import dev.signalbox.api.core.view.Row;
import dev.signalbox.api.core.view.Summary;
import dev.signalbox.schemas.codec.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// How v1 writes what views hold.
final class V1Json {
    private static final int MAX_PROVIDERS = 8;

    private V1Json() {}

    /// An entity as the vocabulary has it, with the number of its version.
    static ObjectNode entity(Row<?> row) {
        ObjectNode node = Json.mapper().valueToTree(row.entity());
        node.remove("type");
        node.put("n", row.n());
        return node;
    }

    static <S> Map<String, Object> page(Page<S> page, Function<? super S, ?> item) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("items", page.items().stream().map(item).toList());
        if (page.next() != null) {
            json.put("next", page.next().encode());
        }
        return json;
    }

    static Map<String, Object> summary(Summary summary) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", summary.id());
        switch (summary) {
            case Summary.HostSummary host -> {
                json.put("name", host.name());
                json.put("status", host.status());
                json.put("sessions", host.sessions());
                json.put("capacity", host.capacity());
                List<String> providers = host.providers();
                json.put("providers", providers.subList(0, Math.min(MAX_PROVIDERS, providers.size())));
                json.put("joinedAt", host.createdAt());
                json.put("statusSince", host.statusSince());
            }
            case Summary.AgentSummary agent -> {
                json.put("name", agent.name());
                json.put("kind", agent.kind());
                put(json, "provider", agent.provider());
                put(json, "role", agent.role());
                put(json, "activeSession", agent.activeSession());
                json.put("createdAt", agent.createdAt());
            }
            case Summary.SessionSummary session -> {
                json.put("agentId", session.agentId());
                json.put("provider", session.provider());
                json.put("status", session.status());
                put(json, "activity", session.activity());
                put(json, "hostId", session.hostId());
                put(json, "taskId", session.taskId());
                json.put("interactive", session.interactive());
                put(json, "exitCode", session.exitCode());
                json.put("turns", session.turns());
                json.put("failedTurns", session.failedTurns());
                json.put("tokens", session.tokens());
                put(json, "activeAt", session.activeAt());
                json.put("createdAt", session.createdAt());
                json.put("statusSince", session.statusSince());
            }
            case Summary.TaskSummary task -> {
                json.put("title", task.title());
                json.put("status", task.status());
                json.put("provider", task.provider());
                put(json, "agentId", task.agentId());
                put(json, "sessionId", task.sessionId());
                json.put("attempts", task.attempts());
                json.put("createdAt", task.createdAt());
                put(json, "endedAt", task.endedAt());
            }
            case Summary.InputSummary input -> {
                json.put("status", input.status());
                json.put("queuedAt", input.createdAt());
                json.put("text", input.text());
            }
            case Summary.RepositorySummary repository -> {
                json.put("hostId", repository.hostId());
                json.put("path", repository.path());
                put(json, "aliasOf", repository.aliasOf());
                json.put("present", repository.present());
                json.put("worktrees", repository.worktrees());
                json.put("createdAt", repository.createdAt());
            }
            case Summary.Plain _ -> {}
        }
        return json;
    }

    private static void put(Map<String, Object> json, String name, @Nullable Object value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
