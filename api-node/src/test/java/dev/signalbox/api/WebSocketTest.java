package dev.signalbox.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.signalbox.api.core.Capability;
import dev.signalbox.api.stage.Entities;
import dev.signalbox.api.stage.FakeDecider.Change;
import dev.signalbox.api.stage.FakeDecider.Decision;
import dev.signalbox.api.stage.HostPart;
import dev.signalbox.api.stage.KeystrokesOf;
import dev.signalbox.api.stage.SharedKafka;
import dev.signalbox.api.stage.Stage;
import dev.signalbox.api.stage.WsClient;
import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.output.Item;
import dev.signalbox.schemas.output.OutputRecord.Stream;
import dev.signalbox.schemas.state.EntityRef;
import dev.signalbox.schemas.state.EntityType;
import java.io.ByteArrayOutputStream;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedKafka.class)
final class WebSocketTest {
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

    private void running(boolean interactive) throws Exception {
        var session = Entities.running(id, host.hostId(), interactive, stage.decider.cause());
        stage.shows(stage.decider.change(
                stage.namespace, Change.of(session, new Event.SessionRequested("a", session.spec(), null, null))));
    }

    private WsClient open() throws Exception {
        return WsClient.open(stage.client, stage.uri("/v1/ws"), Map.of("Authorization", "Bearer " + stage.token));
    }

    private static int status(Throwable failure) {
        return ((WebSocketHandshakeException) failure.getCause()).getResponse().statusCode();
    }

    @Test
    void output_comes_as_binary_frames_and_stops_until_it_is_acknowledged() throws Exception {
        running(false);
        byte[] all = new byte[2_000_000];
        new Random(3).nextBytes(all);
        host.bytes(id, Stream.OUT, all);
        try (var socket = open()) {
            socket.send(Map.of("op", "subscribe", "id", "1", "session", id));
            assertThat(socket.text("subscribed").get("re").asText()).isEqualTo("1");
            var got = new ByteArrayOutputStream();
            await().atMost(Duration.ofSeconds(10)).until(() -> {
                drain(socket, got);
                return got.size() >= 512 * 1024;
            });
            await().during(Duration.ofMillis(300)).atMost(Duration.ofSeconds(5)).until(() -> {
                drain(socket, got);
                return got.size() < 512 * 1024 + 64 * 1024;
            });

            await().atMost(Duration.ofSeconds(20)).until(() -> {
                drain(socket, got);
                socket.send(Map.of("op", "ack", "index", 0, "bytes", got.size()));
                return got.size() == all.length;
            });

            assertThat(got.toByteArray()).isEqualTo(all);
        }
    }

    @Test
    void more_is_not_acknowledged_than_was_sent() throws Exception {
        running(false);
        host.bytes(id, Stream.OUT, new byte[2_000_000]);
        try (var socket = open()) {
            socket.send(Map.of("op", "subscribe", "session", id));
            var got = new ByteArrayOutputStream();
            await().atMost(Duration.ofSeconds(10)).until(() -> {
                drain(socket, got);
                return got.size() >= 512 * 1024;
            });
            socket.send(Map.of("op", "ack", "index", 0, "bytes", Long.MAX_VALUE));
            await().atMost(Duration.ofSeconds(10)).until(() -> {
                drain(socket, got);
                return got.size() >= 1024 * 1024;
            });
            await().during(Duration.ofMillis(300)).atMost(Duration.ofSeconds(5)).until(() -> {
                drain(socket, got);
                return got.size() < 1024 * 1024 + 128 * 1024;
            });
        }
    }

