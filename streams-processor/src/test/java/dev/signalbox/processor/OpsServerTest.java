package dev.signalbox.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpsServerTest {
    @Test
    void a_processor_that_waits_is_live_and_not_ready_and_says_for_what() throws Exception {
        var health = new Health(true, false, List.of("waits for Kafka at here:1"));
        try (OpsServer ops = OpsServer.start(0, () -> health, () -> "up 1\n");
                HttpClient client = HttpClient.newHttpClient()) {
            assertThat(get(client, ops, "/live").statusCode()).isEqualTo(200);
            HttpResponse<String> ready = get(client, ops, "/ready");
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).contains("waits for Kafka at here:1");
            assertThat(get(client, ops, "/metrics").body()).isEqualTo("up 1\n");
        }
    }

    private static HttpResponse<String> get(HttpClient client, OpsServer ops, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + ops.port() + path);
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
}
