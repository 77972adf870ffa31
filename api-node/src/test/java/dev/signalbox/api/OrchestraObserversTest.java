package dev.signalbox.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.api.stage.Entities;
import dev.signalbox.api.stage.FakeDecider.Change;
import dev.signalbox.api.stage.HostPart;
import dev.signalbox.api.stage.SharedKafka;
import dev.signalbox.api.stage.Stage;
import dev.signalbox.api.stage.WsClient;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.output.OutputRecord.Stream;
import dev.signalbox.schemas.state.Session;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What one observer may watch at once.
@ExtendWith(SharedKafka.class)
final class OrchestraObserversTest {
    private Stage stage;
    private HostPart host;

    @BeforeEach
    void begin(SharedKafka.Running kafka, @TempDir Path directory) {
        stage = new Stage(kafka, directory, Map.of("orchestra-messages-per-second", "1000"));
        host = stage.host();
    }

    @AfterEach
    void end() throws Exception {
        stage.close();
    }

    private WsClient open() throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + stage.node.dialects().get("orchestra") + "/ws/observe");
        return WsClient.open(stage.client, uri, Map.of("Authorization", "Bearer " + stage.token));
    }

    private Session running(String id) {
        return Entities.running(id, host.hostId(), false, stage.decider.cause());
    }

    private void show(Session... sessions) throws Exception {
        long n = 0;
        for (Session session : sessions) {
            n = stage.decider.change(
                    stage.namespace, Change.of(session, new Event.SessionRequested("a", session.spec(), null, null)));
        }
        stage.shows(n);
    }

    private static JsonNode heard(WsClient socket, String type) throws Exception {
        JsonNode next = socket.text();
        while (!next.path("type").asText().equals(type)) {
            next = socket.text();
        }
        return next;
    }

    private void says(String id, String text) {
        host.bytes(id, Stream.OUT, text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void who_subscribes_again_without_a_cursor_is_shown_nothing_twice() throws Exception {
        show(running("sess-command-00000000"));
        says("sess-command-00000000", "first");
        var subscribe = Map.of("type", "subscribe_terminal", "session_id", "sess-command-00000000");
        try (var socket = open()) {
            socket.send(subscribe);
            assertThat(heard(socket, "terminal_output").path("data").asText()).isEqualTo("first");

            socket.send(subscribe);
            socket.send(Map.of("type", "ping"));
            heard(socket, "pong");
            says("sess-command-00000000", "second");

            assertThat(heard(socket, "terminal_output").path("data").asText()).isEqualTo("second");
        }
    }

    @Test
    void a_socket_watches_so_many_terminals_and_another_one_when_one_is_given_up() throws Exception {
        Session[] sessions = new Session[65];
        for (int i = 0; i < sessions.length; i++) {
            sessions[i] = running("sess-command-%08d".formatted(i));
        }
        show(sessions);
        try (var socket = open()) {
            for (Session session : sessions) {
                socket.send(Map.of("type", "subscribe_terminal", "session_id", session.id()));
            }
            JsonNode refused = heard(socket, "error");
            assertThat(refused.path("message").asText()).contains("at most 64");

            socket.send(Map.of("type", "unsubscribe_terminal", "session_id", sessions[0].id()));
            socket.send(Map.of("type", "subscribe_terminal", "session_id", sessions[64].id()));
            says(sessions[64].id(), "hello");

            assertThat(heard(socket, "terminal_output").path("session_id").asText())
                    .isEqualTo(sessions[64].id());
        }
    }
}
