package dev.signalbox.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.api.core.Principal;
import dev.signalbox.api.stage.FakeDecider.Change;
import dev.signalbox.api.stage.FakeDecider.Decision;
import dev.signalbox.api.stage.SharedKafka;
import dev.signalbox.api.stage.Stage;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.state.Cause;
import dev.signalbox.schemas.state.Document;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What Neolith's daemons are answered that send a request again under its `Idempotency-Key`.
@ExtendWith(SharedKafka.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class NeolithRepetitionTest {
    private static final String API = "/neolith/api/daemon";
    private static final String NAMESPACE = "repeating";
    private Stage stage;
    private String admin;
    private Map<String, String> credentials;

    @BeforeAll
    void begin(SharedKafka.Running kafka, @TempDir Path directory) throws Exception {
        stage = new Stage(kafka, directory, Map.of("neolith-namespace", NAMESPACE));
        admin = stage.token(NAMESPACE, Principal.PERSON);
        stage.decider.decide((record, cause) -> record.command() instanceof Command.PutDocument put
                ? written(put, record.namespace(), cause)
                : Decision.refuse(ErrorCode.INTERNAL, null, null));
        JsonNode made = orchestrator("made", "orc").json().path("data");
        credentials = Map.of(
                "apiKey", made.path("apiKey").asText(),
                "apiSecret", made.path("apiSecret").asText());
    }

    @AfterAll
    void end() throws Exception {
        stage.close();
    }

    private Decision written(Command.PutDocument put, String namespace, Cause cause) {
        var document = new Document(
                put.collection(),
                put.key(),
                stage.decider.n(namespace) + 1,
                put.body(),
                put.ttl() == null ? null : cause.at().plus(put.ttl()),
                cause.at(),
                cause.at(),
                cause);
        var event = new Event.DocumentPut(put.collection(), put.key(), put.body(), document.expiresAt());
        return Decision.accept(document.ref(), Change.of(document, event));
    }

    private Stage.Answer orchestrator(String key, String id) throws Exception {
        return post(key, "/orchestrators", admin, Map.of("orchestratorId", id, "organizationId", "org"));
    }

    private Stage.Answer post(String key, String path, String token, Object body) throws Exception {
        return stage.send(HttpRequest.newBuilder(stage.uri(API + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.encode(body))));
    }

    private JsonNode authenticated(String key) throws Exception {
        Stage.Answer answer = post(key, "/auth", admin, credentials);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    @Test
    void one_session_is_made() throws Exception {
        String token = authenticated("auth").path("accessToken").asText();
        var body = Map.of("orchestratorId", "orc", "type", "user", "metadata", Map.of("userAgent", "x"));

        Stage.Answer first = post("session", "/sessions", token, body);
        Stage.Answer again = post("session", "/sessions", token, body);
        Stage.Answer other = post("another", "/sessions", token, body);

        assertThat(first.status()).as(first.text()).isEqualTo(201);
        assertThat(again.status()).as(again.text()).isEqualTo(201);
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(first.header("Idempotency-Replayed")).isNull();
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(other.json().at("/session/id")).isNotEqualTo(first.json().at("/session/id"));
    }

    @Test
    void who_proves_itself_again_gets_tokens_of_the_same_session() throws Exception {
        JsonNode first = authenticated("proof");
        JsonNode again = authenticated("proof");

        assertThat(again.path("sessionId")).isEqualTo(first.path("sessionId"));
        assertThat(again.path("accessToken").asText()).isNotEmpty();
    }

    /// Only a hash of the key is kept; a second one in its place would make the first worth nothing.
    @Test
    void an_orchestrators_key_is_made_and_shown_once() throws Exception {
        Stage.Answer first = orchestrator("key", "twice");
        Stage.Answer again = orchestrator("key", "twice");

        assertThat(first.status()).as(first.text()).isEqualTo(201);
        assertThat(again.status()).as(again.text()).isEqualTo(409);
        assertThat(again.text()).contains("Idempotency-Key").doesNotContain("apiSecret");
        JsonNode made = first.json().path("data");
        Stage.Answer proof = post(
                "its proof",
                "/auth",
                admin,
                Map.of(
                        "apiKey",
                        made.path("apiKey").asText(),
                        "apiSecret",
                        made.path("apiSecret").asText()));
        assertThat(proof.status()).as(proof.text()).isEqualTo(200);
    }
}
