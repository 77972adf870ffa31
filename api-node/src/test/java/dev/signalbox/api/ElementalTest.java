package dev.signalbox.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.api.core.Capability;
import dev.signalbox.api.stage.Entities;
import dev.signalbox.api.stage.FakeDecider.Change;
import dev.signalbox.api.stage.FakeDecider.Decision;
import dev.signalbox.api.stage.HostPart;
import dev.signalbox.api.stage.SharedKafka;
import dev.signalbox.api.stage.Sse;
import dev.signalbox.api.stage.Stage;
import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.output.OutputRecord;
import dev.signalbox.schemas.output.OutputRecord.Kind;
import dev.signalbox.schemas.output.OutputRecord.Stream;
import dev.signalbox.schemas.spec.AgentProfile;
import dev.signalbox.schemas.spec.AgentProfile.AgentKind;
import dev.signalbox.schemas.spec.ApprovalMode;
import dev.signalbox.schemas.spec.Placement;
import dev.signalbox.schemas.spec.TaskSpec;
import dev.signalbox.schemas.spec.Workspace;
import dev.signalbox.schemas.state.Agent;
import dev.signalbox.schemas.state.Cause;
import dev.signalbox.schemas.state.Host;
import dev.signalbox.schemas.state.HostStatus;
import dev.signalbox.schemas.state.Repository;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.state.SessionStatus;
import dev.signalbox.schemas.state.Task;
import dev.signalbox.schemas.state.TaskStatus;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What Elemental's clients see when things do not go as they should.
@ExtendWith(SharedKafka.class)
final class ElementalTest {
    private static final String AGENT = "a-implicitagent222";
    private static final String ID = "session-mi000000-0001-abcd";
    private static final String TASK = "t-aaaaaaaaaaaaaaaa";
    private static final String AGENTS = "/elemental/api/agents/";

    private Stage stage;
    private HostPart host;

    @BeforeEach
    void begin(SharedKafka.Running kafka, @TempDir Path directory) {
        stage = new Stage(kafka, directory, Map.of("elemental-heartbeat", "200ms", "api-patience", "20s"));
        host = stage.host();
        stage.decider.decide((command, _) ->
                command.command() instanceof Command.StartSession || command.command() instanceof Command.SendInput
                        ? Decision.silence()
                        : Decision.refuse(ErrorCode.INTERNAL, null, null));
    }

    @AfterEach
    void end() throws Exception {
        stage.close();
    }

    private Session running() throws Exception {
        Cause cause = stage.decider.cause();
        Session session = Entities.running(ID, host.hostId(), false, cause);
        stage.shows(stage.decider.change(
                stage.namespace,
                Change.of(agent(ID, cause), new Event.AgentCreated(profile())),
                Change.of(session, new Event.SessionRequested(AGENT, session.spec(), null, null))));
        return session;
    }

    private static Agent agent(String session, Cause cause) {
        return new Agent(AGENT, profile(), 1, session, session, cause.at(), cause.at(), cause);
    }

    private static AgentProfile profile() {
        return new AgentProfile("worker", AgentKind.AI, "claude", "worker", Map.of(), Map.of());
    }

    private Sse stream() throws Exception {
        return Sse.open(stage.client, stage.request(AGENTS + AGENT + "/stream"));
    }

    @Test
    void a_heartbeat_stands_in_nobodys_history() throws Exception {
        running();
        try (Sse sse = stream()) {
            assertThat(sse.next().name()).isEqualTo("connected");
            for (int i = 0; i < 2; i++) {
                Sse.Event beat = sse.next();
                assertThat(beat.name()).isEqualTo("heartbeat");
                assertThat(beat.id()).isNull();
                assertThat(beat.data().path("timestamp").asText()).endsWith("Z");
            }
        }
    }

    @Test
    void output_that_is_no_longer_kept_is_said_to_be_missing_and_the_rest_follows() throws Exception {
        running();
        host.bytes(ID, Stream.OUT, bytes("one\nhalf a li"));
        host.send(new OutputRecord(ID, 3, Kind.BYTES, Stream.OUT, 100, 1, bytes("ne\nthree\n")));
        try (Sse sse = stream()) {
            List<Sse.Event> events =
                    sse.until(event -> event.data().path("content").asText().equals("three"));

            assertThat(events)
                    .extracting(Sse.Event::name)
                    .containsExactly(
                            "connected", "agent_output", "agent_output", "agent_error", "agent_output", "agent_output");
            assertThat(events.get(3).data().path("error").asText())
                    .isEqualTo("bytes 13 to 100 of the output are no longer kept");
            assertThat(events.stream().map(event -> Long.valueOf(event.id()))).isSorted();
        }
    }

