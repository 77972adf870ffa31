package dev.signalbox.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.cursor.Cursor;
import dev.signalbox.api.dialect.v1.Contract;
import dev.signalbox.api.stage.Entities;
import dev.signalbox.api.stage.FakeDecider.Change;
import dev.signalbox.api.stage.FakeDecider.Decision;
import dev.signalbox.api.stage.SharedKafka;
import dev.signalbox.api.stage.Sse;
import dev.signalbox.api.stage.Stage;
import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.command.Command.OpenNamespace.Limits;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.spec.AgentProfile;
import dev.signalbox.schemas.state.Agent;
import dev.signalbox.schemas.state.Cause;
import dev.signalbox.schemas.state.EntityRef;
import dev.signalbox.schemas.state.EntityType;
import dev.signalbox.schemas.state.Namespace;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedKafka.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CommandsTest {
    private final Contract contract = Contract.load();
    private final Map<String, Long> versions = new ConcurrentHashMap<>();
    private volatile Limits limits = Limits.DEFAULT;
    private Stage stage;

    @BeforeAll
    void begin(SharedKafka.Running kafka, @TempDir Path directory) {
        stage = new Stage(kafka, directory, Map.of("api-patience", "20s"));
        stage.decider.decide((record, cause) -> switch (record.command()) {
            case Command.StartSession start -> {
                var session = Entities.requested(start.sessionId(), start.spec(), cause);
                yield Decision.accept(
                        session.ref(), Change.of(session, new Event.SessionRequested("a", session.spec(), null, null)));
            }
            case Command.CreateAgent create -> {
                var agent = agent(create.agentId(), create.profile(), cause);
                yield Decision.accept(agent.ref(), Change.of(agent, new Event.AgentCreated(create.profile())));
            }
            case Command.UpdateAgent update -> {
                long version = versions.getOrDefault(update.agentId(), 0L);
                if (update.ifVersion() != null && update.ifVersion() != version) {
                    yield Decision.refuse(ErrorCode.VERSION_CONFLICT, "ifVersion", null);
                }
                var agent = agent(update.agentId(), update.profile(), cause);
                yield Decision.accept(agent.ref(), Change.of(agent, new Event.AgentUpdated(update.profile())));
            }
            case Command.OpenNamespace open -> {
                if (open.instead() != null && !open.instead().equals(limits)) {
                    yield Decision.refuse(ErrorCode.VERSION_CONFLICT, "instead", null);
                }
                limits = open.limits();
                var namespace = new Namespace(record.namespace(), limits, cause.at(), null, cause);
                yield Decision.accept(namespace.ref(), Change.of(namespace, new Event.NamespaceOpened(limits)));
            }
            case Command.DeleteAgent delete -> {
                var ref = new EntityRef(EntityType.AGENT, delete.agentId());
                yield Decision.accept(ref, new Change(ref, null, new Event.AgentDeleted()));
            }
            case Command.JoinHost join -> Decision.accept(new EntityRef(EntityType.HOST, join.hostId()));
            default -> Decision.silence();
        });
    }

    private Agent agent(String id, AgentProfile profile, Cause cause) {
        long version = stage.decider.n(stage.namespace) + 1;
        versions.put(id, version);
        return new Agent(id, profile, version, null, null, cause.at(), cause.at(), cause);
    }

    @AfterAll
    void end() throws Exception {
        stage.close();
    }

    private Stage.Answer start(String key, String body) throws Exception {
        return stage.send(stage.request("/v1/sessions")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    @Test
    void a_repeated_request_gets_the_first_outcome_and_its_hash_is_that_of_what_was_asked() throws Exception {
        var first = start("key-1", "{\"provider\":\"claude\",\"prompt\":\"hi\"}");
        var again = start("key-1", "{ \"prompt\": \"hi\", \"provider\": \"claude\" }");
        var other = start("key-2", "{\"provider\":\"claude\",\"prompt\":\"ho\"}");

        assertThat(first.status()).isEqualTo(201);
        assertThat(again.json().get("id")).isEqualTo(first.json().get("id"));
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(first.header("Idempotency-Replayed")).isNull();
        assertThat(other.json().get("id")).isNotEqualTo(first.json().get("id"));
        var hashes = stage.decider.seen().stream()
                .filter(c -> String.valueOf(c.idempotencyKey()).startsWith("key-"))
                .map(c -> c.requestHash())
                .toList();
        assertThat(hashes.get(0)).isEqualTo(hashes.get(1)).isNotEqualTo(hashes.get(2));
        assertThat(start(" ", "{\"provider\":\"claude\"}").status()).isEqualTo(400);
        assertThat(start("k".repeat(300), "{\"provider\":\"claude\"}").status()).isEqualTo(413);
    }

    @Test
    void whoever_sends_more_commands_than_allowed_is_told_when_to_go_on() throws Exception {
        var strict = strict();
        String busy = tokenOf("busy-writer");
        String body = "{\"provider\":\"claude\"}";
        for (int left = 1; left >= 0; left--) {
            var answer = stage.send(HttpRequest.newBuilder(Stage.uri(strict, "/v1/sessions"))
                    .header("Authorization", "Bearer " + busy)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body)));
            assertThat(answer.status()).as(answer.text()).isEqualTo(201);
            assertThat(answer.header("RateLimit")).startsWith("\"writes\";r=" + left + ";t=");
            assertThat(answer.header("RateLimit-Policy")).isEqualTo("\"writes\";q=2;w=60");
        }
        var refused = stage.send(HttpRequest.newBuilder(Stage.uri(strict, "/v1/sessions"))
                .header("Authorization", "Bearer " + busy)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.json().get("code").asText()).isEqualTo("RATE_LIMITED");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 60);
        assertThat(refused.header("RateLimit")).endsWith(";t=" + refused.header("Retry-After"));
        assertThat(commandsOf("busy-writer")).isEqualTo(2);
        assertThat(stage.get("/v1/sessions").status()).isEqualTo(200);
        assertThat(start("elsewhere", body).header("RateLimit")).startsWith("\"writes\";r=");
    }

    @Test
    void what_is_asked_of_the_decider_by_reading_counts_too() throws Exception {
        var strict = strict();
        String busy = tokenOf("busy-reader");
        for (int left = 1; left >= 0; left--) {
            var answer = unknownCommand(strict, busy);
            assertThat(answer.status()).as(answer.text()).isEqualTo(404);
            assertThat(answer.header("RateLimit")).startsWith("\"writes\";r=" + left + ";t=");
        }
        var refused = unknownCommand(strict, busy);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 60);
        assertThat(commandsOf("busy-reader")).isEqualTo(2);
    }

    /// A ready node that lets everybody send two commands a minute.
    private ApiNode strict() {
        return ready(Map.of("api-max-writes", "2", "api-patience", "20s"));
    }

    private ApiNode ready(Map<String, String> settings) {
        var node = stage.node(settings);
        await().until(() -> node.problems().isEmpty());
        return node;
    }

    private String tokenOf(String subject) {
        return stage.node
                .tokens()
                .mint(subject, stage.namespace, Principal.PERSON, Duration.ofHours(1))
                .token();
    }

    private long commandsOf(String subject) {
        return stage.decider.seen().stream()
                .filter(record -> record.actor().principal().equals(subject))
                .count();
    }

    private Stage.Answer unknownCommand(ApiNode node, String token) throws Exception {
        return stage.send(HttpRequest.newBuilder(Stage.uri(node, "/v1/commands/" + Ids.COMMAND.mint()))
                .header("Authorization", "Bearer " + token));
    }

    @Test
    void a_command_says_who_asked_and_values_of_the_environment_stand_in_no_answer() throws Exception {
        var answer = stage.post("/v1/sessions", Map.of("provider", "claude", "env", Map.of("API_KEY", "geheim")));

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.text()).doesNotContain("geheim").contains("API_KEY");
        var record = stage.decider.seen().getLast();
        assertThat(record.actor().principal()).isEqualTo("tester");
        assertThat(record.actor().tokenId()).startsWith("k-");
        assertThat(((Command.StartSession) record.command()).env()).isEqualTo(Map.of("API_KEY", "geheim"));
    }

    @Test
    void an_outcome_that_does_not_come_in_time_is_answered_202_and_can_be_asked_for() throws Exception {
        var brief = ready(Map.of("api-patience", "1s"));
        var answer = stage.send(HttpRequest.newBuilder(Stage.uri(brief, "/v1/tasks"))
                .header("Authorization", "Bearer " + stage.token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"provider\":\"claude\",\"instruction\":\"x\"}")));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(contract.violations("Pending", answer.json())).isEmpty();
        var unknown = stage.get(answer.header("Location"));
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.json().get("code").asText()).isEqualTo("COMMAND_NOT_FOUND");
    }

    @Test
    void the_outcome_of_a_command_is_known_to_a_node_that_did_not_send_it() throws Exception {
        var answer = stage.post("/v1/sessions", Map.of("provider", "claude"));
        String command = answer.header("Signalbox-Command");
        var late = ready(Map.of());

        for (var node : List.of(stage.node, late)) {
            var outcome = stage.send(HttpRequest.newBuilder(Stage.uri(node, "/v1/commands/" + command))
                    .header("Authorization", "Bearer " + stage.token));
            assertThat(outcome.status()).as(outcome.text()).isEqualTo(200);
            assertThat(contract.violations("Outcome", outcome.json())).isEmpty();
            assertThat(outcome.json().get("commandId").asText()).isEqualTo(command);
        }
    }

    @Test
    void what_was_just_made_is_seen_on_every_node_that_is_asked_for_at_least_that() throws Exception {
        var other = ready(Map.of());
        for (int i = 0; i < 20; i++) {
            var made = stage.post("/v1/sessions", Map.of("provider", "claude"));
            var seen = stage.send(HttpRequest.newBuilder(Stage.uri(other, made.header("Location")))
                    .header("Authorization", "Bearer " + stage.token)
                    .header("If-At-Least", made.header("Signalbox-Cursor")));
            assertThat(seen.status()).as(seen.text()).isEqualTo(200);
        }
        String future = new Cursor.State(stage.namespace, stage.decider.n(stage.namespace) + 1_000).encode();
        var brief = ready(Map.of("api-patience", "1s"));
        var answer = stage.send(HttpRequest.newBuilder(Stage.uri(brief, "/v1/sessions"))
                .header("Authorization", "Bearer " + stage.token)
                .header("If-At-Least", future));
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(answer.json().get("retryable").asBoolean()).isTrue();
    }

    @Test
    void agents_are_made_changed_and_deleted() throws Exception {
        var made = stage.post(
                "/v1/agents",
                Map.of("name", "fixer", "provider", "claude", "role", "worker", "labels", Map.of("a", "b")));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(contract.violations("Agent", made.json())).isEmpty();

        var patch = stage.request("/v1/agents/fixer")
                .header("Content-Type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString("{\"role\":null,\"name\":\"mender\"}"));
        var changed = stage.send(patch);
        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
        AgentProfile profile =
                ((Command.UpdateAgent) stage.decider.seen().getLast().command()).profile();
        assertThat(profile.name()).isEqualTo("mender");
        assertThat(profile.role()).isNull();
        assertThat(profile.labels()).isEqualTo(Map.of("a", "b"));
        assertThat(stage.get("/v1/agents/fixer").status()).isEqualTo(404);

        var gone = stage.send(stage.request("/v1/agents/mender").DELETE());
        assertThat(gone.status()).isEqualTo(204);
        var after =
                stage.send(stage.request("/v1/agents/mender").header("If-At-Least", gone.header("Signalbox-Cursor")));
        assertThat(after.status()).isEqualTo(404);
    }

    @Test
    void of_those_who_change_an_agent_at_once_at_several_nodes_none_undoes_what_another_did() throws Exception {
        var other = stage.node(Map.of());
        await().until(() -> other.problems().isEmpty());
        var made = stage.post("/v1/agents", Map.of("name", "shared", "provider", "claude"));
        String path = "/v1/agents/" + made.json().get("id").asText();
        await().until(() -> stage.send(patch(other, path, "{}", null)).status() == 200);

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 10; round++) {
                String value = "v" + round;
                var role = threads.submit(
                        () -> stage.send(patch(stage.node, path, "{\"role\":\"" + value + "\"}", value)));
                var labels = threads.submit(
                        () -> stage.send(patch(other, path, "{\"labels\":{\"a\":\"" + value + "\"}}", null)));
                assertThat(role.get().status()).isEqualTo(200);
                assertThat(labels.get().status()).isEqualTo(200);
                // The same key is the same change: it is not made again.
                long before = stage.decider.n(stage.namespace);
                var again = stage.send(patch(stage.node, path, "{\"role\":\"" + value + "\"}", value));
                assertThat(again.status()).isEqualTo(200);
                assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
                assertThat(stage.decider.n(stage.namespace)).isEqualTo(before);
                var profile = again.json().get("profile");
                assertThat(profile.get("role").asText()).isEqualTo(value);
                assertThat(profile.get("labels").get("a").asText()).isEqualTo(value);
            }
        }
    }

    private HttpRequest.Builder patch(ApiNode node, String path, String body, String key) {
        var request = HttpRequest.newBuilder(Stage.uri(node, path))
                .header("Authorization", "Bearer " + stage.token)
                .header("Content-Type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(body));
        return key == null ? request : request.header("Idempotency-Key", "patch-" + key);
    }

    @Test
    void limits_are_changed_each_alone_and_none_is_below_one() throws Exception {
        assertThat(stage.get("/v1/namespace").status()).isEqualTo(404);
        var first = stage.send(patch(stage.node, "/v1/namespace/limits", "{\"hosts\":3}", null));
        assertThat(first.status()).as(first.text()).isEqualTo(200);
        assertThat(contract.violations("Namespace", first.json())).isEmpty();

        var other = stage.node(Map.of());
        await().until(() -> other.problems().isEmpty());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var agents =
                    threads.submit(() -> stage.send(patch(stage.node, "/v1/namespace/limits", "{\"agents\":4}", null)));
            var sessions = threads.submit(
                    () -> stage.send(patch(other, "/v1/namespace/limits", "{\"liveSessions\":5}", null)));
            assertThat(agents.get().status()).isEqualTo(200);
            assertThat(sessions.get().status()).isEqualTo(200);
        }
        assertThat(limits).isEqualTo(new Limits(3, 4, 5, Limits.DEFAULT.openTasks()));

        for (var body : List.of("{\"openTasks\":0}", "{\"openTasks\":1000001}", "{\"openTasks\":-1}")) {
            var refused = stage.send(patch(stage.node, "/v1/namespace/limits", body, null));
            assertThat(refused.status()).as(body).isEqualTo(400);
            assertThat(refused.json().get("field").asText()).isEqualTo("openTasks");
        }
    }

    @Test
    void a_machine_joins_with_a_token_that_allows_only_that() throws Exception {
        var minted = stage.post("/v1/hosts/join-token", Map.of("ttl", "10m"));
        assertThat(minted.status()).isEqualTo(201);
        assertThat(contract.violations("Token", minted.json())).isEmpty();
        String hostId = Ids.HOST.mint();
        var body = "{\"name\":\"rack-7\",\"publicKey\":\"a2V5\",\"hostId\":\"" + hostId + "\"}";

        var joined = stage.send(HttpRequest.newBuilder(stage.uri("/v1/hosts/join"))
                .header("Authorization", "Bearer " + minted.json().get("token").asText())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));

        assertThat(joined.status()).as(joined.text()).isEqualTo(201);
        assertThat(contract.violations("Joined", joined.json())).isEmpty();
        assertThat(joined.json().properties().stream().map(Map.Entry::getKey))
                .containsExactlyInAnyOrder("hostId", "namespace", "bootstrapServers", "partitions");
        assertThat(joined.json().get("hostId").asText()).isEqualTo(hostId);
        assertThat(joined.json().get("namespace").asText()).isEqualTo(stage.namespace);
        assertThat(joined.json().get("partitions").asInt()).isEqualTo(SharedKafka.PARTITIONS);
        var command = (Command.JoinHost) stage.decider.seen().getLast().command();
        assertThat(command.joinTokenId()).isEqualTo(minted.json().get("tokenId").asText());
    }

    @Test
    void pages_of_a_list_have_each_session_once_while_others_are_made() throws Exception {
        Set<String> before = new HashSet<>();
        for (int i = 0; i < 7; i++) {
            before.add(stage.post("/v1/sessions", Map.of("provider", "codex", "labels", Map.of("page", "yes")))
                    .json()
                    .get("id")
                    .asText());
        }
        Set<String> seen = new HashSet<>();
        String next = "";
        do {
            var page = stage.get("/v1/sessions?limit=3&provider=codex&label=page=yes" + next)
                    .json();
            page.get("items")
                    .forEach(item ->
                            assertThat(seen.add(item.get("id").asText())).isTrue());
            stage.post("/v1/sessions", Map.of("provider", "codex", "labels", Map.of("page", "yes")));
            next = page.has("next") ? "&page=" + page.get("next").asText() : null;
        } while (next != null);
        assertThat(seen).isEqualTo(before);
    }

    @Test
    void events_come_in_order_and_resume_behind_their_cursor() throws Exception {
        String cursor;
        long n;
        try (var sse = Sse.open(stage.client, stage.request("/v1/events?entity=session&type=session_requested"))) {
            sse.untilNamed("caught_up");
            stage.post("/v1/agents", Map.of("name", "passed-over"));
            stage.post("/v1/sessions", Map.of("provider", "claude"));
            var event = sse.untilNamed("event").getLast();
            assertThat(contract.violations("Event", event.data())).isEmpty();
            assertThat(event.data().at("/event/type").asText()).isEqualTo("session_requested");
            cursor = event.id();
            n = event.data().get("n").asLong();
        }
        stage.post("/v1/sessions", Map.of("provider", "claude"));
        try (var sse =
                Sse.open(stage.client, stage.request("/v1/events?follow=false").header("Last-Event-ID", cursor))) {
            var rest = sse.untilNamed("caught_up");
            assertThat(rest.getFirst().data().get("n").asLong()).isEqualTo(n + 1);
            assertThat(rest).extracting(Sse.Event::name).doesNotContain("gap");
        }
        try (var sse = Sse.open(stage.client, stage.request("/v1/events?from=start&follow=false"))) {
            var all = sse.untilNamed("caught_up");
            assertThat(all.getFirst().data().get("n").asLong()).isEqualTo(1);
            assertThat(all.getLast().data().get("n").asLong()).isEqualTo(stage.decider.n(stage.namespace));
        }
    }
}
