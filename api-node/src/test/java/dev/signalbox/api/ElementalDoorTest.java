package dev.signalbox.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.api.stage.SharedKafka;
import dev.signalbox.api.stage.Stage;
import dev.signalbox.api.stage.WsClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Trap 14: the original starts agents that may do anything, anywhere, for whoever can reach it.
@ExtendWith(SharedKafka.class)
final class ElementalDoorTest {
    private static final List<String> ASKED = List.of(
            "GET /api/health",
            "GET /api/agents",
            "POST /api/agents",
            "POST /api/agents/el-1/start",
            "POST /api/agents/el-1/resume",
            "POST /api/agents/el-1/stop",
            "POST /api/agents/el-1/input",
            "GET /api/agents/el-1/stream",
            "GET /api/sessions",
            "GET /api/worktrees",
            "POST /api/worktrees",
            "DELETE /api/worktrees/x");

    @Test
    void it_does_not_start_where_anybody_could_reach_it() {
        for (String address : List.of("0.0.0.0:3457", "[::]:3457")) {
            assertThatThrownBy(() -> Stage.load("127.0.0.1:9092", Path.of("data"), Map.of("elemental-listen", address)))
                    .hasMessageContaining("elemental-listen: refuses to leave loopback (" + address + ")")
                    .hasMessageContaining("or listen on 127.0.0.1");
        }
    }

    /// Behind a proxy that speaks TLS; or on loopback, told so.
    @Test
    void beyond_loopback_or_told_so_it_asks_everybody_for_a_token(SharedKafka.Running kafka, @TempDir Path directory)
            throws Exception {
        for (Map<String, String> settings : List.of(
                Map.of("elemental-listen", "0.0.0.0:0", "api-behind-tls-proxy", "true"),
                Map.of("dialect-auth", "true"))) {
            try (var stage = new Stage(kafka, directory, settings)) {
                for (String route : ASKED) {
                    assertThat(answer(stage, route, "Host: localhost"))
                            .as(route)
                            .startsWith("HTTP/1.1 401 ")
                            .contains("WWW-Authenticate: Bearer", "\"error\":{\"code\":\"UNAUTHORIZED\",");
                }
                assertThat(answer(stage, "GET /api/agents", "Host: localhost", "Authorization: Bearer nonsense"))
                        .startsWith("HTTP/1.1 401 ");
                assertThat(answer(stage, "GET /api/agents", "Host: localhost", "Authorization: Bearer " + stage.token))
                        .startsWith("HTTP/1.1 200 ");
                assertThatThrownBy(() -> WsClient.open(stage.client, socket(stage), Map.of()))
                        .rootCause()
                        .hasMessageContaining("401");
                WsClient.open(stage.client, socket(stage), Map.of("Authorization", "Bearer " + stage.token))
                        .close();
            }
        }
    }

    /// A page whose own name points here, a page of another origin, and what a proxy brings from elsewhere.
    @Test
    void open_on_loopback_it_is_closed_to_pages_and_to_what_comes_through_a_proxy(
            SharedKafka.Running kafka, @TempDir Path directory) throws Exception {
        try (var stage = new Stage(kafka, directory)) {
            assertThat(answer(stage, "GET /api/agents", "Host: localhost:3457")).startsWith("HTTP/1.1 200 ");
            assertThat(answer(stage, "GET /api/agents", "Host: localhost", "Origin: http://localhost:5173"))
                    .startsWith("HTTP/1.1 200 ");
            for (String route : ASKED) {
                for (String page : List.of("Host: evil.example", "Host: localhost\r\nOrigin: https://evil.example")) {
                    assertThat(answer(stage, route, page))
                            .as("%s %s", route, page)
                            .startsWith("HTTP/1.1 403 ")
                            .contains("\"error\":{\"code\":\"FORBIDDEN\",");
                }
                assertThat(answer(stage, route, "Host: localhost", "X-Forwarded-For: 192.0.2.1"))
                        .as(route)
                        .startsWith("HTTP/1.1 401 ");
            }
            assertThatThrownBy(
                            () -> WsClient.open(stage.client, socket(stage), Map.of("Origin", "https://evil.example")))
                    .rootCause()
                    .hasMessageContaining("403");
        }
    }

    private static int port(Stage stage) {
        return stage.node.dialects().get("elemental");
    }

    private static URI socket(Stage stage) {
        return URI.create("http://127.0.0.1:" + port(stage) + "/ws");
    }

    /// The answer's head and body, over a socket: Java's client does not let one lie about the host.
    private static String answer(Stage stage, String route, String... headers) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port(stage))) {
            socket.setSoTimeout(20_000);
            String request = route + " HTTP/1.1\r\n" + String.join("\r\n", headers)
                    + "\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            var answer = new StringBuilder();
            while (!complete(answer.toString())) {
                int next = socket.getInputStream().read();
                if (next < 0) {
                    break;
                }
                answer.append((char) next);
            }
            return answer.toString();
        }
    }

    private static boolean complete(String answer) {
        int head = answer.indexOf("\r\n\r\n");
        var length = Pattern.compile("(?i)\r\ncontent-length: (\\d+)").matcher(answer);
        return head >= 0 && length.find() && answer.length() >= head + 4 + Integer.parseInt(length.group(1));
    }
}