    @Test
    void a_session_that_was_given_up_ends_with_an_error_and_an_exit_that_nobody_saw() throws Exception {
        Session session = running();
        try (Sse sse = stream()) {
            Session lost = session.edit(edit -> edit.become(SessionStatus.LOST, stage.decider.cause()));
            stage.decider.change(stage.namespace, Change.of(lost, new Event.SessionLost("silent")));

            List<Sse.Event> events = sse.untilNamed("agent_exit");

            assertThat(events).extracting(Sse.Event::name).containsExactly("connected", "agent_error", "agent_exit");
            assertThat(events.get(1).data().path("error").asText()).contains("silent");
            assertThat(events.get(2).data().toString()).isEqualTo("{\"code\":null,\"signal\":null}");
        }
    }

    @Test
    void what_is_not_decided_in_time_is_said_to_be_so_and_an_input_that_is_in_the_log_is_accepted() throws Exception {
        running();
        ApiNode brief = stage.node(Map.of("api-patience", "1s"));
        await().until(() -> brief.problems().isEmpty());
        await().until(() -> at(brief, "GET", AGENT + "/status", "").text().contains("\"hasActiveSession\":true"));

        var start = at(brief, "POST", AGENT + "/start", "{}");
        assertThat(start.status()).as(start.text()).isEqualTo(503);
        assertThat(start.json().at("/error/code").asText()).isEqualTo("UNAVAILABLE");
        assertThat(start.header("Retry-After")).isEqualTo("1");

        assertThat(at(brief, "POST", AGENT + "/input", "{\"input\":\"x\"}").status())
                .isEqualTo(202);
    }