    @Test
    void a_socket_has_so_many_subscriptions_and_another_one_when_one_is_given_up() throws Exception {
        running(false);
        try (var socket = open()) {
            for (int i = 0; i < 64; i++) {
                socket.send(Map.of("op", "subscribe", "session", id, "from", "end"));
                socket.text("subscribed");
            }
            socket.send(Map.of("op", "subscribe", "id", "more", "session", id));
            assertThat(socket.text("error").path("code").asText()).isEqualTo("LIMIT_REACHED");

            socket.send(Map.of("op", "unsubscribe", "index", 7));
            socket.text("unsubscribed");
            socket.send(Map.of("op", "subscribe", "session", id));
            socket.text("subscribed");
        }
    }

    private static void drain(WsClient socket, ByteArrayOutputStream into) {
        while (socket.received.poll() instanceof Object next) {
            if (next instanceof WsClient.Frame frame) {
                assertThat(frame.version()).isEqualTo(1);
                assertThat(frame.at()).isEqualTo(into.size());
                into.writeBytes(frame.data());
            }
        }
    }

    @Test
    void items_marks_and_the_end_come_in_order_and_a_cursor_resumes() throws Exception {
        running(false);
        host.bytes(id, Stream.OUT, "hello".getBytes(StandardCharsets.UTF_8));
        try (var socket = open()) {
            socket.send(Map.of("op", "subscribe", "session", id));
            assertThat(socket.text().get("op").asText()).isEqualTo("subscribed");
            assertThat(new String(((WsClient.Frame) socket.next()).data(), StandardCharsets.UTF_8))
                    .isEqualTo("hello");
            String cursor = socket.text("caught_up").get("cursor").asText();
            host.item(id, new Item.Text("said"));
            var item = (WsClient.Frame) socket.next();
            assertThat(item.kind()).isEqualTo(1);
            assertThat(new String(item.data(), StandardCharsets.UTF_8)).contains("said");

            socket.send(Map.of("op", "subscribe", "session", id, "from", cursor));
            int second = socket.text("subscribed").get("index").asInt();
            var resumed = (WsClient.Frame) socket.next();
            assertThat(resumed.index()).isEqualTo(second);
            assertThat(resumed.seq()).isEqualTo(2);

            host.end(id);
            var ended = Entities.ended(
                    Entities.running(id, host.hostId(), false, stage.decider.cause()), 3, 5, 0, stage.decider.cause());
            stage.decider.change(
                    stage.namespace, Change.of(ended, new Event.SessionEnded(ended.status(), ended.end())));
            var end = socket.text("end");
            assertThat(end.get("exitCode").asInt()).isEqualTo(3);
            assertThat(end.get("complete").asBoolean()).isTrue();
        }
    }

    @Test
    void after_unsubscribing_nothing_of_the_session_comes() throws Exception {
        running(false);
        try (var socket = open()) {
            socket.send(Map.of("op", "subscribe", "session", id));
            socket.text("caught_up");
            socket.send(Map.of("op", "unsubscribe", "index", 0));
            socket.text("unsubscribed");
            host.bytes(id, Stream.OUT, "late".getBytes(StandardCharsets.UTF_8));
            socket.send(Map.of("op", "ping", "id", "p"));
            assertThat(socket.text().get("op").asText()).isEqualTo("pong");
        }
    }

    @Test
    void keystrokes_take_the_keyboard_and_follow_one_another() throws Exception {
        running(true);
        stage.decider.decide((command, cause) -> switch (command.command()) {
            case Command.AcquireWriter acquire ->
                Decision.accept(new EntityRef(EntityType.SESSION, acquire.sessionId()))
                        .number(7);
            default -> Decision.accept(new EntityRef(EntityType.SESSION, id));
        });
        try (var typed = new KeystrokesOf(stage.kafka, host.hostId());
                var socket = open()) {
            socket.send(Map.of("op", "keystrokes", "id", "1", "session", id, "text", "ls"));
            socket.send(Map.of("op", "keystrokes", "id", "2", "session", id, "data", "Cg=="));

            assertThat(socket.text("ok").get("seq").asInt()).isEqualTo(1);
            assertThat(socket.text("ok").get("seq").asInt()).isEqualTo(2);
            var records = typed.take(2);
            assertThat(records)
                    .extracting(k -> new String(k.bytes(), StandardCharsets.UTF_8))
                    .containsExactly("ls", "\n");
            assertThat(records).extracting(k -> k.epoch() + "/" + k.seq()).containsExactly("7/1", "7/2");
        }
        await().untilAsserted(() ->
                assertThat(stage.decider.seen()).anyMatch(c -> c.command() instanceof Command.ReleaseWriter));
    }

