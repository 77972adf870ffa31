package dev.signalbox.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.api.stage.Entities;
import dev.signalbox.api.stage.FakeDecider.Change;
import dev.signalbox.api.stage.FakeDecider.Decision;
import dev.signalbox.api.stage.HostPart;
import dev.signalbox.api.stage.SharedKafka;
import dev.signalbox.api.stage.Sse;
import dev.signalbox.api.stage.Stage;
import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.output.Item;
import dev.signalbox.schemas.output.OutputRecord.Stream;
import dev.signalbox.schemas.state.Session;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedKafka.class)
final class SessionOutputTest {
    private Stage stage;
    private HostPart host;
    private final String id = Ids.SESSION.mint();

    @BeforeEach
    void begin(SharedKafka.Running kafka, @TempDir Path directory) {
        stage = new Stage(kafka, directory);
        host = stage.host();
    }

    @AfterEach
    void end() throws Exception {
        stage.close();
    }

    private Session running() throws Exception {
        Session session = Entities.running(id, host.hostId(), false, stage.decider.cause());
        long n = stage.decider.change(
                stage.namespace, Change.of(session, new Event.SessionRequested("a", session.spec(), null, null)));
        seen(n);
        return session;
    }

    private void seen(long n) throws Exception {
        var cursor = new dev.signalbox.api.core.cursor.Cursor.State(stage.namespace, n).encode();
        var answer = stage.send(stage.request("/v1/sessions/" + id)
                .header("If-At-Least", cursor)
                .GET());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private void ended(Session session) {
        long out = host.length(id, Stream.OUT);
        long err = host.length(id, Stream.ERR);
        var ended = Entities.ended(session, 0, out, err, stage.decider.cause());
        stage.decider.change(stage.namespace, Change.of(ended, new Event.SessionEnded(ended.status(), ended.end())));
    }

    private Sse output(String query, String... headers) throws Exception {
        var request = stage.request("/v1/sessions/" + id + "/output" + query);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return Sse.open(stage.client, request);
    }

    private static byte[] bytes(List<Sse.Event> events) {
        var bytes = new ByteArrayOutputStream();
        events.stream()
                .filter(e -> e.name().equals("output"))
                .forEach(e -> bytes.writeBytes(
                        Base64.getDecoder().decode(e.data().get("data").asText())));
        return bytes.toByteArray();
    }

    @Test
    void a_started_session_is_answered_with_its_state_and_a_cursor() throws Exception {
        stage.decider.decide((command, cause) -> {
            var start = (Command.StartSession) command.command();
            var session = Entities.requested(start.sessionId(), start.spec(), cause);
            return Decision.accept(
                    session.ref(), Change.of(session, new Event.SessionRequested("a", session.spec(), null, null)));
        });

        var answer =
                stage.post("/v1/sessions", Map.of("provider", "command", "command", List.of("bash", "-c", "echo hi")));

        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(answer.json().get("status").asText()).isEqualTo("REQUESTED");
        assertThat(answer.header("Location"))
                .isEqualTo("/v1/sessions/" + answer.json().get("id").asText());
        assertThat(answer.header("Signalbox-Cursor")).isNotBlank();
        var again = stage.get(answer.header("Location"));
        assertThat(again.json()).isEqualTo(answer.json());
    }

    @Test
    void output_is_streamed_from_the_beginning_to_the_end_of_the_session() throws Exception {
        Session session = running();
        byte[] all = new byte[300_000];
        new Random(1).nextBytes(all);
        host.bytes(id, Stream.OUT, all);
        try (var sse = output("")) {
            assertThat(sse.status).isEqualTo(200);
            var first = sse.untilNamed("caught_up");
            host.item(id, new Item.Text("done"));
            host.bytes(id, Stream.ERR, "warned\n".getBytes(StandardCharsets.UTF_8));
            host.end(id);
            ended(session);
            var rest = sse.untilNamed("end");
            assertThat(bytes(first)).isEqualTo(all);
            assertThat(rest).extracting(Sse.Event::name).containsExactly("item", "output", "end");
            assertThat(rest.getLast().data().get("complete").asBoolean()).isTrue();
            assertThat(rest.getLast().data().get("exitCode").asInt()).isZero();
            assertThat(sse.next()).isNull();
        }
    }

    @Test
    void a_stream_resumes_behind_its_cursor_on_another_node() throws Exception {
        running();
        byte[] all = new byte[500_000];
        new Random(2).nextBytes(all);
        host.bytes(id, Stream.OUT, all);
        var head = new ByteArrayOutputStream();
        String cursor;
        try (var sse = output("")) {
            var events = sse.until(e -> e.data().path("seq").asInt() == 3);
            head.writeBytes(bytes(events));
            cursor = events.getLast().id();
        }
        var other = stage.node(Map.of());
        org.awaitility.Awaitility.await().until(() -> other.problems().isEmpty());

        var request = java.net.http.HttpRequest.newBuilder(Stage.uri(other, "/v1/sessions/" + id + "/output"))
                .header("Authorization", "Bearer " + stage.token)
                .header("Last-Event-ID", cursor);
        try (var sse = Sse.open(stage.client, request)) {
            head.writeBytes(bytes(sse.untilNamed("caught_up")));
        }

        assertThat(head.toByteArray()).isEqualTo(all);
    }
}
