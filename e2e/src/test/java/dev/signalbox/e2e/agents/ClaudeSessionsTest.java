package dev.signalbox.e2e.agents;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.e2e.system.Eventually;
import dev.signalbox.e2e.system.Repository;
import dev.signalbox.e2e.system.Running;
import dev.signalbox.e2e.system.RunningSystem;
import dev.signalbox.e2e.system.TestSession;
import dev.signalbox.e2e.system.Watched;
import dev.signalbox.schemas.output.Item;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The real Claude Code in headless sessions of the whole system.
@Tag("agents")
final class ClaudeSessionsTest {
    @BeforeAll
    static void claude_is_here() {
        Needed.program("claude", ClaudeSessionsTest.class);
    }

    @Test
    void answers_a_prompt_and_another_one_while_it_is_idle() {
        try (var session = TestSession.start(Map.of("provider", "claude", "prompt", "hello\n\"there\" 🚂"))) {
            Watched watched = session.watched();
            Item.Result first = watched.item(Item.Result.class, 1);
            JsonNode idle = session.awaitActivity("IDLE");

            assertThat(first.success()).isTrue();
            assertThat(first.text()).isEqualTo("You said: hello\n\"there\" 🚂");
            assertThat(watched.types()).contains("native_session", "text_delta", "text", "usage", "result");
            assertThat(idle.path("readyAt").asText()).isNotEmpty();
            assertThat(idle.path("nativeSessionId").asText())
                    .isEqualTo(watched.item(Item.NativeSession.class, 1).nativeSessionId());
            assertThat(session.inputs())
                    .singleElement()
                    .satisfies(
                            input -> assertThat(input.path("status").asText()).isEqualTo("DELIVERED"));

            String second = session.send("and again");
            assertThat(watched.item(Item.Result.class, 2).text()).isEqualTo("You said: and again");

            session.awaitInput(second, "DELIVERED");
            JsonNode after = session.await(now ->
                    assertThat(now.path("lastResult").path("text").asText()).isEqualTo("You said: and again"));
            assertThat(after.path("usage").path("inputTokens").asLong()).isEqualTo(20);
            assertThat(after.path("usage").path("outputTokens").asLong()).isEqualTo(10);
            assertThat(after.path("usage").path("costUsd").asDouble())
                    .isCloseTo(
                            watched.items(Item.Usage.class).stream()
                                    .mapToDouble(Item.Usage::costUsd)
                                    .sum(),
                            org.assertj.core.data.Offset.offset(1e-9));

            session.stop(Map.of("reason", "enough"));
            assertThat(session.awaitEnd().path("status").asText()).isEqualTo("ENDED");
            assertThat(watched.end().path("complete").asBoolean()).isTrue();
        }
    }

    @Test
    void keeps_inputs_back_while_it_works_and_never_delivers_a_canceled_one() {
        try (var session = TestSession.start(Map.of("provider", "claude", "prompt", "SLOW:15"))) {
            Watched watched = session.watched();
            watched.item(Item.TextDelta.class, 1);
            assertThat(session.now().path("activity").asText()).isEqualTo("WORKING");
            String canceled = session.send("never to be read");
            String next = session.send("what was queued");
            assertThat(session.now().path("queue")).hasSize(2);
            assertThat(session.input(next).path("status").asText()).isEqualTo("QUEUED");

            var reply =
                    RunningSystem.shared().client().send("DELETE", session.path("/inputs/" + canceled), null, Map.of());

            assertThat(reply.status()).isEqualTo(200);
            assertThat(watched.item(Item.Result.class, 1).text()).startsWith("word0 word1");
            assertThat(watched.item(Item.Result.class, 2).text()).isEqualTo("You said: what was queued");
            session.awaitActivity("IDLE");
            assertThat(session.input(canceled).path("status").asText()).isEqualTo("CANCELED");
            assertThat(session.input(next).path("status").asText()).isEqualTo("DELIVERED");
            assertThat(watched.items(Item.Result.class)).hasSize(2);
        }
    }

    @Test
    void waits_for_leave_and_takes_an_input_for_the_answer() throws Exception {
        Path directory = Repository.directory();
        try (var session = TestSession.start(
                Map.of("provider", "claude", "cwd", directory.toString(), "prompt", "TOOL:echo yes > allowed.txt"))) {
            Watched watched = session.watched();
            session.awaitActivity("NEEDS_APPROVAL");
            assertThat(watched.item(Item.ApprovalRequest.class, 1).tool()).isEqualTo("Bash");
            assertThat(directory.resolve("allowed.txt")).doesNotExist();

            session.send("yes");

            assertThat(watched.item(Item.ToolCallCompleted.class, 1).tool()).isEqualTo("Bash");
            assertThat(watched.item(Item.Result.class, 1).text()).startsWith("Tool said:");
            assertThat(directory.resolve("allowed.txt")).hasContent("yes");

            session.awaitActivity("IDLE");
            session.send("TOOL:echo no > refused.txt");
            session.awaitActivity("NEEDS_APPROVAL");
            session.send("not this one");

            assertThat(watched.item(Item.ToolCallFailed.class, 1).error()).contains("not this one");
            watched.item(Item.Result.class, 2);
            session.awaitActivity("IDLE");
            assertThat(directory.resolve("refused.txt")).doesNotExist();
        }
    }

