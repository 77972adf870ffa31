package dev.signalbox.e2e.badinput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.e2e.system.LogTrap;
import dev.signalbox.e2e.system.RunningSystem;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Requests that are refused before anything is begun: each with its status, code and field, and nothing comes of
/// it.
class BadRequestsTest {
    private static final String SESSIONS = "/v1/sessions";

    private static Wire wire;

    private LogTrap logs;
    private Set<String> sessions;

    @BeforeAll
    static void open() {
        wire = new Wire();
    }

    @AfterAll
    static void close() {
        wire.close();
    }

    @BeforeEach
    void listen() {
        logs = LogTrap.open();
        sessions = sessions();
    }

    @AfterEach
    void nothing_came_of_it() {
        logs.close();
        logs.assertNoTraceAndNoSecret();
        assertThat(sessions).containsAll(sessions());
    }

    /// Those of programs, as all are that this asks for.
    private static Set<String> sessions() {
        return RunningSystem.shared()
                .client()
                .get(SESSIONS + "?limit=500")
                .path("items")
                .valueStream()
                .filter(session -> session.path("provider").asText().equals("command"))
                .map(session -> session.path("id").asText())
                .collect(Collectors.toSet());
    }

    static Stream<Arguments> bodies() {
        String secret = LogTrap.CANARY;
        return Stream.of(
                arguments("half an object", "{\"prompt\":\"" + secret, 400, "INVALID_REQUEST", null),
                arguments("an array", "[]", 400, "INVALID_REQUEST", null),
                arguments("null", "null", 400, "INVALID_REQUEST", null),
                arguments("a number", "7", 400, "INVALID_REQUEST", null),
                arguments("nothing", "", 400, "INVALID_REQUEST", null),
                arguments("two values", "{} {}", 400, "INVALID_REQUEST", null),
                arguments("a member twice", "{\"provider\":\"a\",\"provider\":\"b\"}", 400, "INVALID_REQUEST", null),
                arguments("a bare word", "{\"provider\":" + secret + "}", 400, "INVALID_REQUEST", null),
                arguments("a bomb of arrays", "[".repeat(100_000), 400, "INVALID_REQUEST", null),
                arguments("a bomb of objects", "{\"labels\":".repeat(5_000), 400, "INVALID_REQUEST", null),
                arguments("an unknown member", command("\"promt\":\"x\""), 400, "INVALID_REQUEST", "promt"),
                arguments(
                        "an unknown member within",
                        command("\"worktree\":{\"repo\":\"/x\"}"),
                        400,
                        "INVALID_REQUEST",
                        "worktree.repo"),
                arguments("no provider", "{\"command\":[\"true\"]}", 400, "INVALID_REQUEST", "provider"),
                arguments("a path as provider", "{\"provider\":\"../x\"}", 400, "INVALID_REQUEST", "provider"),
                arguments("an unknown provider", "{\"provider\":\"nobody\"}", 422, "UNKNOWN_PROVIDER", "provider"),
                arguments("an unknown host", command("\"host\":\"nobody\""), 404, "HOST_NOT_FOUND", "host"),
                arguments("an unknown agent", command("\"agent\":\"nobody\""), 404, "AGENT_NOT_FOUND", "agent"),
                arguments(
                        "an empty command",
                        "{\"provider\":\"command\",\"command\":[]}",
                        400,
                        "INVALID_REQUEST",
                        "command"),
                arguments(
                        "a command of nothing",
                        "{\"provider\":\"command\",\"command\":[\" \"]}",
                        400,
                        "INVALID_REQUEST",
                        "command"),
                arguments(
                        "NUL in a word",
                        "{\"provider\":\"command\",\"command\":[\"echo\",\"a\\u0000b\"]}",
                        400,
                        "INVALID_REQUEST",
                        "command[1]"),
                arguments("NUL in a prompt", command("\"prompt\":\"a\\u0000b\""), 400, "INVALID_REQUEST", "prompt"),
                arguments(
                        "half a character in a prompt",
                        command("\"prompt\":\"\\ud83d\""),
                        400,
                        "INVALID_REQUEST",
                        "prompt"),
                arguments(
                        "a prompt of 300 KB",
                        command("\"prompt\":\"" + "x".repeat(300_000) + "\""),
                        413,
                        "TOO_LARGE",
                        "prompt"),
                arguments(
                        "a prompt of 1 MiB",
                        command("\"prompt\":\"" + "x".repeat(1024 * 1024) + "\""),
                        413,
                        "TOO_LARGE",
                        null),
                arguments(
                        "a variable that is no name",
                        command("\"env\":{\"A-B\":\"" + secret + "\"}"),
                        422,
                        "ENV_REFUSED",
                        "env"),
                arguments(
                        "a terminal without columns",
                        command("\"terminal\":{\"columns\":0,\"rows\":1}"),
                        400,
                        "INVALID_REQUEST",
                        "terminal.columns"),
                arguments(
                        "two places at once",
                        command("\"cwd\":\"/a\",\"worktree\":{\"repository\":\"/b\"}"),
                        400,
                        "INVALID_REQUEST",
                        "cwd"));
    }

