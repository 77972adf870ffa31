package dev.signalbox.e2e.agents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.e2e.installed.ClaudeHome;
import dev.signalbox.e2e.model.ModelStandIn;
import dev.signalbox.host.provider.Providers;
import dev.signalbox.schemas.output.Item;
import dev.signalbox.schemas.spec.ApprovalMode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real Claude Code, headless, against the stand-in of its service.
@Tag("agents")
final class ClaudeCodeTest {
    @TempDir
    private Path project;

    @TempDir
    private Path home;

    private ModelStandIn service;
    private ClaudeHome claude;

    @BeforeAll
    static void claude_is_here() {
        Needed.program("claude", ClaudeCodeTest.class);
    }

    @BeforeEach
    void startService() throws Exception {
        service = ModelStandIn.start();
        claude = ClaudeHome.in(home, project);
    }

    @AfterEach
    void stopService() {
        service.close();
    }

    @Test
    void answers_a_second_turn_in_the_same_process_and_ends_with_its_input() throws Exception {
        try (var agent = start("hello", ApprovalMode.ASK, null)) {
            assertThat(agent.item(Item.Result.class, 1).text()).isEqualTo("You said: hello");
            agent.prompt("RECALL\nwhat I said");

            assertThat(agent.item(Item.Result.class, 2).text()).isEqualTo("Earlier: hello");
            assertThat(agent.end()).isZero();
            assertThat(agent.items(Item.Raw.class)).isEmpty();
            assertThat(agent.items(Item.Usage.class))
                    .extracting(Item.Usage::inputTokens)
                    .containsExactly(10L, 10L);
        }
    }

    @Test
    void runs_a_tool_that_changes_a_file() throws Exception {
        try (var agent = start("TOOL:echo changed > file.txt && cat file.txt", ApprovalMode.ALL, null)) {
            assertThat(agent.item(Item.Result.class, 1).text())
                    .startsWith("Tool said: ")
                    .endsWith("changed");

            assertThat(project.resolve("file.txt")).hasContent("changed");
            assertThat(agent.item(Item.ToolCallStarted.class, 1).tool()).isEqualTo("Bash");
            assertThat(agent.item(Item.ToolCallCompleted.class, 1).output()).isEqualTo("changed");
        }
    }

    @Test
    void edits_files_without_asking_where_that_is_allowed() throws Exception {
        try (var agent = start("WRITE:note.txt=written", ApprovalMode.EDITS, null)) {
            assertThat(agent.item(Item.Result.class, 1).success()).isTrue();

            assertThat(project.resolve("note.txt")).hasContent("written");
        }
    }

    @Test
    void asks_for_leave_and_does_what_the_answer_says() throws Exception {
        Files.writeString(project.resolve("kept.txt"), "kept");

        try (var agent = start("TOOL:touch made.txt", ApprovalMode.ASK, null)) {
            var request = agent.item(Item.ApprovalRequest.class, 1);
            assertThat(request.input()).containsEntry("command", "touch made.txt");
            assertThat(project.resolve("made.txt")).doesNotExist();
            agent.answer(request, "yes");
            assertThat(agent.item(Item.Result.class, 1).success()).isTrue();
            assertThat(project.resolve("made.txt")).exists();

            agent.prompt("TOOL:rm kept.txt");
            agent.answer(agent.item(Item.ApprovalRequest.class, 2), "no, keep it");
            assertThat(agent.item(Item.Result.class, 2).text()).isEqualTo("Tool said: no, keep it");
            assertThat(project.resolve("kept.txt")).exists();
        }
    }

    @Test
    void takes_a_text_as_the_answer_to_its_question() throws Exception {
        try (var agent = start("ASK:Blue or green?", ApprovalMode.ASK, null)) {
            agent.answer(agent.item(Item.ApprovalRequest.class, 1), "rather red");

            assertThat(agent.item(Item.Result.class, 1).text()).contains("Blue or green?", "rather red");
        }
    }

    @Test
    void goes_on_with_the_native_session_of_a_process_that_was_killed() throws Exception {
        String nativeId;
        try (var agent = start("remember the milk", ApprovalMode.ASK, null)) {
            nativeId = agent.item(Item.NativeSession.class, 1).nativeSessionId();
            agent.item(Item.Result.class, 1);
        }

        try (var resumed = start("RECALL", ApprovalMode.ASK, nativeId)) {
            var result = resumed.item(Item.Result.class, 1);

            assertThat(result.text()).isEqualTo("Earlier: remember the milk");
            assertThat(result.usage().inputTokens()).isEqualTo(10);
            assertThat(resumed.item(Item.NativeSession.class, 1).nativeSessionId())
                    .isEqualTo(nativeId);
        }
    }

    @Test
    void says_so_when_there_is_nothing_to_go_on_with() throws Exception {
        try (var agent = start("hello", ApprovalMode.ASK, "00000000-0000-4000-8000-000000000000")) {
            assertThat(agent.item(Item.Result.class, 1).text()).contains("No conversation found");
            assertThat(agent.end()).isEqualTo(1);
        }
    }

    @Test
    void fails_the_turn_when_the_service_fails_and_goes_on() throws Exception {
        try (var agent = start("FAIL", ApprovalMode.ASK, null)) {
            assertThat(agent.item(Item.Result.class, 1).success()).isFalse();
            agent.prompt("and now");

            assertThat(agent.item(Item.Result.class, 2).text()).isEqualTo("You said: and now");
            assertThat(service.requests()).isGreaterThanOrEqualTo(3);
        }
    }

    private RunningAgent start(String prompt, ApprovalMode approvals, @Nullable String nativeId) throws Exception {
        var program = Needed.program("claude", ClaudeCodeTest.class);
        var line = Providers.CLAUDE.commandLine(program, Specs.headless("claude", approvals, nativeId), "s-1", 1);
        return RunningAgent.start(line, project, claude.environment(service), prompt);
    }
}
