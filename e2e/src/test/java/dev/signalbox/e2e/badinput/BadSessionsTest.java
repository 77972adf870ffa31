package dev.signalbox.e2e.badinput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.e2e.system.LogTrap;
import dev.signalbox.e2e.system.RunningSystem;
import dev.signalbox.e2e.system.TestSession;
import dev.signalbox.host.process.EnvironmentMarker;
import dev.signalbox.host.process.ProcFs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What only the host, or the order of commands, can refuse; and what repeated or late commands do.
class BadSessionsTest {
    private static final RunningSystem SYSTEM = RunningSystem.shared();

    private static Wire wire;

    private LogTrap logs;

    @BeforeAll
    static void open() throws IOException {
        wire = new Wire();
        Path base = SYSTEM.baseDir();
        Files.createDirectories(base.resolveSibling(base.getFileName() + "-evil"));
        Files.createDirectories(base.resolve("inside"));
        link(base.resolve("way-out"), Path.of("/etc"));
        link(base.resolve("dangling"), Path.of("/nowhere/at/all"));
        link(base.resolve("way-up"), base.getParent());
        Files.writeString(base.resolve("file"), "no directory");
    }

    private static void link(Path link, Path target) throws IOException {
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, target);
    }

    @AfterAll
    static void close() {
        wire.close();
    }

    @BeforeEach
    void listen() {
        logs = LogTrap.open();
    }

    @AfterEach
    void silence() {
        logs.close();
        logs.assertNoTraceAndNoSecret();
    }

    static Stream<Arguments> launches() {
        String base = SYSTEM.baseDir().toString();
        return Stream.of(
                arguments("/etc", Map.of("cwd", "/etc"), "CWD_REFUSED"),
                arguments("'..'", Map.of("cwd", base + "/inside/../../.."), "CWD_REFUSED"),
                arguments("'..' that stays inside", Map.of("cwd", base + "/inside/.."), "CWD_REFUSED"),
                arguments("the twin of the base", Map.of("cwd", base + "-evil"), "CWD_REFUSED"),
                arguments("a relative path", Map.of("cwd", "inside"), "CWD_REFUSED"),
                arguments("a home", Map.of("cwd", "~"), "CWD_REFUSED"),
                arguments("a link that leads out", Map.of("cwd", base + "/way-out"), "CWD_REFUSED"),
                arguments("behind a link that leads out", Map.of("cwd", base + "/way-out/ssl"), "CWD_REFUSED"),
                arguments("a link that leads up", Map.of("cwd", base + "/way-up"), "CWD_REFUSED"),
                arguments("a link to nothing", Map.of("cwd", base + "/dangling"), "CWD_REFUSED"),
                arguments("what is not there", Map.of("cwd", base + "/nothing"), "CWD_REFUSED"),
                arguments("a file", Map.of("cwd", base + "/file"), "CWD_REFUSED"),
                arguments("LD_PRELOAD", env("LD_PRELOAD"), "ENV_REFUSED"),
                arguments("BASH_ENV", env("BASH_ENV"), "ENV_REFUSED"),
                arguments("NODE_OPTIONS", env("NODE_OPTIONS"), "ENV_REFUSED"),
                arguments("PYTHONSTARTUP", env("PYTHONSTARTUP"), "ENV_REFUSED"),
                arguments("GIT_SSH_COMMAND", env("GIT_SSH_COMMAND"), "ENV_REFUSED"),
                arguments("PATH", env("PATH"), "ENV_REFUSED"),
                arguments("a secret by value", env("SERVICE_TOKEN"), "ENV_REFUSED"),
                arguments("no such program", Map.of("command", List.of("no-such-program")), "EXECUTABLE_NOT_FOUND"),
                arguments(
                        "no such repository",
                        Map.of("worktree", Map.of("repository", base + "/inside")),
                        "WORKTREE_REFUSED"),
                arguments("a repository outside", Map.of("worktree", Map.of("repository", "/etc")), "CWD_REFUSED"));
    }

    private static Map<String, Object> env(String name) {
        return Map.of("env", Map.of(name, LogTrap.CANARY));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("launches")
    void the_host_refuses(String what, Map<String, Object> part, String code) throws Exception {
        Map<String, Object> request = new HashMap<>(Map.of("provider", "command", "command", List.of("true")));
        request.putAll(part);

        Wire.Answer answer = wire.post("/v1/sessions", request);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        TestSession session = TestSession.at(answer.json().path("id").asText());
        JsonNode failed = session.awaitStatus("FAILED_TO_START");

        assertThat(failed.path("end").path("code").asText()).as("%s", failed).isEqualTo(code);
        assertThat(failed.path("end").path("reason").asText()).isNotBlank().doesNotContain(LogTrap.CANARY);
        assertThat(failed.toString()).doesNotContain(LogTrap.CANARY);
        assertNothingIsLeft(session.id());
    }

    private static void assertNothingIsLeft(String session) {
        assertThat(SYSTEM.spool(session, "out").getParent()).doesNotExist();
        ProcFs procFs = ProcFs.system();
        EnvironmentMarker marker = new EnvironmentMarker(session);
        assertThat(procFs.processes()).noneMatch(process -> procFs.carries(process.pid(), marker));
        assertThat(SYSTEM.client()
                        .get("/v1/hosts/" + SYSTEM.hostId())
                        .path("sessions")
                        .toString())
                .doesNotContain(session);
    }

    @Test
    void control_characters_in_a_prompt_arrive_as_they_are() throws Exception {
        String odd = "\u001b[2J\u0007\u0003\u0004\u007f\u009b31m\r;#{pane_id} $(id) `id`";
        try (TestSession session = TestSession.start(
                Map.of("provider", "command", "command", List.of("cat"), "prompt", odd, "oneShot", true))) {
            session.awaitStatus("ENDED");
            assertThat(session.text()).startsWith(odd);
        }
    }

    @Test
    void a_busy_agent_gets_no_second_session_and_the_refusal_names_the_first() throws Exception {
        JsonNode agent = SYSTEM.client().post("/v1/agents", Map.of("name", "busy-" + UUID.randomUUID()));
        Map<String, Object> request = Map.of(
                "provider",
                "command",
                "command",
                List.of("sleep", "600"),
                "agent",
                agent.path("id").asText());
        try (TestSession first = TestSession.start(request)) {
            JsonNode problem = wire.post("/v1/sessions", request).refused(409, "SESSION_EXISTS", null);

            assertThat(problem.path("subject").toString()).contains(first.id());
            first.awaitStatus("RUNNING");
        }
    }

    @Test
    void a_stop_of_what_has_ended_changes_nothing() throws Exception {
        try (TestSession session = TestSession.command("sh", "-c", "exit 3")) {
            JsonNode before = session.awaitStatus("ENDED");

            Wire.Answer answer = wire.post(session.path("/stop"), Map.of("reason", "again"));

            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            assertThat(session.now().path("end")).isEqualTo(before.path("end"));
            assertThat(session.now().path("n")).isEqualTo(before.path("n"));
        }
    }

    @Test
    void what_has_ended_takes_no_input() throws Exception {
        try (TestSession session = TestSession.command("true")) {
            session.awaitStatus("ENDED");

            wire.post(session.path("/inputs"), Map.of("text", "hello")).refused(409, "SESSION_ENDED", null);
            wire.post(session.path("/keystrokes"), Map.of("text", "x")).refused(409, "SESSION_ENDED", null);
        }
    }

    @Test
    void what_is_unknown_is_not_resumed_and_what_still_runs_neither() throws Exception {
        wire.post("/v1/sessions/s-2222222222222222/resume", Map.of("prompt", "x"))
                .refused(404, "SESSION_NOT_FOUND", null);
        try (TestSession session = TestSession.command("sleep", "600")) {
            session.awaitStatus("RUNNING");
            wire.post(session.path("/resume"), Map.of("prompt", "x")).refused(409, "SESSION_EXISTS", "resumes");
        }
    }

    @Test
    void a_key_that_was_used_for_another_request_is_a_conflict() throws Exception {
        String key = UUID.randomUUID().toString();
        String first = "{\"provider\":\"command\",\"command\":[\"true\"]}";
        Wire.Answer one = wire.send("POST", "/v1/sessions", first, "Idempotency-Key", key);
        Wire.Answer again = wire.send("POST", "/v1/sessions", first, "Idempotency-Key", key);
        assertThat(again.json().path("id")).isEqualTo(one.json().path("id"));

        wire.send("POST", "/v1/sessions", first.replace("true", "false"), "Idempotency-Key", key)
                .refused(409, "CONFLICT", null);
        TestSession.at(one.json().path("id").asText()).awaitStatus("ENDED");
    }

    @Test
    void an_argument_that_looks_like_shell_is_a_word() throws Exception {
        String odd = "'; touch /tmp/never-" + UUID.randomUUID() + "; $(id) `id` \"#{pane_id}";
        try (TestSession session = TestSession.command("printf", "%s", odd)) {
            session.awaitStatus("ENDED");
            assertThat(session.text().getBytes(StandardCharsets.UTF_8))
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo(odd);
        }
    }
}