    @Test
    void a_keyboard_that_another_one_holds_is_refused() throws Exception {
        running(true);
        stage.decider.decide((_, _) -> Decision.refuse(ErrorCode.WRITER_HELD, null, null));
        try (var socket = open()) {
            socket.send(Map.of("op", "keystrokes", "id", "1", "session", id, "text", "x"));
            var error = socket.text("error");
            assertThat(error.get("code").asText()).isEqualTo("WRITER_HELD");
            assertThat(error.get("re").asText()).isEqualTo("1");
        }
    }

    @Test
    void bad_messages_are_answered_and_end_nothing() throws Exception {
        running(false);
        try (var socket = open()) {
            for (var bad : List.of(
                    "no json",
                    "[]",
                    "{}",
                    "{\"op\":\"fly\"}",
                    "{\"op\":\"ping\",\"ipd\":1}",
                    "{\"op\":\"subscribe\",\"session\":\"s-2222222222222222\"}",
                    "{\"op\":\"subscribe\",\"session\":\"" + id + "\",\"from\":\"garbage\"}",
                    "{\"op\":\"unsubscribe\",\"index\":9}",
                    "{\"op\":\"keystrokes\",\"session\":\"" + id + "\",\"text\":\"x\"}",
                    "{\"op\":\"resize\",\"session\":\"" + id + "\",\"columns\":0,\"rows\":5}",
                    "[".repeat(5_000))) {
                socket.raw(bad, true);
                assertThat(socket.text().get("op").asText()).as(bad).isEqualTo("error");
            }
            socket.send(Map.of("op", "ping"));
            assertThat(socket.text().get("op").asText()).isEqualTo("pong");
        }
    }

    @Test
    void fragments_are_bounded_together_and_binary_messages_are_not_taken() throws Exception {
        try (var socket = open()) {
            for (int i = 0; i < 40 && !socket.closed.isDone(); i++) {
                try {
                    socket.raw("x".repeat(64 * 1024), false);
                } catch (RuntimeException e) {
                    break;
                }
            }
            assertThat(socket.closed.get(10, TimeUnit.SECONDS)).isEqualTo(1009);
        }
        try (var socket = open()) {
            socket.binary(new byte[] {1});
            assertThat(socket.closed.get(10, TimeUnit.SECONDS)).isEqualTo(1003);
        }
    }

    @Test
    void an_upgrade_needs_a_token_in_one_of_three_places() throws Exception {
        var uri = stage.uri("/v1/ws");
        assertThatThrownBy(() -> WsClient.open(stage.client, uri, Map.of()))
                .isInstanceOf(ExecutionException.class)
                .satisfies(e -> assertThat(status(e)).isEqualTo(401));
        assertThatThrownBy(() -> WsClient.open(stage.client, uri, Map.of("Authorization", "Bearer nonsense")))
                .satisfies(e -> assertThat(status(e)).isEqualTo(401));
        String joining = stage.token(stage.namespace, Set.of(Capability.JOIN));
        assertThatThrownBy(() -> WsClient.open(stage.client, uri, Map.of("Authorization", "Bearer " + joining)))
                .satisfies(e -> assertThat(status(e)).isEqualTo(403));

        try (var socket = WsClient.open(stage.client, uri, Map.of(), "signalbox.v1", "bearer." + stage.token)) {
            assertThat(socket.protocol()).isEqualTo("signalbox.v1");
        }
        try (var socket = WsClient.open(stage.client, stage.uri("/v1/ws?token=" + stage.token), Map.of())) {
            socket.send(Map.of("op", "ping"));
            assertThat(socket.text().get("op").asText()).isEqualTo("pong");
        }
    }

