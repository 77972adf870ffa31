package dev.signalbox.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.api.core.cursor.Cursor;
import dev.signalbox.api.core.cursor.Hint;
import dev.signalbox.api.dialect.v1.Contract;
import dev.signalbox.api.stage.Entities;
import dev.signalbox.api.stage.FakeDecider.Change;
import dev.signalbox.api.stage.FakeDecider.Decision;
import dev.signalbox.api.stage.HostPart;
import dev.signalbox.api.stage.SharedKafka;
import dev.signalbox.api.stage.Stage;
import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.output.OutputRecord.Stream;
import dev.signalbox.schemas.state.EntityRef;
import dev.signalbox.schemas.state.EntityType;
import dev.signalbox.schemas.topic.Topics;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedKafka.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BadInputTest {
    private final Contract contract = Contract.load();
    private final String id = Ids.SESSION.mint();
    private final String other = Ids.SESSION.mint();
    private Stage stage;
    private HostPart host;

    @BeforeAll
    void begin(SharedKafka.Running kafka, @TempDir Path directory) throws Exception {
        stage = new Stage(kafka, directory);
        host = stage.host();
        for (String session : List.of(id, other)) {
            var running = Entities.running(session, host.hostId(), false, stage.decider.cause());
            stage.shows(stage.decider.change(
                    stage.namespace, Change.of(running, new Event.SessionRequested("a", running.spec(), null, null))));
            for (int i = 0; i < 5; i++) {
                host.bytes(session, Stream.OUT, "line\n".getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    @AfterAll
    void end() throws Exception {
        stage.close();
    }

    private Stage.Answer refused(Stage.Answer answer, int status, String code, String field) throws Exception {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(contract.violations("Problem", answer.json()))
                .as(answer.text())
                .isEmpty();
        assertThat(answer.json().get("code").asText()).isEqualTo(code);
        if (field != null) {
            assertThat(answer.json().path("field").asText()).isEqualTo(field);
        }
        assertThat(answer.text()).doesNotContain("Exception").doesNotContain("\tat ");
        return answer;
    }

    @Test
    void malformed_bodies_are_refused_without_repeating_them() throws Exception {
        for (String body : List.of(
                "{",
                "[]",
                "null",
                "7",
                "\"text\"",
                "{\"provider\":\"command\",}",
                "{\"a\":1,\"a\":2}",
                "{} trailing",
                "{\"provider\":geheim}",
                "[".repeat(100_000),
                "{\"labels\":".repeat(2_000))) {
            var answer = refused(stage.post("/v1/sessions", body), 400, "INVALID_REQUEST", null);
            assertThat(answer.text()).doesNotContain("geheim");
        }
        refused(stage.post("/v1/sessions", ""), 400, "INVALID_REQUEST", null);
    }

    @Test
    void a_body_that_is_no_json_by_its_own_word_is_refused() throws Exception {
        var form = stage.request("/v1/sessions")
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("{\"provider\":\"claude\"}"));
        refused(stage.send(form), 400, "INVALID_REQUEST", "Content-Type");
    }

    @Test
    void an_unknown_member_is_refused_with_the_nearest_known_one() throws Exception {
        var answer = refused(
                stage.post("/v1/sessions", Map.of("provider", "claude", "promt", "hi")),
                400,
                "INVALID_REQUEST",
                "promt");
        assertThat(answer.json().get("hint").asText()).contains("prompt");
        refused(
                stage.post("/v1/sessions", Map.of("provider", "claude", "worktree", Map.of("repo", "/x"))),
                400,
                "INVALID_REQUEST",
                "worktree.repo");
    }

    @Test
    void members_outside_their_bounds_are_named() throws Exception {
        Map<String, Map<String, ?>> bad = Map.ofEntries(
                Map.entry("provider", Map.of("provider", "../claude")),
                Map.entry("command", Map.of("provider", "command", "command", List.of())),
                Map.entry("command[1]", Map.of("provider", "command", "command", List.of("sh", "a\0b"))),
                Map.entry("args", Map.of("provider", "command", "command", List.of("a"), "args", List.of("b"))),
                Map.entry("columns", Map.of("provider", "claude", "terminal", Map.of("columns", 0, "rows", 4))),
                Map.entry("silentHost.action", Map.of("provider", "claude", "silentHost", Map.of("action", "HOPE"))),
                Map.entry("cwd", Map.of("provider", "claude", "cwd", "/a", "worktree", Map.of("repository", "/b"))),
                Map.entry("labels", Map.of("provider", "claude", "labels", Map.of("a b", "c"))),
                Map.entry("interactive", Map.of("provider", "claude", "interactive", "perhaps")));
        for (var one : bad.entrySet()) {
            var answer = stage.post("/v1/sessions", one.getValue());
            assertThat(answer.status()).as(one.getKey() + ": " + answer.text()).isEqualTo(400);
            assertThat(answer.json().path("field").asText()).endsWith(one.getKey());
        }
        refused(
                stage.post("/v1/sessions", Map.of("provider", "claude", "env", Map.of("A-B", "x"))),
                422,
                "ENV_REFUSED",
                "env");
        refused(
                stage.post("/v1/sessions", Map.of("provider", "claude", "prompt", "x".repeat(300_000))),
                413,
                "TOO_LARGE",
                "prompt");
    }

    @Test
    void a_body_that_announces_too_much_is_refused_before_it_is_sent() throws Exception {
        try (var socket = new Socket("127.0.0.1", stage.node.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("POST /v1/sessions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + stage.token
                                    + "\r\nContent-Type: application/json\r\nContent-Length: 1073741824\r\n\r\n{")
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            String answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            assertThat(answer).isEqualTo("HTTP/1.1 413");
        }
    }

    @Test
    void a_body_that_does_not_say_how_long_it_is_is_cut_at_the_limit() throws Exception {
        byte[] chunk = new byte[64 * 1024];
        java.util.Arrays.fill(chunk, (byte) ' ');
        try (var socket = new Socket("127.0.0.1", stage.node.port())) {
            socket.setSoTimeout(10_000);
            var out = socket.getOutputStream();
            out.write(("POST /v1/sessions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + stage.token
                            + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 18; i++) {
                out.write("10000\r\n".getBytes(StandardCharsets.US_ASCII));
                out.write(chunk);
                out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            out.flush();
            String answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            assertThat(answer).isEqualTo("HTTP/1.1 413");
        }
    }

    @Test
    void references_that_name_nothing_are_not_found_and_reach_nobody() throws Exception {
        int before = stage.decider.seen().size();
        for (String bad : List.of(
                "%2e%2e%2fetc",
                "s-2222222222222222", "%23(id)", "%3Bkill-server", "=x%3A", "s", "%00", "a".repeat(300))) {
            refused(stage.get("/v1/sessions/" + bad), 404, "SESSION_NOT_FOUND", "session");
        }
        refused(stage.post("/v1/sessions/%2e%2e%2fx/stop", Map.of()), 404, "SESSION_NOT_FOUND", "session");
        refused(stage.get("/v1/hosts/nobody"), 404, "HOST_NOT_FOUND", "host");
        refused(stage.get("/v1/agents/nobody"), 404, "AGENT_NOT_FOUND", "agent");
        refused(stage.get("/v1/tasks/t-2222222222222222"), 404, "TASK_NOT_FOUND", "task");
        refused(stage.get("/v1/commands/c-x"), 404, "COMMAND_NOT_FOUND", "command");
        refused(
                stage.post("/v1/sessions", Map.of("provider", "claude", "agent", "nobody")),
                404,
                "AGENT_NOT_FOUND",
                "agent");
        refused(
                stage.post("/v1/sessions", Map.of("provider", "claude", "host", "nobody")),
                404,
                "HOST_NOT_FOUND",
                "host");
        refused(stage.get("/v1/nothing"), 404, "NOT_FOUND", null);
        assertThat(stage.decider.seen()).hasSize(before);
    }

    @Test
    void parameters_that_cannot_be_are_named() throws Exception {
        for (var bad : Map.of(
                        "limit=0",
                        "limit",
                        "limit=501",
                        "limit",
                        "limit=x",
                        "limit",
                        "status=HAPPY",
                        "status",
                        "label=x",
                        "label",
                        "activity=x",
                        "activity")
                .entrySet()) {
            refused(stage.get("/v1/sessions?" + bad.getKey()), 400, "INVALID_REQUEST", bad.getValue());
        }
        assertThat(refused(stage.get("/v1/sessions?stat=LIVE"), 400, "INVALID_REQUEST", "stat")
                        .json()
                        .get("hint")
                        .asText())
                .contains("status");
        refused(stage.get("/v1/hosts/nobody?force=true"), 400, "INVALID_REQUEST", "force");
        refused(stage.get("/v1/sessions?limit=1&limit=2"), 400, "INVALID_REQUEST", "limit");
        refused(stage.get("/v1/sessions?page=garbage"), 400, "CURSOR_INVALID", "page");
        refused(stage.get("/v1/events?type=nothing_happened"), 400, "INVALID_REQUEST", "type");
        refused(stage.get("/v1/sessions/" + id + "?wait=1d"), 400, "INVALID_REQUEST", "wait");
        refused(stage.get("/v1/sessions/" + id + "/output?since=yesterday"), 400, "INVALID_REQUEST", "since");
        refused(stage.get("/v1/sessions/" + id + "/output?from=start&fromByte=1"), 400, "INVALID_REQUEST", "from");
        var put = stage.send(stage.request("/v1/sessions").PUT(HttpRequest.BodyPublishers.noBody()));
        assertThat(put.status()).isEqualTo(405);
        assertThat(put.header("Allow")).isEqualTo("GET, HEAD, POST");
    }

    private String cursorOf(String session, long seq, UUID topic, long offset) {
        return new Cursor.Session(session, seq, new Hint(topic, 0, offset)).encode();
    }

    @Test
    void cursors_that_are_garbage_foreign_forged_or_from_the_future_are_refused() throws Exception {
        String output = "/v1/sessions/" + id + "/output?from=";
        var uuid = stage.kafka.topicId(Topics.output(host.hostId()).name());
        for (String bad : List.of(
                "garbage",
                cursorOf(other, 1, uuid, 6),
                cursorOf(id, 3, uuid, 7),
                cursorOf(id, 99, uuid, 1),
                cursorOf(id, 6, uuid, 1_000_000),
                new Cursor.Session(id, 99, null).encode(),
                new Cursor.State(stage.namespace, 1).encode())) {
            refused(stage.get(output + bad), 400, "CURSOR_INVALID", "from");
        }
        var header = stage.request("/v1/sessions/" + id + "/output")
                .header("Last-Event-ID", "garbage")
                .GET();
        refused(stage.send(header), 400, "CURSOR_INVALID", "Last-Event-ID");
        var events = stage.kafka.topicId(Topics.EVENTS.name());
        for (String bad : List.of(
                "garbage",
                new Cursor.Events("elsewhere", 1, new Hint(events, 0, 0)).encode(),
                new Cursor.Events(stage.namespace, 1, new Hint(uuid, 0, 0)).encode(),
                new Cursor.Events(stage.namespace, 1, new Hint(events, 0, 1L << 40)).encode(),
                new Cursor.Events(stage.namespace, 1, new Hint(events, 1, 1L << 40)).encode())) {
            refused(stage.get("/v1/events?from=" + bad), 400, "CURSOR_INVALID", "from");
        }
        var atLeast = stage.request("/v1/sessions")
                .header("If-At-Least", new Cursor.State("elsewhere", 1).encode())
                .GET();
        refused(stage.send(atLeast), 400, "CURSOR_INVALID", "If-At-Least");
    }

    @Test
    void a_cursor_older_than_what_is_retained_names_the_oldest_and_a_start_says_what_is_gone() throws Exception {
        try (var forgetful = new HostPart(stage.kafka, Ids.HOST.mint())) {
            String gone = Ids.SESSION.mint();
            var running = Entities.running(gone, forgetful.hostId(), false, stage.decider.cause());
            stage.shows(stage.decider.change(
                    stage.namespace, Change.of(running, new Event.SessionRequested("a", running.spec(), null, null))));
            long last = 0;
            for (int i = 0; i < 6; i++) {
                last = forgetful.bytes(gone, Stream.OUT, "0123456789".getBytes(StandardCharsets.UTF_8));
            }
            String topic = Topics.output(forgetful.hostId()).name();
            stage.kafka
                    .admin()
                    .deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(last - 1)))
                    .all()
                    .get();
            String path = "/v1/sessions/" + gone + "/output";

            var answer = refused(
                    stage.get(path + "?from=" + cursorOf(gone, 2, stage.kafka.topicId(topic), 2)),
                    410,
                    "CURSOR_EXPIRED",
                    "from");
            String oldest = answer.json().get("oldest").asText();
            var resumed = stage.get(path + "?follow=false&encoding=text&from=" + oldest)
                    .text();
            assertThat(resumed).contains("\"seq\":5").contains("\"seq\":6").doesNotContain("event: gap");

            var started = stage.get(path + "?follow=false").text();
            assertThat(started.indexOf("event: gap")).isBetween(0, started.indexOf("event: output"));
            assertThat(started).contains("{\"fromByte\":").isNotBlank();

            var raw = stage.request(path)
                    .header("Accept", "application/octet-stream")
                    .GET();
            refused(stage.send(raw), 410, "CURSOR_EXPIRED", null);
        }
    }

    @Test
    void a_refusal_of_the_decider_keeps_its_code_and_names_what_stands_in_the_way() throws Exception {
        stage.decider.decide(
                (_, _) -> Decision.refuse(ErrorCode.SESSION_EXISTS, "agent", new EntityRef(EntityType.SESSION, other)));

        var answer = refused(stage.post("/v1/sessions", Map.of("provider", "claude")), 409, "SESSION_EXISTS", "agent");

        assertThat(answer.json().at("/subject/id").asText()).isEqualTo(other);
        assertThat(answer.json().get("commandId").asText()).startsWith("c-");
    }

    @Test
    void requests_that_are_none_get_a_short_answer() throws Exception {
        for (String bad : List.of(
                "NONSENSE\r\n\r\n",
                "GET /v1/version HTTP/1.1\r\nHost: a\r\nBad Header\r\n\r\n",
                "GET / HTTP/3.0\r\n\r\n")) {
            try (var socket = new Socket("127.0.0.1", stage.node.port())) {
                socket.setSoTimeout(10_000);
                socket.getOutputStream().write(bad.getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().flush();
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                assertThat(answer).doesNotContain("Exception").hasSizeLessThan(600);
            }
        }
        assertThat(stage.get("/v1/version").status()).isEqualTo(200);
    }
}
