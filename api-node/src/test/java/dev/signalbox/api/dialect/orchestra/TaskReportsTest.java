package dev.signalbox.api.dialect.orchestra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.schemas.state.SessionEnd.WorkspaceResult;
import dev.signalbox.schemas.state.TaskResult;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskReportsTest {
    private static TaskResult result(String text, String tail, WorkspaceResult workspace) {
        return new TaskResult(true, text, 0, null, tail, workspace, null);
    }

    @Test
    void what_an_agent_says_about_files_and_tests_is_read() {
        var success = TaskReports.success(result("""
            Authentication module implemented with JWT

            - modified: src/auth.py
            modified: `src/models.py`
            tests_passed: true
            """, null, null));

        assertThat(success.filesModified()).containsExactly("src/auth.py", "src/models.py");
        assertThat(success.testsPassed()).isTrue();
        assertThat(success.message()).isEqualTo("Authentication module implemented with JWT");
    }

    @Test
    void what_nobody_told_is_not_known() {
        var success = TaskReports.success(result("Done.", null, null));

        assertThat(success.filesModified()).isEmpty();
        assertThat(success.testsPassed()).isNull();
        assertThat(TaskReports.success(null).message()).isEmpty();
    }

    @Test
    void a_worktree_knows_its_files_by_itself() {
        var workspace = new WorkspaceResult("/srv/w", "b", "c", List.of("a.txt", "b.txt"), false);

        assertThat(TaskReports.success(result("modified: a.txt\ntests_passed: false", null, workspace)))
                .isEqualTo(new Wire.Success(List.of("a.txt", "b.txt"), false, ""));
    }

    @Test
    void the_end_of_a_terminals_output_is_read_without_its_colours() {
        var success = TaskReports.success(
                result(null, "\u001b[1mmodified: src/a b.py\u001b[0m\r\n\u001b]0;t\u0007all done\r\n", null));

        assertThat(success.filesModified()).containsExactly("src/a b.py");
        assertThat(success.message()).isEqualTo("all done");
    }

    @Test
    void a_failure_says_why_with_the_last_words() {
        assertThat(TaskReports.failure("exit code 3", result(null, "no such file\n", null)))
                .isEqualTo(new Wire.Failure("exit code 3\nno such file"));
        assertThat(TaskReports.failure("the agent reported a failure: no", result("no", null, null)))
                .isEqualTo(new Wire.Failure("the agent reported a failure: no"));
        assertThat(TaskReports.failure(null, null)).isEqualTo(new Wire.Failure("failed"));
    }

    @Test
    void long_words_are_cut() {
        assertThat(TaskReports.success(result("🚂".repeat(20_000), null, null)).message())
                .hasSizeLessThanOrEqualTo(16 * 1024 + 1)
                .endsWith("🚂…");
    }
}
