package dev.signalbox.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.api.core.Capability;
import dev.signalbox.api.stage.Entities;
import dev.signalbox.api.stage.FakeDecider.Change;
import dev.signalbox.api.stage.FakeDecider.Decision;
import dev.signalbox.api.stage.HostPart;
import dev.signalbox.api.stage.KeystrokesOf;
import dev.signalbox.api.stage.SharedKafka;
import dev.signalbox.api.stage.Stage;
import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.state.EntityRef;
import dev.signalbox.schemas.state.EntityType;
import dev.signalbox.schemas.state.Input;
import dev.signalbox.schemas.state.Task;
import dev.signalbox.schemas.state.TaskStatus;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The routes of inputs, keystrokes, tasks, history and metrics, by the API node alone.
@ExtendWith(SharedKafka.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RoutesTest {
    private final String id = Ids.SESSION.mint();
    private Stage stage;
    private HostPart host;

    @BeforeAll
    void begin(SharedKafka.Running kafka, @TempDir Path directory) throws Exception {
        stage = new Stage(kafka, directory);
        host = stage.host();
        var session = Entities.running(id, host.hostId(), true, stage.decider.cause());
        stage.shows(stage.decider.change(
                stage.namespace, Change.of(session, new Event.SessionRequested("a", session.spec(), null, null))));
    }

    @BeforeEach
    void decide() {
        stage.decider.decide((record, cause) -> switch (record.command()) {
            case Command.AcquireWriter acquire ->
                Decision.accept(new EntityRef(EntityType.SESSION, acquire.sessionId()))
                        .number(7);
            case Command.SendInput send -> {
                var input = new Input(
                        send.inputId(), id, send.text(), Input.InputStatus.QUEUED, cause.at(), null, null, null, cause);
                yield Decision.accept(input.ref(), Change.of(input, new Event.InputQueued(id, send.text())));
            }
            case Command.MoveInput move -> Decision.accept(new EntityRef(EntityType.INPUT, move.inputId()));
            case Command.CancelInput cancel ->
                Decision.refuse(ErrorCode.INPUT_NOT_QUEUED, null, new EntityRef(EntityType.INPUT, cancel.inputId()));
            case Command.CreateTask create -> {
                var task = new Task(
                        create.taskId(),
                        1,
                        create.spec(),
                        TaskStatus.QUEUED,
                        null,
                        List.of(),
                        create.spec().maxAttempts(),
                        null,
                        null,
                        null,
                        cause.at(),
                        null,
                        cause);
                yield Decision.accept(task.ref(), Change.of(task, new Event.TaskQueued(create.spec())));
            }
            case Command.CancelTask cancel -> Decision.accept(new EntityRef(EntityType.TASK, cancel.taskId()));
            case Command.RetryTask retry ->
                Decision.refuse(ErrorCode.TASK_NOT_ENDED, null, new EntityRef(EntityType.TASK, retry.taskId()));
            default -> Decision.silence();
        });
    }

    @AfterAll
    void end() throws Exception {
        stage.close();
    }

    private String path(String rest) {
        return "/v1/sessions/" + id + rest;
    }

    @Test
    void keystrokes_over_http_are_typed_by_whoever_has_the_keyboard() throws Exception {
        try (var typed = new KeystrokesOf(stage.kafka, host.hostId())) {
            var first = stage.post(path("/keystrokes"), Map.of("text", "ls"));
            var second = stage.post(path("/keystrokes"), Map.of("data", "Cg=="));

            assertThat(first.status()).as(first.text()).isEqualTo(202);
            assertThat(first.json().get("epoch").asInt()).isEqualTo(7);
            assertThat(second.json().get("seq").asInt())
                    .isEqualTo(first.json().get("seq").asInt() + 1);
            assertThat(typed.take(2))
                    .extracting(keys -> new String(keys.bytes(), StandardCharsets.UTF_8))
                    .containsExactly("ls", "\n");
        }
        for (var bad : List.of(Map.of(), Map.of("text", "a", "data", "Cg=="), Map.of("data", "no base64"))) {
            assertThat(stage.post(path("/keystrokes"), bad).status())
                    .as("%s", bad)
                    .isEqualTo(400);
        }
    }

    @Test
    void a_grace_that_is_too_long_is_told_the_bound_that_holds() throws Exception {
        for (var grace : List.of("40d", "2d", "61m")) {
            var answer = stage.post(path("/stop"), Map.of("grace", grace));
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.json().get("field").asText()).isEqualTo("grace");
            assertThat(answer.json().get("detail").asText()).as(grace).endsWith("at most 1h");
        }
    }

    @Test
    void an_input_is_moved_by_its_position_and_one_that_was_sent_is_not_canceled() throws Exception {
        var sent = stage.post(path("/inputs"), Map.of("text", "first"));
        assertThat(sent.status()).as(sent.text()).isEqualTo(201);
        String input = sent.json().get("id").asText();
        assertThat(sent.header("Location")).isEqualTo(path("/inputs/" + input));

        var moved = stage.post(path("/inputs/" + input + "/move"), Map.of("position", 0));
        assertThat(moved.status()).as(moved.text()).isEqualTo(200);
        assertThat(stage.decider.seen().getLast().command()).isEqualTo(new Command.MoveInput(id, input, 0));
        var nowhere = stage.post(path("/inputs/" + input + "/move"), Map.of());
        assertThat(nowhere.status()).isEqualTo(400);
        assertThat(nowhere.json().get("field").asText()).isEqualTo("position");

        var late = stage.send(stage.request(path("/inputs/" + input)).DELETE());
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.json().get("code").asText()).isEqualTo("INPUT_NOT_QUEUED");
        assertThat(late.json().at("/subject/id").asText()).isEqualTo(input);
        assertThat(stage.get(path("/inputs")).json().get("items").toString()).contains(input);
        assertThat(stage.get("/v1/sessions/s-2222222222222222/inputs/" + input).status())
                .isEqualTo(404);
    }

    @Test
    void a_task_is_created_found_canceled_and_not_retried_before_it_ended() throws Exception {
        var created = stage.post(
                "/v1/tasks",
                Map.of("title", "one", "instruction", "do it", "provider", "claude", "labels", Map.of("team", "blue")));
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        String task = created.json().get("id").asText();
        assertThat(created.header("Location")).isEqualTo("/v1/tasks/" + task);
        assertThat(stage.get("/v1/tasks/" + task).json().get("status").asText()).isEqualTo("QUEUED");
        for (String found : List.of("?status=open", "?provider=claude", "?label=team%3Dblue", "?limit=1")) {
            assertThat(stage.get("/v1/tasks" + found).text()).as(found).contains(task);
        }
        for (String not : List.of("?status=ended", "?provider=codex", "?label=team%3Dred")) {
            assertThat(stage.get("/v1/tasks" + not).text()).as(not).doesNotContain(task);
        }
        var canceled = stage.post("/v1/tasks/" + task + "/cancel", Map.of("reason", "no more"));
        assertThat(canceled.status()).as(canceled.text()).isEqualTo(200);
        assertThat(stage.decider.seen().getLast().command()).isEqualTo(new Command.CancelTask(task, "no more"));
        var retried =
                stage.send(stage.request("/v1/tasks/" + task + "/retry").POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(retried.status()).isEqualTo(409);
        assertThat(retried.json().get("code").asText()).isEqualTo("TASK_NOT_ENDED");
        assertThat(stage.get("/v1/tasks/" + task + "/history").json().get("items"))
                .hasSize(1);
    }

    @Test
    void history_is_read_page_by_page_without_loss_or_repetition() throws Exception {
        String other = Ids.SESSION.mint();
        var session = Entities.running(other, host.hostId(), false, stage.decider.cause());
        long n = 0;
        for (int i = 0; i < 7; i++) {
            n = stage.decider.change(
                    stage.namespace, Change.of(session, new Event.SessionRequested("a", session.spec(), null, null)));
        }
        stage.shows(n);
        List<Long> numbers = new ArrayList<>();
        String page = "";
        int pages = 0;
        while (page != null) {
            var answer = stage.get("/v1/sessions/" + other + "/history?limit=3" + page);
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            assertThat(answer.json().get("items").size()).isLessThanOrEqualTo(3);
            answer.json()
                    .get("items")
                    .forEach(event -> numbers.add(event.get("n").asLong()));
            page = answer.json().has("next")
                    ? "&page=" + answer.json().get("next").asText()
                    : null;
            pages++;
        }
        assertThat(pages).isGreaterThanOrEqualTo(3);
        assertThat(numbers).hasSize(7).doesNotHaveDuplicates().isSorted();
        assertThat(stage.get("/v1/sessions/" + other + "/history?page=nonsense").status())
                .isEqualTo(400);
        assertThat(stage.get("/v1/sessions/" + other + "/history?limit=0").status())
                .isEqualTo(400);
    }

    @Test
    void metrics_are_of_all_namespaces_and_so_for_who_may_administer() throws Exception {
        var answer = stage.send(HttpRequest.newBuilder(stage.uri("/v1/metrics"))
                .header("Authorization", "Bearer " + stage.token(stage.namespace, Set.of(Capability.VIEW))));
        assertThat(answer.status()).isEqualTo(403);
    }

    @Test
    void metrics_tell_routes_apart_and_name_nobody() throws Exception {
        stage.get(path(""));
        stage.get("/v1/sessions/s-2222222222222222");
        var metrics = stage.get("/v1/metrics");

        assertThat(metrics.header("Content-Type")).startsWith("text/plain");
        assertThat(metrics.text())
                .contains("signalbox_api_ready 1")
                .containsPattern("signalbox_api_requests_seconds_count\\{api=\"v1\",method=\"GET\","
                        + "route=\"/v1/sessions/\\{session}\",status=\"200\"} ")
                .containsPattern("route=\"/v1/sessions/\\{session}\",status=\"404\"} ")
                .contains("signalbox_api_view_entities{kind=\"session\"}")
                .doesNotContain(id)
                .doesNotContain(stage.namespace)
                .doesNotContain(host.hostId());
    }
}