    @Test
    void pages_of_other_origins_do_not_get_in_even_with_a_token() throws Exception {
        int port = stage.node.port();
        for (String origin : List.of(
                "https://evil.example",
                "null",
                "http://127.0.0.1.evil.example",
                "file://",
                "http://localhost@evil.example",
                "http://evil.example:" + port)) {
            assertThatThrownBy(() -> WsClient.open(
                            stage.client,
                            stage.uri("/v1/ws"),
                            Map.of("Authorization", "Bearer " + stage.token, "Origin", origin)))
                    .as(origin)
                    .satisfies(e -> assertThat(status(e)).isEqualTo(403));
        }
        for (String origin : List.of("http://127.0.0.1:" + port, "HTTP://LOCALHOST:5173", "http://[::1]:1")) {
            WsClient.open(
                            stage.client,
                            stage.uri("/v1/ws"),
                            Map.of("Authorization", "Bearer " + stage.token, "Origin", origin))
                    .close();
        }
    }

    @Test
    void a_client_that_vanishes_leaves_nothing_behind() throws Exception {
        running(true);
        stage.decider.decide(
                (_, _) -> Decision.accept(new EntityRef(EntityType.SESSION, id)).number(1));
        for (int i = 0; i < 5; i++) {
            var socket = open();
            socket.send(Map.of("op", "subscribe", "session", id));
            socket.text("caught_up");
            socket.send(Map.of("op", "keystrokes", "id", "k", "session", id, "text", "x", "takeover", true));
            socket.text("ok");
            socket.abort();
        }

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(stage.metric("signalbox_api_streams_open")).isZero();
            assertThat(stage.metric("signalbox_api_view_watched")).isZero();
            assertThat(stage.metric("signalbox_api_keyboards")).isZero();
        });
    }

    @Test
    void a_socket_closes_when_its_token_expires() throws Exception {
        String brief = stage.node
                .tokens()
                .mint("brief", stage.namespace, Set.of(Capability.VIEW), Duration.ofSeconds(1))
                .token();
        try (var socket =
                WsClient.open(stage.client, stage.uri("/v1/ws"), Map.of("Authorization", "Bearer " + brief))) {
            assertThat(socket.closed.get(10, TimeUnit.SECONDS)).isEqualTo(4401);
        }
    }

    @Test
    void stopping_the_node_says_so() throws Exception {
        var node = stage.node(Map.of());
        await().until(() -> node.problems().isEmpty());
        try (var socket = WsClient.open(
                stage.client, Stage.uri(node, "/v1/ws"), Map.of("Authorization", "Bearer " + stage.token))) {
            // A node that is being stopped opens no more.
            socket.send(Map.of("op", "ping"));
            socket.text("pong");
            // Until it is told; what else the node has to close takes its time.
            var told = socket.closed.thenApply(_ -> System.nanoTime());
            long began = System.nanoTime();
            node.close();
            assertThat(socket.closed.get(60, TimeUnit.SECONDS)).isEqualTo(1001);
            assertThat(Duration.ofNanos(told.get() - began)).isLessThan(Duration.ofSeconds(20));
        }
    }

    @Test
    void a_cursor_by_sequence_alone_finds_its_place() throws Exception {
        running(false);
        host.bytes(id, Stream.OUT, new byte[200_000]);
        try (var socket = open()) {
            socket.send(Map.of("op", "subscribe", "session", id, "afterSeq", 2));
            socket.text("subscribed");
            assertThat(((WsClient.Frame) socket.next()).seq()).isEqualTo(3);
            socket.send(Map.of("op", "subscribe", "id", "far", "session", id, "afterSeq", 99));
            assertThat(socket.text("error").get("code").asText()).isEqualTo("CURSOR_INVALID");
        }
    }
}
