package dev.signalbox.e2e.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.e2e.system.LogTrap;
import dev.signalbox.e2e.system.RunningSystem;
import dev.signalbox.schemas.codec.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What is sent to a node exactly as it stands here, and what it answers.
final class Wire implements AutoCloseable {
    private final RunningSystem system = RunningSystem.shared();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    record Answer(int status, String text, HttpResponse<String> response) {
        JsonNode json() throws IOException {
            return Json.mapper().readTree(text);
        }

        /// A refusal as every client may rely on it.
        JsonNode refused(int expected, String code, @Nullable String field) throws IOException {
            assertThat(status).as(text).isEqualTo(expected);
            JsonNode problem = json();
            assertThat(problem.path("code").asText()).as(text).isEqualTo(code);
            if (field != null) {
                assertThat(problem.path("field").asText()).as(text).isEqualTo(field);
            }
            assertThat(problem.path("detail").asText()).isNotBlank();
            assertThat(text).doesNotContain("Exception", "\\tat ", LogTrap.CANARY);
            return problem;
        }
    }

    /// The one that the others of a test ask too: what it has seen, they need not wait for.
    URI node() {
        return system.client().node();
    }

    Answer get(String path) throws IOException, InterruptedException {
        return send("GET", path, null);
    }

    Answer post(String path, Object body) throws IOException, InterruptedException {
        return send(
                "POST",
                path,
                body instanceof String text ? text : new String(Json.encode(body), StandardCharsets.UTF_8));
    }

    Answer send(String method, String path, @Nullable String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(node().resolve(path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + system.token())
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body(), response);
    }

    /// The status line that answers a request of which so much is sent.
    String statusLine(String headers, byte[] body) throws IOException {
        try (Socket socket = new Socket(node().getHost(), node().getPort())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(("POST /v1/sessions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + system.token()
                            + "\r\nContent-Type: application/json\r\n" + headers + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(body);
            out.flush();
            return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
