package dev.signalbox.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.api.core.Capability;
import dev.signalbox.api.dialect.v1.Contract;
import dev.signalbox.api.dialect.v1.Operations;
import dev.signalbox.api.stage.Entities;
import dev.signalbox.api.stage.FakeDecider.Change;
import dev.signalbox.api.stage.SharedKafka;
import dev.signalbox.api.stage.Stage;
import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.state.HostStatus;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedKafka.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AccessTest {
    private final String session = Ids.SESSION.mint();
    private final String host = Ids.HOST.mint();
    private Stage stage;

    @BeforeAll
    void begin(SharedKafka.Running kafka, @TempDir Path directory) throws Exception {
        stage = new Stage(kafka, directory);
        var cause = stage.decider.cause();
        var running = Entities.running(session, host, true, cause);
        stage.shows(stage.decider.change(
                stage.namespace,
                Change.of(Entities.host(host, "rack-1", HostStatus.ONLINE, cause), new Event.HostReturned()),
                Change.of(running, new Event.SessionRequested("a", running.spec(), null, null))));
    }

    @AfterAll
    void end() throws Exception {
        stage.close();
    }

    private String path(Operations.Operation operation) {
        return operation
                .template()
                .replace("{session}", session)
                .replace("{host}", host)
                .replace("{agent}", "a-2222222222222222")
                .replace("{task}", "t-2222222222222222")
                .replace("{input}", "i-2222222222222222")
                .replace("{command}", "c-2222222222222222")
                .replace("{repository}", "r-2222222222222222");
    }

    private Stage.Answer call(Operations.Operation operation, String token) throws Exception {
        var request = HttpRequest.newBuilder(stage.uri(path(operation)))
                .method(operation.method(), HttpRequest.BodyPublishers.noBody());
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return stage.send(request);
    }

    @Test
    void without_a_valid_token_every_route_but_health_says_401() throws Exception {
        for (var operation : Operations.all()) {
            if (operation.needs() == null) {
                continue;
            }
            for (String token : new String[] {null, "nonsense"}) {
                var answer = call(operation, token);
                assertThat(answer.status()).as(operation + " " + answer.text()).isEqualTo(401);
                assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
            }
        }
        for (String open : List.of("/v1/health/live", "/v1/health/ready", "/openapi.yaml")) {
            assertThat(stage.send(HttpRequest.newBuilder(stage.uri(open)).GET()).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void a_token_allows_what_its_scopes_say_and_nothing_else() throws Exception {
        int before = stage.decider.seen().size();
        for (var operation : Operations.all()) {
            if (operation.needs() == null) {
                continue;
            }
            Set<Capability> others = EnumSet.complementOf(EnumSet.of(operation.needs()));
            if (operation.needs() == Capability.DELEGATE) {
                // Whoever may create may delegate.
                others.remove(Capability.CREATE);
            }
            var answer = call(operation, stage.token(stage.namespace, others));
            assertThat(answer.status()).as(operation + " " + answer.text()).isEqualTo(403);
            assertThat(answer.json().get("detail").asText())
                    .contains(operation.needs().wireName());
        }
        assertThat(stage.decider.seen()).hasSize(before);
    }

    @Test
    void another_namespace_does_not_see_that_the_ids_exist() throws Exception {
        String foreign = stage.token("elsewhere", Set.of(Capability.VIEW));
        for (String path : List.of(
                "/v1/sessions/" + session,
                "/v1/sessions/" + session + "/output",
                "/v1/sessions/" + session + "/inputs",
                "/v1/sessions/" + session + "/history",
                "/v1/sessions/" + session.substring(2, 8),
                "/v1/hosts/" + host,
                "/v1/hosts/rack-1")) {
            var answer =
                    stage.send(HttpRequest.newBuilder(stage.uri(path)).header("Authorization", "Bearer " + foreign));
            assertThat(answer.status()).as(path).isEqualTo(404);
        }
        for (String list : List.of("/v1/sessions", "/v1/hosts", "/v1/agents", "/v1/tasks")) {
            var answer =
                    stage.send(HttpRequest.newBuilder(stage.uri(list)).header("Authorization", "Bearer " + foreign));
            assertThat(answer.json().get("items")).isEmpty();
        }
        assertThat(stage.get("/v1/hosts/rack-1").json().get("id").asText()).isEqualTo(host);
        assertThat(stage.get("/v1/sessions/" + session.substring(2, 8))
                        .json()
                        .get("id")
                        .asText())
                .isEqualTo(session);
    }

    @Test
    void a_page_with_a_name_of_its_own_for_this_server_is_refused() throws Exception {
        try (var socket = new Socket("127.0.0.1", stage.node.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("GET /v1/version HTTP/1.1\r\nHost: evil.example\r\nAuthorization: Bearer " + stage.token
                                    + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 403");
        }
        var foreign = stage.request("/v1/hosts/" + host + "/drain")
                .header("Origin", "https://evil.example")
                .POST(HttpRequest.BodyPublishers.noBody());
        assertThat(stage.send(foreign).status()).isEqualTo(403);
    }

    @Test
    void answers_about_entities_and_lists_are_as_the_contract_has_them() throws Exception {
        var contract = Contract.load();
        for (var shape : Map.of(
                        "/v1/sessions/" + session,
                        "Session",
                        "/v1/sessions",
                        "SessionPage",
                        "/v1/hosts/" + host,
                        "Host",
                        "/v1/hosts",
                        "HostPage",
                        "/v1/version",
                        "Version",
                        "/v1/health/ready",
                        "Ready",
                        "/v1/sessions/" + session + "/history",
                        "EventPage")
                .entrySet()) {
            var answer = stage.get(shape.getKey());
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            assertThat(contract.violations(shape.getValue(), answer.json()))
                    .as(answer.text())
                    .isEmpty();
        }
        assertThat(stage.get("/v1/sessions")
                        .json()
                        .get("items")
                        .get(0)
                        .toString()
                        .length())
                .isLessThan(320);
        assertThat(stage.get("/v1/sessions/" + session + "/history").json().get("items"))
                .hasSize(1);
    }
}
