package dev.signalbox.cli.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.cli.api.Api;
import dev.signalbox.cli.api.Http;
import dev.signalbox.cli.console.CliException;
import dev.signalbox.cli.console.ClientConfig;
import dev.signalbox.cli.console.Notices;
import dev.signalbox.schemas.spec.TerminalSize;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AttachmentTest {
    private static final String END =
            "{\"op\":\"end\",\"index\":5,\"status\":\"ENDED\",\"exitCode\":0,\"proven\":true,\"complete\":true}";

    private final FakeScreen screen = new FakeScreen();

    @Test
    void what_the_session_shows_comes_out_and_its_end_is_the_end() {
        try (WebSocketStandIn server = new WebSocketStandIn((message, peer) -> {
            if (op(message).equals("subscribe")) {
                peer.say("{\"op\":\"subscribed\",\"index\":5}");
                peer.output(1, 0, "hello ");
                peer.output(2, 6, "größe 🚂");
                peer.say(END);
            }
        })) {
            assertThat(attachment(false, server).stay(0L)).isZero();

            assertThat(screen.shown()).startsWith("hello größe 🚂").contains("session s-1: ENDED exit code 0");
            assertThat(server.messages("subscribe").getFirst())
                    .hasToString("{\"op\":\"subscribe\",\"session\":\"s-1\",\"items\":false,\"afterSeq\":0}");
            await().untilAsserted(() -> assertThat(server.messages("resize").getFirst())
                    .hasToString("{\"op\":\"resize\",\"session\":\"s-1\",\"columns\":100,\"rows\":30}"));
            assertThat(server.handshakes().getFirst()).contains("GET /v1/ws ", "Authorization: Bearer token-1");
        }
    }

    @Test
    void what_came_before_a_message_that_shows_nothing_does_not_wait() {
        try (WebSocketStandIn server = new WebSocketStandIn((message, peer) -> {
            if (op(message).equals("subscribe")) {
                peer.output(1, 0, "prompt$ ");
                peer.say("{\"op\":\"caught_up\",\"index\":5,\"seq\":1}");
            }
        })) {
            Thread.ofVirtual().start(() -> attachment(true, server).stay(0L));

            await().untilAsserted(() -> assertThat(screen.shown()).isEqualTo("prompt$ "));
            screen.keys.add(new byte[] {0x1c});
        }
    }

    @Test
    void keys_go_to_the_session_up_to_the_one_that_leaves() {
        try (WebSocketStandIn server = new WebSocketStandIn((message, peer) -> {
            if (op(message).equals("resize")) {
                screen.keys.add("ls\r".getBytes(StandardCharsets.UTF_8));
                screen.keys.add(new byte[] {3, 'x', 0x1c, 'y'});
            }
        })) {
            assertThat(attachment(false, server).stay(null)).isZero();

            await().untilAsserted(() -> assertThat(typed(server)).containsExactly("ls\r", "\u0003x"));
            assertThat(server.messages("subscribe").getFirst().path("from").asText())
                    .isEqualTo("keyframe");
        }
    }

    @Test
    void who_only_looks_types_and_resizes_nothing() {
        try (WebSocketStandIn server = new WebSocketStandIn((message, peer) -> {
            if (op(message).equals("subscribe")) {
                screen.keys.add("rm -rf /\r".getBytes(StandardCharsets.UTF_8));
                screen.keys.add(new byte[] {0x1c});
            }
        })) {
            assertThat(attachment(true, server).stay(null)).isZero();

            assertThat(server.messages("keystrokes")).isEmpty();
            assertThat(server.messages("resize")).isEmpty();
        }
    }

    @Test
    void a_server_that_gives_no_sign_of_life_is_left_for_the_other_one() {
        WebSocketStandIn.Script mute = (message, peer) -> {
            if (op(message).equals("subscribe")) {
                peer.output(1, 0, "one ");
            }
        };
        WebSocketStandIn.Script living = (message, peer) -> {
            if (op(message).equals("subscribe")) {
                peer.output(2, 4, "two");
                peer.say(END);
            }
        };
        try (WebSocketStandIn first = new WebSocketStandIn(mute);
                WebSocketStandIn second = new WebSocketStandIn(living)) {
            attachment(false, Duration.ofSeconds(1), first, second).stay(0L);

            assertThat(first.messages("ping")).isNotEmpty();
            assertThat(screen.shown().replaceAll("\\[[^]]*]\n", "")).isEqualTo("one two");
        }
    }

    @Test
    void a_lost_connection_goes_on_at_the_other_server_behind_the_last_record() {
        WebSocketStandIn.Script dying = (message, peer) -> {
            if (op(message).equals("subscribe")) {
                peer.output(1, 0, "one ");
                peer.output(2, 4, "two ");
                peer.vanish();
            }
        };
        WebSocketStandIn.Script living = (message, peer) -> {
            if (op(message).equals("subscribe")) {
                peer.output(2, 4, "two ");
                peer.output(3, 8, "three");
                peer.say(END);
            }
        };
        try (WebSocketStandIn first = new WebSocketStandIn(dying);
                WebSocketStandIn second = new WebSocketStandIn(living)) {
            attachment(false, first, second).stay(0L);

            assertThat(screen.shown().replaceAll("\\[[^]]*]\n", "")).isEqualTo("one two three");
            assertThat(screen.shown()).contains("[reconnected to " + second.url() + "]");
            // The loss of a connection may overtake what was on its way.
            assertThat(second.messages("subscribe").getFirst().path("afterSeq").asLong())
                    .isBetween(1L, 2L);
        }
    }

    @Test
    void a_server_that_accepts_and_closes_is_asked_with_pauses() {
        try (WebSocketStandIn server = new WebSocketStandIn((_, peer) -> peer.close(1001))) {
            long began = System.nanoTime();
            Thread.ofVirtual().start(() -> attachment(true, server).stay(null));

            await().until(() -> server.handshakes().size() >= 4);

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(850));
            screen.keys.add(new byte[] {0x1c});
            assertThat(screen.shown()).containsOnlyOnce("reconnected");
        }
    }

    @Test
    void what_was_shown_is_acknowledged() {
        try (WebSocketStandIn server = new WebSocketStandIn((message, peer) -> {
            if (op(message).equals("subscribe")) {
                for (int i = 0; i < 3; i++) {
                    peer.output(i + 1, i * 30_000L, "x".repeat(30_000));
                }
            } else if (op(message).equals("ack")) {
                peer.say(END);
            }
        })) {
            attachment(true, server).stay(0L);

            assertThat(server.messages("ack").getFirst()).hasToString("{\"op\":\"ack\",\"index\":5,\"bytes\":90000}");
        }
    }

    @Test
    void somebody_elses_keyboard_is_told_and_not_taken() {
        try (WebSocketStandIn server = new WebSocketStandIn(this::held)) {
            attachment(false, server).stay(null);

            assertThat(screen.shown()).contains("--takeover");
            assertThat(server.messages("keystrokes")).noneMatch(message -> message.has("takeover"));
        }
    }

    @Test
    void it_is_taken_over_once_when_that_is_asked_for() {
        try (WebSocketStandIn server = new WebSocketStandIn(this::held)) {
            new Attachment(api(server), "s-1", screen, false, true).stay(null);

            await().untilAsserted(() -> assertThat(
                            server.messages("keystrokes").stream().map(m -> m.has("takeover")))
                    .containsExactly(true, false));
        }
    }

    private void held(JsonNode message, WebSocketStandIn.Peer peer) throws IOException {
        if (op(message).equals("resize")) {
            screen.keys.add("x".getBytes(StandardCharsets.UTF_8));
            screen.keys.add("y".getBytes(StandardCharsets.UTF_8));
        } else if (op(message).equals("keystrokes")) {
            peer.say("{\"op\":\"error\",\"code\":\"WRITER_HELD\",\"message\":\"held\",\"retryable\":false}");
            if (typed(message).equals("y")) {
                peer.say(END);
            }
        }
    }

    @Test
    void an_expired_token_ends_it_with_4() {
        try (WebSocketStandIn server = new WebSocketStandIn((_, peer) -> peer.close(4401))) {
            assertThatThrownBy(() -> attachment(true, server).stay(null))
                    .isInstanceOfSatisfying(
                            CliException.class, e -> assertThat(e.exitCode()).isEqualTo(4));
        }
    }

    @Test
    void a_terminal_that_is_gone_is_left() {
        screen.keys.add(new byte[0]);
        try (WebSocketStandIn server = new WebSocketStandIn((_, _) -> {})) {
            assertThat(attachment(false, server).stay(null)).isZero();
        }
    }

    private Attachment attachment(boolean readOnly, WebSocketStandIn... servers) {
        return attachment(readOnly, Duration.ofSeconds(15), servers);
    }

    private Attachment attachment(boolean readOnly, Duration silence, WebSocketStandIn... servers) {
        return new Attachment(api(servers), "s-1", screen, readOnly, false, silence);
    }

    private static Api api(WebSocketStandIn... servers) {
        Notices notices =
                new Notices(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8), true, false);
        List<URI> addresses =
                Stream.of(servers).map(server -> URI.create(server.url())).toList();
        return new Api(new Http(new ClientConfig(addresses, "token-1"), notices), Duration.ofSeconds(5), null);
    }

    private static String op(JsonNode message) {
        return message.path("op").asText();
    }

    private static List<String> typed(WebSocketStandIn server) {
        return server.messages("keystrokes").stream().map(AttachmentTest::typed).toList();
    }

    private static String typed(JsonNode message) {
        return new String(Base64.getDecoder().decode(message.path("data").asText()), StandardCharsets.UTF_8);
    }

    /// A terminal of 100 columns and 30 rows; notices stand in brackets.
    private static final class FakeScreen implements Screen {
        final BlockingQueue<byte[]> keys = new LinkedBlockingQueue<>();
        private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
        private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();

        String shown() {
            return shown.toString(StandardCharsets.UTF_8);
        }

        @Override
        public int read(byte[] into) {
            try {
                byte[] next = keys.take();
                System.arraycopy(next, 0, into, 0, next.length);
                return next.length == 0 ? -1 : next.length;
            } catch (InterruptedException e) {
                return -1;
            }
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            waiting.write(bytes, offset, length);
        }

        @Override
        public void flush() {
            shown.writeBytes(waiting.toByteArray());
            waiting.reset();
        }

        @Override
        public void notice(String line) {
            flush();
            shown.writeBytes(("[" + line + "]\n").getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public TerminalSize size() {
            return new TerminalSize(100, 30);
        }

        @Override
        public void onResize(Runnable changed) {}
    }
}
