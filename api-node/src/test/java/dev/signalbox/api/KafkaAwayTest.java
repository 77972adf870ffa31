package dev.signalbox.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.api.core.Principal;
import dev.signalbox.api.stage.Entities;
import dev.signalbox.api.stage.FakeDecider;
import dev.signalbox.api.stage.FakeDecider.Change;
import dev.signalbox.api.stage.FakeDecider.Decision;
import dev.signalbox.api.stage.SharedKafka;
import dev.signalbox.api.stage.Stage;
import dev.signalbox.broker.BrokerOptions;
import dev.signalbox.broker.EmbeddedBroker;
import dev.signalbox.broker.FreePort;
import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.topic.Topics;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kafka is away at the start, comes, goes in the middle, and comes back.
final class KafkaAwayTest {
    private final HttpClient client = HttpClient.newHttpClient();

    private HttpResponse<String> call(ApiNode node, String method, String path, String body) throws Exception {
        String token = node.tokens()
                .mint("tester", "default", Principal.PERSON, Duration.ofHours(1))
                .token();
        var request = HttpRequest.newBuilder(Stage.uri(node, path))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void a_node_lives_without_kafka_says_what_it_waits_for_and_goes_on_when_it_is_there(@TempDir Path directory)
            throws Exception {
        var options = BrokerOptions.in(directory.resolve("kafka")).onPort(FreePort.any());
        String servers = "127.0.0.1:" + options.port();
        try (var node = new ApiNode(Stage.settings(servers, directory, Map.of())).start()) {
            assertThat(call(node, "GET", "/v1/health/live", "").statusCode()).isEqualTo(200);
            var ready = call(node, "GET", "/v1/health/ready", "");
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).contains("brokers").doesNotContain(servers);
            assertThat(call(node, "GET", "/v1/sessions", "").statusCode()).isEqualTo(503);
            var early = call(node, "POST", "/v1/sessions", "{\"provider\":\"claude\"}");
            assertThat(early.statusCode()).isEqualTo(503);
            assertThat(early.headers().firstValue("Retry-After")).isPresent();

            String id = Ids.SESSION.mint();
            try (var broker = EmbeddedBroker.start(options)) {
                await().atMost(Duration.ofSeconds(30))
                        .untilAsserted(() -> assertThat(call(node, "GET", "/v1/health/ready", "")
                                        .body())
                                .contains(Topics.STATE.name()));
                try (var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                    SharedKafka.create(admin, Topics.fixed());
                }
                await().atMost(Duration.ofSeconds(30))
                        .untilAsserted(() -> assertThat(call(node, "GET", "/v1/health/ready", "")
                                        .statusCode())
                                .isEqualTo(200));
                try (var decider = new FakeDecider(servers)) {
                    decider.decide((record, cause) -> Decision.silence());
                    var session = Entities.running(id, Ids.HOST.mint(), false, decider.cause());
                    decider.change(
                            "default", Change.of(session, new Event.SessionRequested("a", session.spec(), null, null)));
                    await().untilAsserted(() -> assertThat(
                                    call(node, "GET", "/v1/sessions/" + id, "").statusCode())
                            .isEqualTo(200));
                }
            }

            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(
                                    call(node, "GET", "/v1/health/ready", "").statusCode())
                            .isEqualTo(503));
            var stale = call(node, "GET", "/v1/sessions/" + id, "");
            assertThat(stale.statusCode()).isEqualTo(200);
            assertThat(stale.headers().firstValue("Signalbox-Stale")).contains("true");
            var refused = call(node, "POST", "/v1/sessions/" + id + "/stop", "{}");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertThat(refused.body()).contains("\"retryable\":true").contains("\"commandId\":\"c-");

            try (var _ = EmbeddedBroker.start(options)) {
                await().atMost(Duration.ofSeconds(40))
                        .untilAsserted(() -> assertThat(call(node, "GET", "/v1/health/ready", "")
                                        .statusCode())
                                .isEqualTo(200));
                try (var decider = new FakeDecider(servers)) {
                    decider.decide((record, cause) -> Decision.accept(null));
                    await().atMost(Duration.ofSeconds(20))
                            .untilAsserted(() -> assertThat(call(node, "POST", "/v1/sessions/" + id + "/stop", "{}")
                                            .statusCode())
                                    .isEqualTo(200));
                }
            }
        }
    }
}
