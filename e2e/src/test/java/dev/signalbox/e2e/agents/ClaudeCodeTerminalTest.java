package dev.signalbox.e2e.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.e2e.installed.ClaudeHome;
import dev.signalbox.e2e.model.ModelStandIn;
import dev.signalbox.host.provider.Providers;
import dev.signalbox.schemas.output.Item;
import dev.signalbox.schemas.spec.ApprovalMode;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real Claude Code in a terminal, against the stand-in of its service.
@Tag("agents")
final class ClaudeCodeTerminalTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private ModelStandIn service;

    @BeforeAll
    static void what_is_needed_is_here() {
        Needed.program("claude", ClaudeCodeTerminalTest.class);
        Needed.program("tmux", ClaudeCodeTerminalTest.class);
    }

    @BeforeEach
    void startService() throws Exception {
        service = ModelStandIn.start();
    }

    @AfterEach
    void stopService() {
        service.close();
    }

    @Test
    void shows_no_dialogue_answers_a_pasted_prompt_and_can_be_resumed_without_a_terminal() throws Exception {
        var program = Needed.program("claude", ClaudeCodeTerminalTest.class);
        var environment = ClaudeHome.in(folder.resolve("home"), folder).environment(service);
        var line = Providers.CLAUDE.commandLine(program, Specs.interactive("claude"), "s-1", 1);

        try (var tmux = Tmux.start(folder.resolve("tmux"), line.argv(), folder, environment)) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(tmux.screen()).contains("❯"));
            tmux.paste("remember; the\nmilk");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(tmux.screen()).contains("remember; the"));
            tmux.enter();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(tmux.screen()).contains("You said: remember; the"));
        }

        var resumed = Providers.CLAUDE.commandLine(
                program, Specs.headless("claude", ApprovalMode.ASK, line.nativeSessionId()), "s-2", 1);
        try (var agent = RunningAgent.start(resumed, folder, environment, "RECALL")) {
            assertThat(agent.item(Item.Result.class, 1).text()).isEqualTo("Earlier: remember; the\nmilk");
        }
    }
}
