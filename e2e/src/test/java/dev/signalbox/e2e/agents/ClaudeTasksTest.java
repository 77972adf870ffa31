package dev.signalbox.e2e.agents;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.e2e.system.Repository;
import dev.signalbox.e2e.system.Running;
import dev.signalbox.e2e.system.TestTask;
import dev.signalbox.schemas.output.Item;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Work delegated to the real Claude Code.
@Tag("agents")
final class ClaudeTasksTest {
    @BeforeAll
    static void claude_is_here() {
        Needed.program("claude", ClaudeTasksTest.class);
    }

    @Test
    void a_tool_call_that_changes_a_file_ends_in_a_commit_of_a_worktree() throws Exception {
        Repository repository = Repository.make();
        String head = repository.git("rev-parse", "HEAD");
        var task = TestTask.inWorktree(repository, "claude", "TOOL:echo changed >> README.md && cat README.md");

        JsonNode ended = task.ended();

        JsonNode result = ended.path("result");
        JsonNode workspace = result.path("workspace");
        String commit = workspace.path("commit").asText();
        assertThat(ended.path("status").asText()).as("%s", ended).isEqualTo("COMPLETED");
        assertThat(result.path("success").asBoolean()).isTrue();
        assertThat(result.path("exitCode").asInt(-1)).isZero();
        // Before it may stand what the shell of whoever runs the tests says when it starts.
        assertThat(result.path("text").asText()).startsWith("Tool said: ").endsWith("# A repository\nchanged");
        assertThat(result.path("usage").path("inputTokens").asLong()).isEqualTo(20);
        assertThat(TestTask.texts(workspace.path("filesChanged"))).containsExactly("README.md");
        assertThat(repository.git("show", commit + ":README.md")).isEqualTo("# A repository\nchanged");
        assertThat(repository.git("rev-parse", workspace.path("branch").asText()))
                .isEqualTo(commit);
        assertThat(repository.git("rev-parse", commit + "^")).isEqualTo(head);
        assertThat(repository.git("rev-parse", "HEAD")).isEqualTo(head);
        try (var session = task.session()) {
            assertThat(session.watched().end().path("complete").asBoolean()).isTrue();
            assertThat(session.watched().types())
                    .contains("native_session", "tool_call_started", "tool_call_completed", "text", "usage", "result");
            Item.ToolCallStarted started = session.watched().item(Item.ToolCallStarted.class, 1);
            Item.ToolCallCompleted completed = session.watched().item(Item.ToolCallCompleted.class, 1);
            assertThat(completed.callId()).isEqualTo(started.callId());
            assertThat(started.input()).containsEntry("command", "echo changed >> README.md && cat README.md");
        }
    }

    @Test
    void who_resumes_the_session_of_a_task_works_on_in_its_worktree() throws Exception {
        Repository repository = Repository.make();
        var task = TestTask.inWorktree(repository, "claude", "TOOL:echo one > one.txt");
        JsonNode workspace = task.ended().path("result").path("workspace");

        try (var resumed = task.session().resume(Map.of("prompt", "TOOL:ls && echo two > two.txt"))) {
            assertThat(resumed.watched().item(Item.Result.class, 1).text()).contains("one.txt");
            assertThat(Path.of(workspace.path("path").asText()).resolve("two.txt"))
                    .hasContent("two");
            assertThat(resumed.now().path("process").path("branch")).isEqualTo(workspace.path("branch"));
        }
    }

    @Test
    void a_failing_model_service_fails_the_task_and_says_why() throws Exception {
        JsonNode ended =
                TestTask.inWorktree(Repository.make(), "claude", "FAIL").ended();

        assertThat(ended.path("status").asText()).isEqualTo("FAILED");
        assertThat(ended.path("reason").asText()).contains("500");
        assertThat(ended.path("result").path("success").asBoolean(true)).isFalse();
        assertThat(ended.path("result").path("text").asText()).contains("asked to fail with 500");
    }

    @Test
    void what_needs_leave_is_denied_where_nobody_can_give_it() throws Exception {
        Repository repository = Repository.make();
        JsonNode ended = TestTask.create(Map.of(
                        "provider",
                        "claude",
                        "instruction",
                        "TOOL:echo no > refused.txt",
                        "worktree",
                        Map.of("repository", repository.root().toString())))
                .ended();

        assertThat(ended.path("status").asText()).isEqualTo("COMPLETED");
        assertThat(ended.path("result").path("workspace").path("commit").isMissingNode())
                .as("%s", ended)
                .isTrue();
    }

    @Test
    void a_task_that_hangs_is_timed_out_and_its_process_gone() throws Exception {
        var task = TestTask.create(Map.of("provider", "claude", "instruction", "HANG", "timeout", "PT5S"));
        JsonNode ended = task.ended();

        assertThat(ended.path("status").asText()).isEqualTo("TIMED_OUT");
        JsonNode session = task.session().now();
        assertThat(session.path("status").asText()).isEqualTo("ENDED");
        assertThat(Running.is(session.path("process").path("pid").asLong())).isFalse();
    }
}
