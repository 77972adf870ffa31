package dev.signalbox.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.api.stage.Entities;
import dev.signalbox.api.stage.FakeDecider.Change;
import dev.signalbox.api.stage.FakeDecider.Decision;
import dev.signalbox.api.stage.HostPart;
import dev.signalbox.api.stage.SharedKafka;
import dev.signalbox.api.stage.Stage;
import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.command.CommandRecord;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.spec.AgentProfile;
import dev.signalbox.schemas.spec.AgentProfile.AgentKind;
import dev.signalbox.schemas.state.Agent;
import dev.signalbox.schemas.state.Cause;
import dev.signalbox.schemas.state.HostStatus;
import dev.signalbox.schemas.state.Input;
import dev.signalbox.schemas.state.Repository;
import dev.signalbox.schemas.state.Repository.WorkingTree;
import dev.signalbox.schemas.state.Repository.WorktreeState;
import dev.signalbox.schemas.state.Session;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What Elemental's clients are answered that send a request again under its `Idempotency-Key`.
@ExtendWith(SharedKafka.class)
final class ElementalRepetitionTest {
    private static final String AGENT = "a-implicitagent222";
    private static final String AGENTS = "/elemental/api/agents";
    private static final String ENDED = "session-mi000000-0001-abcd";

    /// Commands that were decided, which a repetition is not.
    private final Set<String> decided = new HashSet<>();

    private Stage stage;
    private HostPart host;

    @BeforeEach
    void begin(SharedKafka.Running kafka, @TempDir Path directory) {
        stage = new Stage(kafka, directory, Map.of("elemental-root", "/srv/project"));
        host = stage.host();
        stage.decider.decide((record, cause) -> {
            decided.add(record.id());
            return decide(record, cause);
        });
    }

    @AfterEach
    void end() throws Exception {
        stage.close();
    }

    private Decision decide(CommandRecord record, Cause cause) {
        return switch (record.command()) {
            case Command.CreateAgent create -> {
                var agent = new Agent(create.agentId(), create.profile(), 1, null, null, cause.at(), cause.at(), cause);
                yield Decision.accept(agent.ref(), Change.of(agent, new Event.AgentCreated(create.profile())));
            }
            case Command.StartSession start -> begun(start.sessionId(), cause);
            case Command.ResumeSession resume -> begun(resume.sessionId(), cause);
            case Command.SendInput(var id, var session, var text) -> {
                var input = new Input(id, session, text, Input.InputStatus.QUEUED, cause.at(), null, null, null, cause);
                yield Decision.accept(input.ref(), Change.of(input, new Event.InputQueued(session, text)));
            }
            case Command.AddWorktree add -> {
                var tree = new WorkingTree(
                        "/srv/project/" + add.path(),
                        add.path(),
                        add.branch(),
                        "abc",
                        false,
                        WorktreeState.ACTIVE,
                        7,
                        true,
                        add.attributes(),
                        cause.at(),
                        null);
                Repository after = repository(List.of(tree), cause);
                var event = new Event.WorktreeAdding(add.path(), add.branch(), 7, Map.of());
                yield Decision.accept(after.ref(), Change.of(after, event)).number(7L);
            }
            default -> Decision.refuse(ErrorCode.INTERNAL, null, null);
        };
    }

    /// The session runs and is the agent's live one.
    private Decision begun(String id, Cause cause) {
        Session session = Entities.running(id, host.hostId(), false, cause);
        return Decision.accept(
                session.ref(),
                Change.of(session, new Event.SessionRequested(AGENT, session.spec(), null, null)),
                Change.of(agent(id, cause), new Event.AgentCreated(profile())));
    }

    private static Agent agent(String active, Cause cause) {
        return new Agent(AGENT, profile(), 1, active, active, cause.at(), cause.at(), cause);
    }

    private static AgentProfile profile() {
        return new AgentProfile("worker", AgentKind.AI, "claude", "worker", Map.of(), Map.of());
    }

    private Repository repository(List<WorkingTree> trees, Cause cause) {
        String id = Ids.repository(host.hostId(), "/srv/project");
        return new Repository(
                id, host.hostId(), "/srv/project", null, true, null, "main", trees, cause.at(), cause.at(), cause);
    }

    private void agentThatRests() throws Exception {
        Cause cause = stage.decider.cause();
        stage.shows(stage.decider.change(
                stage.namespace, Change.of(agent(null, cause), new Event.AgentCreated(profile()))));
    }