    private Stage.Answer at(ApiNode node, String method, String path, String body) throws Exception {
        return stage.send(HttpRequest.newBuilder(Stage.uri(node, AGENTS + path))
                .header("Authorization", "Bearer " + stage.token)
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    /// Trap 14: the original asks nobody who it is.
    @Test
    void on_the_main_port_a_token_is_needed_and_one_in_the_query_is_enough() throws Exception {
        running();
        var without = stage.client.send(
                HttpRequest.newBuilder(stage.uri("/elemental/api/agents")).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(without.statusCode()).isEqualTo(401);
        assertThat(without.body()).contains("\"UNAUTHORIZED\"");
        var with = stage.client.send(
                HttpRequest.newBuilder(stage.uri("/elemental/api/agents?token=" + stage.token))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(with.statusCode()).isEqualTo(200);
        assertThat(with.body()).contains(AGENT);
    }

    /// Its places were looked at a while ago, and nothing was there.
    @Test
    void health_asks_no_host_before_it_answers() throws Exception {
        Cause cause = stage.decider.cause();
        List<Change> changes = new ArrayList<>();
        for (String name : List.of("one", "two", "three")) {
            Host one = Entities.host(Ids.HOST.mint(), name, HostStatus.ONLINE, cause);
            changes.add(Change.of(one, new Event.HostReturned()));
            changes.add(Change.of(nothing(one.id(), "/srv", cause), new Event.HostReturned()));
        }
        stage.shows(stage.decider.change(stage.namespace, changes.toArray(Change[]::new)));
        stage.decider.decide((_, _) -> Decision.silence());

        var health = stage.get("/elemental/api/health");

        assertThat(health.status()).isEqualTo(200);
        assertThat(health.json().at("/services/worktreeManager").asText()).isEqualTo("disabled");
        assertThat(stage.decider.seen().stream()
                        .filter(command -> command.command() instanceof Command.InspectRepository))
                .hasSizeLessThan(3);
        // Meanwhile, for who asks later, they are looked at again.
        await().untilAsserted(() -> assertThat(stage.decider.seen())
                .anyMatch(command -> command.command() instanceof Command.InspectRepository));
    }

    private static Repository nothing(String hostId, String path, Cause cause) {
        return new Repository(
                Ids.repository(hostId, path),
                hostId,
                path,
                null,
                false,
                new Repository.Problem(ErrorCode.NOT_FOUND, "no repository"),
                null,
                List.of(),
                Instant.EPOCH,
                Instant.EPOCH,
                cause);
    }

    /// Told to an agent and left in the queue, work would be done twice.
    @Test
    void who_may_not_take_work_out_of_the_queue_does_not_hand_it_to_an_agent() throws Exception {
        resumableWithWork();
        stage.decider.decide((_, _) -> Decision.refuse(ErrorCode.AGENT_BUSY, null, null));

        for (boolean stop : new boolean[] {false, true}) {
            Set<Capability> may = EnumSet.of(Capability.VIEW, Capability.CREATE, Capability.INPUT);
            if (stop) {
                may.add(Capability.STOP);
            }
            var request = HttpRequest.newBuilder(stage.uri(AGENTS + AGENT + "/resume"))
                    .header("Authorization", "Bearer " + stage.token(stage.namespace, may))
                    .POST(HttpRequest.BodyPublishers.ofString("{\"resumePrompt\":\"go on\"}"));
            assertThat(stage.send(request).status()).isEqualTo(409);

            assertThat(stage.decider.seen().getLast().command())
                    .isInstanceOfSatisfying(Command.ResumeSession.class, resume -> {
                        assertThat(resume.prompt()).isEqualTo("go on");
                        assertThat(resume.taskId()).isEqualTo(stop ? TASK : null);
                    });
        }
    }

    /// Nothing can lie between what is one command.
    @Test
    void a_resume_with_work_that_waits_is_one_command() throws Exception {
        resumableWithWork();
        stage.decider.decide((record, cause) -> record.command() instanceof Command.ResumeSession resume
                ? resumed(resume.sessionId(), cause)
                : Decision.refuse(ErrorCode.INTERNAL, null, null));
        int before = stage.decider.seen().size();

        var answer = stage.post(AGENTS + AGENT + "/resume", Map.of("resumePrompt", "go on"));

        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(answer.json().at("/uwpCheck/tasks/0/id").asText()).isEqualTo(TASK);
        assertThat(stage.decider.seen().subList(before, stage.decider.seen().size()))
                .singleElement()
                .satisfies(record -> assertThat(record.command())
                        .isInstanceOfSatisfying(
                                Command.ResumeSession.class,
                                resume -> assertThat(resume.taskId()).isEqualTo(TASK)));
    }

    @Test
    void work_that_somebody_else_took_meanwhile_does_not_keep_an_agent_from_being_resumed() throws Exception {
        Task task = resumableWithWork();
        stage.decider.decide((record, cause) -> {
            if (!(record.command() instanceof Command.ResumeSession resume)) {
                return Decision.refuse(ErrorCode.INTERNAL, null, null);
            }
            if (resume.taskId() == null) {
                return resumed(resume.sessionId(), cause);
            }
            var ended = new Event.TaskEnded(TaskStatus.CANCELED, null, "taken");
            stage.decider.change(stage.namespace, new Change(task.ref(), null, ended));
            return Decision.refuse(ErrorCode.TASK_ENDED, "taskId", task.ref());
        });

        var answer = stage.post(AGENTS + AGENT + "/resume", Map.of());

        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(answer.json().at("/uwpCheck/hasReadyTasks").asBoolean()).isFalse();
    }

    private Decision resumed(String id, Cause cause) {
        Session session = Entities.running(id, host.hostId(), false, cause);
        return Decision.accept(
                session.ref(), Change.of(session, new Event.SessionRequested(AGENT, session.spec(), null, null)));
    }

    private Task resumableWithWork() throws Exception {
        Cause cause = stage.decider.cause();
        Session ended = Entities.ended(Entities.running(ID, host.hostId(), false, cause), 0, 0, 0, cause)
                .edit(edit -> edit.nativeSessionId = "its-own");
        Task task = waiting(cause);
        stage.shows(stage.decider.change(
                stage.namespace,
                Change.of(
                        new Agent(AGENT, profile(), 1, null, ID, cause.at(), cause.at(), cause),
                        new Event.AgentCreated(profile())),
                Change.of(ended, new Event.SessionRequested(AGENT, ended.spec(), null, null)),
                Change.of(task, new Event.TaskRetried())));
        return task;
    }

    private static Task waiting(Cause cause) {
        var spec = new TaskSpec(
                null,
                "the waiting work",
                "claude",
                List.of(),
                AGENT,
                Workspace.DEFAULT,
                Placement.ANYWHERE,
                List.of(),
                Map.of(),
                Map.of(),
                ApprovalMode.ASK,
                null,
                null,
                1,
                0,
                null);
        return new Task(
                TASK, 1, spec, TaskStatus.QUEUED, null, List.of(), 1, null, null, null, cause.at(), null, cause);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