    private static String command(String more) {
        return "{\"provider\":\"command\",\"command\":[\"true\"]," + more + "}";
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void a_session_is_not_started_by(String what, String body, int status, String code, String field) throws Exception {
        wire.post(SESSIONS, body).refused(status, code, field);
    }

    static Stream<Arguments> references() {
        return Stream.of(
                        "%2e%2e%2fetc%2fpasswd",
                        "%2Fetc",
                        "s-2222222222222222",
                        "%23(id)",
                        "%23%7Bpane_id%7D",
                        "%3Bkill-server",
                        "=x%3A",
                        "%25",
                        "%00",
                        "-t",
                        "s",
                        "a".repeat(300))
                .flatMap(id -> Stream.of(
                        arguments("GET", id, "", null),
                        arguments("GET", id, "/output", null),
                        arguments("GET", id, "/history", null),
                        arguments("POST", id, "/stop", "{}"),
                        arguments("POST", id, "/resume", "{}"),
                        arguments("POST", id, "/inputs", "{\"text\":\"x\"}"),
                        arguments("POST", id, "/resize", "{\"columns\":80,\"rows\":24}")));
    }

    @ParameterizedTest(name = "{0} {1}{2}")
    @MethodSource("references")
    void no_session_is(String method, String id, String rest, String body) throws Exception {
        wire.send(method, SESSIONS + "/" + id + rest, body)
                .refused(404, "SESSION_NOT_FOUND", method.equals("GET") ? "session" : null);
    }

    @Test
    void a_body_that_announces_too_much_is_refused_before_it_is_sent() throws Exception {
        assertThat(wire.statusLine("Content-Length: 1073741824", new byte[] {'{'}))
                .isEqualTo("HTTP/1.1 413");
    }

    @Test
    void a_body_that_does_not_say_how_long_it_is_is_cut_at_the_limit() throws Exception {
        byte[] chunk = new byte[0x10000];
        Arrays.fill(chunk, (byte) ' ');
        var body = new java.io.ByteArrayOutputStream();
        for (int i = 0; i < 18; i++) {
            body.writeBytes("10000\r\n".getBytes(StandardCharsets.US_ASCII));
            body.writeBytes(chunk);
            body.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        assertThat(wire.statusLine("Transfer-Encoding: chunked", body.toByteArray()))
                .isEqualTo("HTTP/1.1 413");
    }

    @Test
    void an_unknown_member_is_answered_with_the_nearest_known_one() throws Exception {
        JsonNode problem = wire.post(SESSIONS, command("\"promt\":\"x\"")).refused(400, "INVALID_REQUEST", "promt");

        assertThat(problem.path("hint").asText()).contains("prompt");
    }

    @Test
    void an_unknown_provider_is_answered_with_those_that_there_are() throws Exception {
        JsonNode problem =
                wire.post(SESSIONS, Map.of("provider", "nobody")).refused(422, "UNKNOWN_PROVIDER", "provider");

        assertThat(problem.toString()).contains("command");
    }

    @Test
    void other_things_that_are_not_there_are_named() throws Exception {
        for (List<String> one : List.of(
                List.of("/v1/hosts/nobody", "HOST_NOT_FOUND"),
                List.of("/v1/agents/nobody", "AGENT_NOT_FOUND"),
                List.of("/v1/tasks/t-2222222222222222", "TASK_NOT_FOUND"),
                List.of("/v1/commands/c-x", "COMMAND_NOT_FOUND"),
                List.of("/v1/nothing", "NOT_FOUND"))) {
            wire.get(one.getFirst()).refused(404, one.getLast(), null);
        }
    }
}
