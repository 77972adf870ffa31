package dev.signalbox.api.dialect.neolith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.api.stage.Entities;
import dev.signalbox.api.stage.FakeDecider.Change;
import dev.signalbox.api.stage.FakeDecider.Decision;
import dev.signalbox.api.stage.HostPart;
import dev.signalbox.api.stage.SharedKafka;
import dev.signalbox.api.stage.Stage;
import dev.signalbox.api.stage.WsClient;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.state.SessionStatus;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What Neolith's clients hear while nothing is decided: never that something failed, or is not there, that may be.
@ExtendWith(SharedKafka.class)
final class NotYetTest {
    private final CountDownLatch decides = new CountDownLatch(1);
    private Stage stage;
    private HostPart host;

    @BeforeEach
    void begin(SharedKafka.Running kafka, @TempDir Path directory) {
        stage = new Stage(kafka, directory, Map.of("api-patience", "1s"));
        host = stage.host();
    }

    @AfterEach
    void end() throws Exception {
        decides.countDown();
        stage.close();
    }

    /// Nothing is decided before the test says so.
    private void decideLate(Function<Command, Decision> how) {
        stage.decider.decide((record, _) -> {
            try {
                if (!decides.await(60, TimeUnit.SECONDS)) {
                    throw new AssertionError("the test never let it decide");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return how.apply(record.command());
        });
    }

    private WsClient client() throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + stage.node.dialects().get("neolith") + "/?token=" + stage.token);
        WsClient client = WsClient.open(stage.client, uri, Map.of());
        assertThat(client.text().path("type").asText()).isEqualTo("health_check_response");
        return client;
    }

    private static JsonNode heard(WsClient client, String type, String status) throws Exception {
        JsonNode next = client.text();
        assertThat(next.path("type").asText()).as(next.toString()).isEqualTo(type);
        assertThat(next.at("/session/status").asText("")).isEqualTo(status);
        return next;
    }

    @Test
    void a_session_that_is_not_decided_yet_is_told_as_spawned_and_goes_on_when_it_is() throws Exception {
        decideLate(command -> {
            if (!(command instanceof Command.StartSession start)) {
                return Decision.silence();
            }
            Session session = Entities.requested(start.sessionId(), start.spec(), stage.decider.cause());
            return Decision.accept(
                    session.ref(), Change.of(session, new Event.SessionRequested("a-1", session.spec(), null, null)));
        });
        try (WsClient client = client()) {
            client.send(Map.of("type", "spawn_session", "payload", Map.of("task", "x")));
            String id = heard(client, "session_spawned", "initializing")
                    .at("/session/id")
                    .asText();

            decides.countDown();

            JsonNode news = heard(client, "session_status_update", "initializing");
            assertThat(news.at("/session/id").asText()).isEqualTo(id);
            stage.decider.change(
                    stage.namespace,
                    Change.of(
                            Entities.running(id, host.hostId(), false, stage.decider.cause()),
                            new Event.SessionFound(SessionStatus.RUNNING)));
            heard(client, "session_status_update", "running");
            assertThat(heard(client, "task_executing", "").path("sessionId").asText())
                    .isEqualTo(id);
        }
    }

    @Test
    void a_session_that_is_refused_late_is_told_as_failed() throws Exception {
        decideLate(_ -> Decision.refuse(ErrorCode.UNKNOWN_PROVIDER, null, null));
        try (WsClient client = client()) {
            client.send(Map.of("type", "spawn_session", "payload", Map.of("task", "x")));
            heard(client, "session_spawned", "initializing");

            decides.countDown();

            heard(client, "session_status_update", "failed");
            assertThat(heard(client, "task_failed", "").path("error").asText()).isEqualTo("The session was refused");
        }
    }

    @Test
    void a_task_that_is_not_decided_yet_has_not_failed() throws Exception {
        Session session = Entities.running("session_1_a", host.hostId(), false, stage.decider.cause());
        stage.shows(stage.decider.change(
                stage.namespace, Change.of(session, new Event.SessionRequested("a-1", session.spec(), null, null))));
        decideLate(_ -> Decision.refuse(ErrorCode.LIMIT_REACHED, null, null));
        try (WsClient client = client()) {
            client.send(Map.of("type", "execute_task", "payload", Map.of("sessionId", "session_1_a", "task", "do it")));
            heard(client, "task_executing", "");

            decides.countDown();

            assertThat(heard(client, "task_failed", "").path("error").asText()).isEqualTo("The task was refused");
        }
    }

    @Test
    void a_credential_that_this_node_may_not_have_heard_of_yet_is_not_refused() throws Exception {
        decideLate(_ -> Decision.silence());
        assertThat(stage.post("/v1/sessions", Map.of("provider", "command", "command", List.of("ls")))
                        .status())
                .isEqualTo(202);

        var unknown = authenticate();
        assertThat(unknown.statusCode()).isEqualTo(503);
        assertThat(unknown.body()).contains("\"error\":\"", "\"code\":\"UNAVAILABLE\"");

        decides.countDown();

        await().untilAsserted(() -> {
            var known = authenticate();
            assertThat(known.statusCode()).isEqualTo(401);
            assertThat(known.body()).contains("INVALID_CREDENTIALS");
        });
    }

    private HttpResponse<String> authenticate() throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + stage.node.dialects().get("neolith") + "/api/daemon/auth");
        var body = HttpRequest.BodyPublishers.ofString("{\"apiKey\":\"vp_vp_1_x\",\"apiSecret\":\"x\"}");
        return stage.client.send(
                HttpRequest.newBuilder(uri)
                        .header("Content-Type", "application/json")
                        .POST(body)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