    @Test
    void asks_a_person_and_goes_on_with_the_answer() {
        try (var session = TestSession.start(Map.of("provider", "claude", "prompt", "ASK:Red or blue?"))) {
            session.awaitActivity("NEEDS_ANSWER");

            session.send("blue");

            assertThat(session.watched().item(Item.Result.class, 1).text()).contains("blue");
            session.awaitActivity("IDLE");
        }
    }

    @Test
    void goes_on_with_an_earlier_native_session_after_it_was_stopped() throws Exception {
        Path directory = Repository.directory();
        try (var session = TestSession.start(
                Map.of("provider", "claude", "cwd", directory.toString(), "prompt", "remember the milk"))) {
            session.awaitActivity("IDLE");
            session.stop(Map.of());
            JsonNode ended = session.awaitStatus("ENDED");

            try (var resumed = session.resume(Map.of("prompt", "RECALL"))) {
                assertThat(resumed.watched().item(Item.Result.class, 1).text()).isEqualTo("Earlier: remember the milk");
                JsonNode now = resumed.awaitActivity("IDLE");
                assertThat(now.path("nativeSessionId")).isEqualTo(ended.path("nativeSessionId"));
                assertThat(now.path("spec").path("resumes").asText()).isEqualTo(session.id());
                assertThat(now.path("agentId")).isEqualTo(ended.path("agentId"));
                assertThat(now.path("process").path("cwd").asText()).isEqualTo(directory.toString());
                assertThat(session.now().path("resumedBy").asText()).isEqualTo(resumed.id());
            }
        }
    }

    @Test
    void is_suspended_without_a_process_and_resumed_later() throws Exception {
        try (var session = TestSession.start(Map.of("provider", "claude", "prompt", "remember the bread"))) {
            JsonNode idle = session.awaitActivity("IDLE");
            long pid = idle.path("process").path("pid").asLong();
            session.stop(Map.of("suspend", true));
            session.awaitStatus("SUSPENDED");
            assertThat(Running.is(pid)).isFalse();
            assertThat(session.watched().end().path("status").asText()).isEqualTo("SUSPENDED");

            try (var resumed = session.resume(Map.of())) {
                resumed.awaitStatus("RUNNING");
                resumed.send("RECALL");
                assertThat(resumed.watched().item(Item.Result.class, 1).text())
                        .isEqualTo("Earlier: remember the bread");
            }
        }
    }

    @Test
    void waits_for_leave_while_the_host_agent_is_away_and_is_given_it_afterwards() throws Exception {
        Path directory = Repository.directory();
        var stack = RunningSystem.shared().stack();
        try (var session = TestSession.start(
                Map.of("provider", "claude", "cwd", directory.toString(), "prompt", "TOOL:echo yes > allowed.txt"))) {
            JsonNode before = session.awaitActivity("NEEDS_APPROVAL");
            stack.stopHostAgent();
            stack.startHostAgent();
            stack.awaitReady();

            session.send("yes");

            assertThat(session.watched().item(Item.Result.class, 1).text()).startsWith("Tool said:");
            assertThat(directory.resolve("allowed.txt")).hasContent("yes");
            JsonNode after = session.awaitActivity("IDLE");
            assertThat(after.path("process").path("pid"))
                    .isEqualTo(before.path("process").path("pid"));
            assertThat(after.path("usage").path("inputTokens").asLong()).isEqualTo(20);
            assertThat(session.watched().items(Item.ApprovalRequest.class)).hasSize(1);
        }
    }

    @Test
    void an_answered_request_is_not_answered_again_by_the_next_prompt_after_a_restart() throws Exception {
        Path directory = Repository.directory();
        var stack = RunningSystem.shared().stack();
        try (var session = TestSession.start(Map.of(
                "provider",
                "claude",
                "cwd",
                directory.toString(),
                "prompt",
                "TOOL:touch begun && until test -e go; do sleep 0.1; done"))) {
            session.awaitActivity("NEEDS_APPROVAL");
            session.send("yes");
            Eventually.holds(() -> assertThat(directory.resolve("begun")).exists());
            stack.stopHostAgent();
            stack.startHostAgent();
            stack.awaitReady();
            Files.createFile(directory.resolve("go"));
            session.awaitActivity("IDLE");

            session.send("and now");

            assertThat(session.watched().item(Item.Result.class, 2).text()).isEqualTo("You said: and now");
        }
    }

    @Test
    void says_that_its_service_fails_and_takes_the_next_prompt() {
        try (var session = TestSession.start(Map.of("provider", "claude", "prompt", "FAIL"))) {
            Watched watched = session.watched();
            assertThat(watched.item(Item.Result.class, 1).success()).isFalse();
            JsonNode idle = session.awaitActivity("IDLE");
            assertThat(idle.path("lastResult").path("success").asBoolean(true)).isFalse();

            session.send("and now");

            assertThat(watched.item(Item.Result.class, 2).text()).isEqualTo("You said: and now");
        }
    }
}
