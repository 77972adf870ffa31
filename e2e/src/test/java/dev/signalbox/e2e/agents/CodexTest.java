package dev.signalbox.e2e.agents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.e2e.installed.CodexHome;
import dev.signalbox.e2e.model.ModelStandIn;
import dev.signalbox.host.provider.Providers;
import dev.signalbox.schemas.output.Item;
import dev.signalbox.schemas.spec.ApprovalMode;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real Codex, headless, against the stand-in of its service.
@Tag("agents")
final class CodexTest {
    @TempDir
    private Path project;

    @TempDir
    private Path home;

    private ModelStandIn service;
    private CodexHome codex;

    @BeforeAll
    static void codex_is_here() {
        Needed.program("codex", CodexTest.class);
    }

    @BeforeEach
    void startService() throws Exception {
        service = ModelStandIn.start();
        codex = CodexHome.in(home, service, project);
    }

    @AfterEach
    void stopService() {
        service.close();
    }

    @Test
    void takes_one_turn_and_ends() throws Exception {
        try (var agent = start("-hello\n\"there\"", ApprovalMode.ASK, null)) {
            assertThat(agent.end()).isZero();

            assertThat(agent.item(Item.Result.class, 1).text()).isEqualTo("You said: -hello\n\"there\"");
            assertThat(agent.items(Item.Raw.class)).isEmpty();
        }
    }

    @Test
    void runs_a_tool_that_changes_a_file() throws Exception {
        try (var agent = start("TOOL:echo changed > file.txt && cat file.txt", ApprovalMode.ALL, null)) {
            assertThat(agent.end()).isZero();

            assertThat(project.resolve("file.txt")).hasContent("changed");
            assertThat(agent.item(Item.ToolCallStarted.class, 1).tool()).isEqualTo("shell");
            assertThat(agent.item(Item.ToolCallCompleted.class, 1).output()).isEqualTo("changed\n");
        }
    }

    @Test
    void patches_a_file() throws Exception {
        try (var agent = start("WRITE:note.txt=written", ApprovalMode.ALL, null)) {
            assertThat(agent.end()).isZero();

            assertThat(project.resolve("note.txt")).hasContent("written");
            assertThat(agent.item(Item.ToolCallCompleted.class, 1).output()).endsWith("note.txt");
        }
    }

    @Test
    void goes_on_with_an_earlier_thread_in_a_process_of_its_own() throws Exception {
        String thread;
        try (var agent = start("remember the milk", ApprovalMode.ASK, null)) {
            assertThat(agent.end()).isZero();
            thread = agent.item(Item.NativeSession.class, 1).nativeSessionId();
        }

        try (var resumed = start("RECALL", ApprovalMode.EDITS, thread)) {
            assertThat(resumed.end()).isZero();

            assertThat(resumed.item(Item.Result.class, 1).text()).isEqualTo("Earlier: remember the milk");
            assertThat(resumed.item(Item.NativeSession.class, 1).nativeSessionId())
                    .isEqualTo(thread);
            assertThat(resumed.item(Item.Usage.class, 1).inputTokens()).isEqualTo(10);
        }
    }

    @Test
    void fails_when_the_service_fails() throws Exception {
        try (var agent = start("FAIL", ApprovalMode.ASK, null)) {
            assertThat(agent.end()).isEqualTo(1);

            assertThat(agent.item(Item.Result.class, 1).success()).isFalse();
        }
    }

    private RunningAgent start(String prompt, ApprovalMode approvals, @Nullable String thread) throws Exception {
        var program = Needed.program("codex", CodexTest.class);
        var line = Providers.CODEX.commandLine(program, Specs.headless("codex", approvals, thread), "s-1", 1);
        return RunningAgent.start(line, project, codex.environment(), prompt);
    }
}