    private void agentThatRuns(boolean interactive) throws Exception {
        Cause cause = stage.decider.cause();
        Session session = Entities.running(ENDED, host.hostId(), interactive, cause);
        stage.shows(stage.decider.change(
                stage.namespace,
                Change.of(agent(ENDED, cause), new Event.AgentCreated(profile())),
                Change.of(session, new Event.SessionRequested(AGENT, session.spec(), null, null))));
    }

    /// No `Content-Type`: the original asks for none.
    private Stage.Answer post(String path, String body) throws Exception {
        return stage.send(stage.request(path)
                .header("Idempotency-Key", "the key")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private void twice(String path, String body, String what) throws Exception {
        Stage.Answer first = post(path, body);
        Stage.Answer again = post(path, body);

        assertThat(first.status()).as(first.text()).isIn(201, 202);
        assertThat(first.header("Idempotency-Replayed")).isNull();
        assertThat(again.status()).as(again.text()).isEqualTo(first.status());
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(first.json().at(what).asText()).isNotEmpty();
        assertThat(again.json().at(what)).isEqualTo(first.json().at(what));
        assertThat(decided).hasSize(1);
        assertThat(stage.decider.seen())
                .filteredOn(record -> record.idempotencyKey() != null)
                .extracting(CommandRecord::requestHash)
                .hasSize(2)
                .containsOnly(stage.decider.seen().getFirst().requestHash());
    }

    @Test
    void one_agent_is_made() throws Exception {
        twice(AGENTS, "{\"name\":\"ann\",\"role\":\"worker\"}", "/agent/id");
    }

    @Test
    void one_session_is_started_though_it_lives_by_then() throws Exception {
        agentThatRests();
        twice(AGENTS + "/" + AGENT + "/start", "{\"initialPrompt\":\"go\"}", "/session/id");
    }

    @Test
    void one_session_is_resumed_though_it_lives_by_then() throws Exception {
        Cause cause = stage.decider.cause();
        Session ended = Entities.ended(Entities.running(ENDED, host.hostId(), false, cause), 0, 0, 0, cause)
                .edit(edit -> edit.nativeSessionId = "its-own");
        stage.shows(stage.decider.change(
                stage.namespace,
                Change.of(agent(null, cause), new Event.AgentCreated(profile())),
                Change.of(ended, new Event.SessionRequested(AGENT, ended.spec(), null, null))));

        twice(AGENTS + "/" + AGENT + "/resume", "", "/session/id");
    }

    @Test
    void one_prompt_is_sent() throws Exception {
        agentThatRuns(false);
        twice(AGENTS + "/" + AGENT + "/input", "{\"input\":\"go on\"}", "/sessionId");
    }

    @Test
    void a_prompt_is_known_again_when_its_session_is_over() throws Exception {
        agentThatRuns(false);
        Stage.Answer first = post(AGENTS + "/" + AGENT + "/input", "{\"input\":\"go on\"}");
        Cause cause = stage.decider.cause();
        Session ended = Entities.ended(Entities.running(ENDED, host.hostId(), false, cause), 0, 0, 0, cause);
        stage.shows(stage.decider.change(
                stage.namespace,
                Change.of(ended, new Event.SessionResumed(ENDED)),
                Change.of(agent(null, cause), new Event.AgentCreated(profile()))));

        Stage.Answer again = post(AGENTS + "/" + AGENT + "/input", "{\"input\":\"go on\"}");

        assertThat(again.status()).as(again.text()).isEqualTo(202);
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    }

    /// Keystrokes are not in the record, so nobody could say that they came before.
    @Test
    void what_is_typed_into_a_terminal_takes_no_key() throws Exception {
        agentThatRuns(true);
        Stage.Answer answer = post(AGENTS + "/" + AGENT + "/input", "{\"input\":\"ls\"}");

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.text()).contains("Idempotency-Key");
        assertThat(decided).isEmpty();
    }

    @Test
    void one_worktree_is_made() throws Exception {
        Cause cause = stage.decider.cause();
        stage.shows(stage.decider.change(
                stage.namespace,
                Change.of(Entities.host(host.hostId(), "one", HostStatus.ONLINE, cause), new Event.HostReturned()),
                Change.of(repository(List.of(), cause), new Event.RepositoryAsked(host.hostId(), "/srv/project"))));
        String body = "{\"agentName\":\"ann\",\"taskId\":\"el-1\"}";
        twice("/elemental/api/worktrees", body, "/worktree/path");
    }
}
