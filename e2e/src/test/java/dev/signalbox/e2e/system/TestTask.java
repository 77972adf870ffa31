package dev.signalbox.e2e.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.dev.client.ApiClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/// A task of the running system, seen over v1.
public record TestTask(ApiClient client, String id) {
    public static TestTask create(Map<String, ?> request) {
        ApiClient client = RunningSystem.shared().client();
        return new TestTask(client, client.post("/v1/tasks", request).path("id").asText());
    }

    /// Delegates an instruction to an agent that may do everything, in a worktree of its own.
    public static TestTask inWorktree(Repository repository, String provider, String instruction) {
        return create(new HashMap<>(Map.of(
                "provider",
                provider,
                "instruction",
                instruction,
                "approvals",
                "ALL",
                "worktree",
                Map.of("repository", repository.root().toString()))));
    }

    /// Waits for its end.
    public JsonNode ended() {
        JsonNode[] last = new JsonNode[1];
        Eventually.holds(() -> {
            last[0] = client.get("/v1/tasks/" + id + "?wait=PT30S");
            assertThat(last[0].path("endedAt").asText()).as("%s", last[0]).isNotEmpty();
        });
        return last[0];
    }

    /// The session of its newest attempt, which there is once it was placed.
    public TestSession session() {
        var attempts = client.get("/v1/tasks/" + id).path("attempts");
        return TestSession.at(
                attempts.path(attempts.size() - 1).path("sessionId").asText());
    }

    public static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
