package dev.signalbox.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.api.stage.WsClient;
import dev.signalbox.settings.HostPort;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One API at the root of a listener of its own that is open, and behind a prefix of one that is not.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ManyApisTest {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Streams streams;
    private HttpListener own;
    private HttpListener main;

    @BeforeAll
    void begin() {
        streams = new Streams(16);
        var options =
                new HttpListener.Options(HostPort.of("127.0.0.1:0"), null, Duration.ofSeconds(5), 1024 * 1024, 64);
        HttpListener.Observer nobody = (_, _, _, _, _) -> {};
        Api toy = ToyApi.api("toy");
        own = new HttpListener(options, new Gate(true, List.of(), true), List.of(Mount.root(toy)), streams, nobody);
        main = new HttpListener(
                options,
                new Gate(true, List.of(), false),
                List.of(Mount.root(ToyApi.api("main")), Mount.named(toy)),
                streams,
                nobody);
        own.start();
        main.start();
    }

    @AfterAll
    void end() {
        streams.stop();
        own.close();
        main.close();
        streams.close();
        client.close();
    }

    private static URI uri(HttpListener at, String path) {
        return URI.create("http://127.0.0.1:" + at.port() + path);
    }

    private HttpResponse<String> send(HttpListener at, String method, String path, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(uri(at, path)).method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse(null);
    }

    @Test
    void an_api_is_served_at_the_root_of_its_listener_and_behind_its_name_on_another() throws Exception {
        assertThat(send(own, "GET", "/hello").body()).contains("\"path\":\"/hello\"", "\"prefix\":\"\"");
        assertThat(send(main, "GET", "/toy/hello", "Authorization", "Bearer ann")
                        .body())
                .contains("\"path\":\"/hello\"", "\"prefix\":\"/toy\"", "\"subject\":\"ann\"");
        assertThat(send(main, "GET", "/toy").body()).isEqualTo("root");
        assertThat(send(main, "GET", "/toy/").body()).isEqualTo("root");
        assertThat(send(main, "GET", "/toyhello").statusCode()).isEqualTo(404);
    }

    @Test
    void nothing_needs_to_be_shown_on_the_open_listener_but_a_bad_token_is_refused() throws Exception {
        assertThat(send(own, "GET", "/hello").body()).contains("anonymous");
        assertThat(send(own, "GET", "/hello", "Authorization", "Bearer bad").statusCode())
                .isEqualTo(401);
        assertThat(send(own, "GET", "/hello", "X-Forwarded-For", "1.2.3.4").statusCode())
                .isEqualTo(401);
        assertThat(send(own, "GET", "/asked", "X-Forwarded-For", "1.2.3.4").body())
                .isEqualTo("{\"local\":false}");
        assertThat(send(own, "GET", "/hello?token=bad").statusCode()).isEqualTo(200);
        assertThat(send(main, "GET", "/toy/hello").statusCode()).isEqualTo(401);
        assertThat(send(main, "GET", "/toy/hello?token=ann").statusCode()).isEqualTo(401);
        assertThat(send(main, "GET", "/toy/hello", "Authorization", "Bearer guest")
                        .statusCode())
                .isEqualTo(403);
        assertThat(send(main, "GET", "/toy/hello", "Authorization", "Bearer away")
                        .statusCode())
                .isEqualTo(503);
    }

    @Test
    void an_api_says_in_its_own_words_that_there_is_no_such_path_or_method() throws Exception {
        assertThat(send(own, "GET", "/none").body()).isEqualTo("404 Not Found");
        var other = send(own, "DELETE", "/hello");
        assertThat(other.statusCode()).isEqualTo(405);
        assertThat(other.body()).isEqualTo("not DELETE");
        assertThat(header(other, "Allow")).isEqualTo("GET, HEAD, POST");
    }

    @Test
    void a_limited_route_says_what_is_left_in_every_answer() throws Exception {
        for (int left = 1; left >= 0; left--) {
            var answer = send(main, "GET", "/toy/limited", "Authorization", "Bearer lim");
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(header(answer, "RateLimit")).startsWith("\"few\";r=" + left + ";t=");
        }
        var refused = send(main, "GET", "/toy/limited", "Authorization", "Bearer lim");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(header(refused, "RateLimit-Policy")).isEqualTo("\"few\";q=2;w=300");
        assertThat(Integer.parseInt(header(refused, "Retry-After"))).isBetween(290, 300);
        for (String another : List.of("other", "lim@elsewhere")) {
            assertThat(send(main, "GET", "/toy/limited", "Authorization", "Bearer " + another)
                            .statusCode())
                    .as(another)
                    .isEqualTo(400);
        }
    }

    @Test
    void head_is_answered_like_get_without_a_body() throws Exception {
        var head = send(own, "HEAD", "/hello");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(header(head, "Content-Length"))
                .isEqualTo(Integer.toString(send(own, "GET", "/hello").body().length()));
        var stream = send(own, "HEAD", "/stream");
        assertThat(stream.statusCode()).isEqualTo(200);
        assertThat(header(stream, "Content-Type")).isEqualTo("text/event-stream");
        assertThat(stream.body()).isEmpty();
        assertThat(send(own, "GET", "/stream").body()).isEqualTo(":\n\n");
    }

    @Test
    void pages_of_allowed_origins_may_read_and_those_of_others_may_nothing() throws Exception {
        var page = send(own, "GET", "/hello", "Origin", "http://localhost:5173");
        assertThat(header(page, "Access-Control-Allow-Origin")).isEqualTo("http://localhost:5173");
        assertThat(header(page, "Access-Control-Allow-Credentials")).isEqualTo("true");
        assertThat(header(page, "Access-Control-Expose-Headers")).isEqualTo("X-Seen");
        assertThat(header(page, "Vary")).isEqualTo("Origin");
        var refused = send(own, "GET", "/none", "Origin", "http://localhost:5173");
        assertThat(header(refused, "Access-Control-Allow-Origin")).isEqualTo("http://localhost:5173");

        var preflight = send(
                own, "OPTIONS", "/hello", "Origin", "http://localhost:5173", "Access-Control-Request-Method", "POST");
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(header(preflight, "Access-Control-Allow-Methods")).isEqualTo("GET, POST");
        assertThat(header(preflight, "Access-Control-Allow-Headers")).isEqualTo("Content-Type, Last-Event-ID");

        for (String method : List.of("GET", "POST", "OPTIONS")) {
            var foreign = send(
                    own, method, "/hello", "Origin", "https://evil.example", "Access-Control-Request-Method", "GET");
            assertThat(foreign.statusCode()).as(method).isEqualTo(403);
            assertThat(header(foreign, "Access-Control-Allow-Origin")).isNull();
        }
        assertThatThrownBy(() -> WsClient.open(client, uri(own, "/closed"), Map.of("Origin", "https://evil.example")))
                .satisfies(e -> assertThat(refusal(e).statusCode()).isEqualTo(403));
    }

    private static HttpResponse<?> refusal(Throwable e) {
        return ((WebSocketHandshakeException) e.getCause()).getResponse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/refused", "/closed", "/any", "/whatever"})
    void whoever_is_known_speaks_over_any_socket(String path) throws Exception {
        try (var socket = WsClient.open(client, uri(main, "/toy" + path + "?token=ann"), Map.of(), "x", "toy")) {
            assertThat(socket.protocol()).isEqualTo("toy");
            socket.raw("\"hi\"", true);
            assertThat(socket.text()).hasToString("[\"hi\",\"ann\",\"" + path + "\"]");
        }
        try (var socket = WsClient.open(client, uri(own, path), Map.of())) {
            assertThat(socket.protocol()).isEmpty();
            socket.raw("\"hi\"", true);
            assertThat(socket.text().get(1).asText()).isEqualTo("anonymous");
        }
    }

    @Test
    void whoever_is_not_known_is_refused_in_the_words_of_the_api() {
        assertThatThrownBy(() -> WsClient.open(client, uri(main, "/toy/refused?token=bad"), Map.of()))
                .satisfies(e -> assertThat(refusal(e).statusCode()).isEqualTo(401));
        assertThatThrownBy(() -> WsClient.open(client, uri(main, "/toy/refused?token=guest"), Map.of()))
                .satisfies(e -> assertThat(refusal(e).statusCode()).isEqualTo(403));
    }

    @Test
    void whoever_hears_that_a_socket_is_open_was_prepared_for() throws Exception {
        try (var _ = WsClient.open(client, uri(main, "/toy/refused?token=early"), Map.of())) {
            assertThat(ToyApi.PREPARED).contains("early");
        }
    }

    @Test
    void a_refused_upgrade_has_a_body() throws Exception {
        try (var socket = new java.net.Socket("127.0.0.1", main.port())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream()
                    .write(("GET /toy/refused HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\n"
                                    + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answer).startsWith("HTTP/1.1 401").contains("{\"error\":\"UNAUTHENTICATED\"}");
        }
    }

    @Test
    void a_socket_may_open_only_to_say_why_it_closes() throws Exception {
        for (var expected : Map.of("bad", 1008, "guest", 1008, "away", 1013).entrySet()) {
            try (var socket = WsClient.open(client, uri(main, "/toy/closed?token=" + expected.getKey()), Map.of())) {
                assertThat(socket.closed.get(10, TimeUnit.SECONDS)).isEqualTo(expected.getValue());
            }
        }
    }

    @Test
    void a_socket_may_ask_who_it_is_and_waits_for_an_answer_but_not_for_long() throws Exception {
        try (var socket = WsClient.open(client, uri(main, "/toy/any"), Map.of())) {
            socket.raw("\"hi\"", true);
            assertThat(socket.text()).hasToString("\"UNAUTHENTICATED\"");
            socket.raw("\"i am guest\"", true);
            assertThat(socket.text()).hasToString("\"FORBIDDEN\"");
            socket.raw("\"i am ann\"", true);
            assertThat(socket.text().get(1).asText()).isEqualTo("ann");
            socket.raw("\"i am bob\"", true);
            assertThat(socket.text()).hasToString("\"FORBIDDEN\"");
        }
        try (var socket = WsClient.open(client, uri(main, "/toy/late"), Map.of())) {
            assertThat(socket.closed.get(10, TimeUnit.SECONDS)).isEqualTo(1008);
        }
    }

    @Test
    void a_socket_is_closed_when_its_token_expires() throws Exception {
        try (var socket = WsClient.open(client, uri(main, "/toy/refused?token=ann-1"), Map.of())) {
            socket.raw("\"hi\"", true);
            assertThat(socket.text().get(1).asText()).isEqualTo("ann");
            assertThat(socket.closed.get(10, TimeUnit.SECONDS)).isEqualTo(1008);
        }
    }

    @Test
    void what_cannot_be_read_is_told_and_what_is_too_large_closes() throws Exception {
        try (var socket = WsClient.open(client, uri(own, "/any"), Map.of())) {
            socket.binary("\"bytes\"".getBytes(StandardCharsets.UTF_8));
            assertThat(socket.text().get(0).asText()).isEqualTo("bytes");
            socket.binary(new byte[] {'"', (byte) 0xff, '"'});
            assertThat(socket.text()).hasToString("\"unreadable\"");
            socket.raw("\"\ufffd\"", true);
            assertThat(socket.text()).hasToString("\"unreadable\"");
            socket.raw("x".repeat(65), true);
            assertThat(socket.closed.get(10, TimeUnit.SECONDS)).isEqualTo(1009);
        }
        try (var socket = WsClient.open(client, uri(own, "/refused"), Map.of())) {
            socket.binary(new byte[] {1});
            assertThat(socket.closed.get(10, TimeUnit.SECONDS)).isEqualTo(1003);
        }
    }

    @Test
    void the_streams_of_those_that_nobody_knows_are_counted_and_given_back() throws Exception {
        for (int round = 0; round < 200; round++) {
            try (var socket = WsClient.open(client, uri(main, "/toy/any"), Map.of())) {
                socket.raw("\"i am carl\"", true);
                assertThat(socket.text().get(1).asText()).isEqualTo("carl");
                socket.sendClose();
                assertThat(socket.closed.get(10, TimeUnit.SECONDS)).isEqualTo(1000);
            }
        }
    }

    @Test
    void those_that_nobody_knows_use_up_only_what_is_for_their_address() throws Exception {
        try (var near = from("127.0.0.3");
                var far = from("127.0.0.2")) {
            List<WsClient> open = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                open.add(WsClient.open(near, uri(main, "/toy/any"), Map.of()));
            }
            try (var more = WsClient.open(near, uri(main, "/toy/any"), Map.of())) {
                assertThat(more.closed.get(10, TimeUnit.SECONDS)).isEqualTo(1013);
            }
            try (var other = WsClient.open(far, uri(main, "/toy/any"), Map.of())) {
                other.raw("\"i am dora\"", true);
                assertThat(other.text().get(1).asText()).isEqualTo("dora");
            }
            open.forEach(WsClient::sendClose);
            for (WsClient one : open) {
                assertThat(one.closed.get(10, TimeUnit.SECONDS)).isEqualTo(1000);
            }
        }
    }

    private static HttpClient from(String address) throws Exception {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .localAddress(InetAddress.getByName(address))
                .build();
    }
}
