package dev.signalbox.e2e.agents;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.e2e.system.Bytes;
import dev.signalbox.e2e.system.Eventually;
import dev.signalbox.e2e.system.Repository;
import dev.signalbox.e2e.system.RunningSystem;
import dev.signalbox.e2e.system.TestSession;
import dev.signalbox.e2e.system.TestSocket;
import dev.signalbox.e2e.system.TestTask;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The real Claude Code as people use it: in a terminal that the system shows in tmux.
@Tag("agents")
final class ClaudeTerminalSessionsTest {
    @BeforeAll
    static void claude_is_here() {
        Needed.program("claude", ClaudeTerminalSessionsTest.class);
    }

    @Test
    void is_driven_by_keystrokes_and_pasted_prompts_and_its_screen_can_be_attached_to() throws Exception {
        try (var session = TestSession.start(Map.of(
                "provider",
                "claude",
                "interactive",
                true,
                "cwd",
                Repository.directory().toString(),
                "prompt",
                "pasted at first",
                "terminal",
                Map.of("columns", 100, "rows", 30)))) {
            List<String> attach = attachCommand(session.awaitStatus("RUNNING"));
            Eventually.holds(() -> assertThat(screen(attach)).contains("You said: pasted at first"));

            String second = session.send("pasted in two\nlines; with Enter");
            session.awaitInput(second, "DELIVERED");
            Eventually.holds(() -> assertThat(screen(attach)).contains("You said: pasted in two"));

            session.keys("typed by hand");
            session.keys("\r");
            Eventually.holds(() -> assertThat(screen(attach)).contains("You said: typed by hand"));

            RunningSystem.shared().client().post(session.path("/resize"), Map.of("columns", 133, "rows", 41));
            Eventually.holds(() -> assertThat(tmux(attach, "display-message", "-p", "#{window_width}x#{window_height}"))
                    .isEqualTo("133x41"));

            // Twice Ctrl-C is how a person leaves.
            session.keys("\u0003");
            session.keys("\u0003");
            JsonNode ended = session.awaitStatus("ENDED");
            assertThat(ended.path("end").path("exitCode").asInt(-1)).isZero();
        }
    }

    @Test
    void goes_on_in_a_terminal_with_what_it_was_told_headless_typed_over_a_websocket() throws Exception {
        String directory = Repository.directory().toString();
        try (var headless =
                TestSession.start(Map.of("provider", "claude", "cwd", directory, "prompt", "remember the milk"))) {
            headless.awaitActivity("IDLE");
            headless.stop(Map.of());
            headless.awaitStatus("ENDED");
            try (var session = headless.resume(Map.of("interactive", true));
                    var typing = TestSocket.on(0, session.id());
                    var watching = TestSocket.on(1, session.id())) {
                List<String> attach = attachCommand(session.awaitStatus("RUNNING"));
                // It asks for bracketed paste when it reads keys.
                Eventually.holds(() -> assertThat(watching.text()).contains("\u001b[?2004h"));
                typing.resize(120, 40);
                Eventually.holds(() -> assertThat(typing.said())
                        .anyMatch(message -> message.path("re").asText().equals("size")
                                && message.path("op").asText().equals("ok")));

                typing.keys("RECALL");
                Eventually.holds(() -> assertThat(screen(attach)).contains("RECALL"));
                typing.keys("\r");

                Eventually.holds(() -> assertThat(screen(attach)).contains("Earlier: remember the milk"));
                assertThat(typing.said())
                        .noneMatch(message -> message.path("op").asText().equals("error"));
                session.stop(Map.of());
                session.awaitStatus("ENDED");
                Eventually.holds(() -> assertThat(Bytes.of(watching.output()))
                        .isEqualTo(Bytes.of(RunningSystem.shared().spool(session.id(), "out"))));
            }
        }
    }

    /// What a person types on the host to see the session.
    private static List<String> attachCommand(JsonNode session) {
        return TestTask.texts(session.path("process").path("attachCommand"));
    }

    private static String screen(List<String> attach) throws Exception {
        return tmux(attach, "capture-pane", "-p");
    }

    /// Asks the server and the session that are attached to for something else.
    private static String tmux(List<String> attach, String command, String... arguments) throws Exception {
        int verb = attach.indexOf("attach-session");
        var argv = new ArrayList<>(attach.subList(0, verb));
        argv.add(command);
        argv.addAll(attach.subList(verb + 1, attach.size() - 1));
        argv.add(attach.getLast() + ":");
        argv.addAll(List.of(arguments));
        Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", argv, output).isZero();
        return output.strip();
    }
}
