package dev.signalbox.e2e.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.dev.client.RefusedException;
import dev.signalbox.e2e.system.Repository;
import dev.signalbox.e2e.system.TestSession;
import dev.signalbox.e2e.system.TestTask;
import dev.signalbox.schemas.output.Item;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The real Codex in headless sessions and tasks of the whole system.
@Tag("agents")
final class CodexSessionsTest {
    @BeforeAll
    static void codex_is_here() {
        Needed.program("codex", CodexSessionsTest.class);
    }

    @Test
    void answers_one_prompt_ends_and_is_resumed_with_its_memory() {
        try (var session = TestSession.start(Map.of("provider", "codex", "prompt", "remember the milk"))) {
            assertThatExceptionOfType(RefusedException.class)
                    .isThrownBy(() -> session.send("another one"))
                    .satisfies(refused -> {
                        assertThat(refused.code()).isEqualTo("SINGLE_TURN");
                        assertThat(refused.status()).isEqualTo(409);
                    });
            JsonNode ended = session.awaitStatus("ENDED");
            assertThat(ended.path("end").path("exitCode").asInt(-1)).isZero();
            assertThat(ended.path("lastResult").path("text").asText()).isEqualTo("You said: remember the milk");
            assertThat(ended.path("readyAt").asText()).isNotEmpty();
            assertThat(session.watched().end().path("complete").asBoolean()).isTrue();
            assertThat(session.watched().types()).contains("native_session", "text", "usage", "result");
            assertThat(ended.path("nativeSessionId").asText())
                    .isEqualTo(
                            session.watched().item(Item.NativeSession.class, 1).nativeSessionId());

            try (var resumed = session.resume(Map.of("prompt", "RECALL"))) {
                JsonNode after = resumed.awaitStatus("ENDED");
                assertThat(after.path("lastResult").path("text").asText()).isEqualTo("Earlier: remember the milk");
                assertThat(after.path("nativeSessionId")).isEqualTo(ended.path("nativeSessionId"));
                assertThat(after.path("usage").path("inputTokens").asLong()).isEqualTo(10);
            }
        }
    }

    @Test
    void a_tool_call_that_changes_a_file_ends_in_a_commit_of_a_worktree() throws Exception {
        Repository repository = Repository.make();
        var task = TestTask.inWorktree(repository, "codex", "TOOL:echo changed >> README.md && cat README.md");

        JsonNode ended = task.ended();

        JsonNode result = ended.path("result");
        JsonNode workspace = result.path("workspace");
        assertThat(ended.path("status").asText()).as("%s", ended).isEqualTo("COMPLETED");
        assertThat(result.path("exitCode").asInt(-1)).isZero();
        assertThat(result.path("text").asText()).contains("changed");
        assertThat(result.path("usage").path("inputTokens").asLong()).isEqualTo(20);
        assertThat(TestTask.texts(workspace.path("filesChanged"))).containsExactly("README.md");
        assertThat(repository.git("show", workspace.path("commit").asText() + ":README.md"))
                .isEqualTo("# A repository\nchanged");
        try (var session = task.session()) {
            session.watched().end();
            assertThat(session.watched().types())
                    .contains("tool_call_started", "tool_call_completed", "text", "usage", "result");
            assertThat(session.watched().item(Item.ToolCallCompleted.class, 1).output())
                    .contains("changed");
        }
    }

    @Test
    void a_failing_model_service_fails_the_task_and_says_why() throws Exception {
        JsonNode ended = TestTask.inWorktree(Repository.make(), "codex", "FAIL").ended();

        assertThat(ended.path("status").asText()).isEqualTo("FAILED");
        assertThat(ended.path("result").path("exitCode").asInt(-1)).isEqualTo(1);
        assertThat(ended.path("reason").asText())
                .startsWith("the agent reported a failure: ")
                .endsWith(ended.path("result").path("text").asText());
    }
}
