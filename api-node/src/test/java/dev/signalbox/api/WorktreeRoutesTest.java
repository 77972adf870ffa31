package dev.signalbox.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.api.core.cursor.Cursor;
import dev.signalbox.api.stage.FakeDecider.Change;
import dev.signalbox.api.stage.FakeDecider.Decision;
import dev.signalbox.api.stage.SharedKafka;
import dev.signalbox.api.stage.Stage;
import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.command.CommandRecord;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.state.Cause;
import dev.signalbox.schemas.state.Repository;
import dev.signalbox.schemas.state.Repository.WorkingTree;
import dev.signalbox.schemas.state.Repository.WorktreeState;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The routes of worktrees, by the API node alone.
@ExtendWith(SharedKafka.class)
final class WorktreeRoutesTest {
    private final String host = Ids.HOST.mint();
    private final String id = Ids.repository(host, "/srv/project");
    private Stage stage;

    @BeforeEach
    void begin(SharedKafka.Running kafka, @TempDir Path directory) throws Exception {
        stage = new Stage(kafka, directory);
        stage.shows(stage.decider.change(
                stage.namespace,
                Change.of(repository(List.of(), stage.decider.cause()), new Event.RepositoryAsked(host, "/srv"))));
        stage.decider.decide((record, cause) -> switch (record.command()) {
            case Command.AddWorktree add -> {
                var tree = tree(add, WorktreeState.ACTIVE, cause);
                yield Decision.accept(
                                repository(List.of(), cause).ref(),
                                Change.of(
                                        repository(List.of(tree), cause),
                                        new Event.WorktreeAdding(add.path(), add.branch(), 7, Map.of())))
                        .number(7L);
            }
            case Command.RemoveWorktree remove ->
                Decision.accept(
                                repository(List.of(), cause).ref(),
                                Change.of(repository(List.of(), cause), new Event.WorktreeRemoved(remove.path(), 8)))
                        .number(8L);
            default -> Decision.silence();
        });
    }

    @AfterEach
    void end() throws Exception {
        stage.close();
    }

    private Repository repository(List<WorkingTree> trees, Cause cause) {
        return new Repository(id, host, "/srv/project", null, true, null, "main", trees, cause.at(), cause.at(), cause);
    }

    private static WorkingTree tree(Command.AddWorktree add, WorktreeState state, Cause cause) {
        return new WorkingTree(
                "/srv/project/" + add.path(),
                add.path(),
                add.branch(),
                "abc",
                false,
                state,
                7,
                true,
                Map.of(),
                cause.at(),
                null);
    }

    private Stage.Answer add(String key) throws Exception {
        return stage.send(stage.request("/v1/repositories/" + id + "/worktrees")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString("{\"path\":\".worktrees/one\",\"branch\":\"one\"}")));
    }

    private Stage.Answer remove(String key, String path, String more) throws Exception {
        String query = "?path=" + URLEncoder.encode(path, StandardCharsets.UTF_8) + more;
        return stage.send(stage.request("/v1/repositories/" + id + "/worktrees" + query)
                .header("Idempotency-Key", key)
                .DELETE());
    }

    private List<String> hashes(String key) {
        return stage.decider.seen().stream()
                .filter(command -> key.equals(command.idempotencyKey()))
                .map(CommandRecord::requestHash)
                .toList();
    }

    @Test
    void a_repeated_request_for_a_worktree_makes_one() throws Exception {
        var first = add("make");
        var again = add("make");

        assertThat(first.status()).as(first.text()).isEqualTo(201);
        assertThat(again.status()).as(again.text()).isEqualTo(201);
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(hashes("make")).hasSize(2).containsOnly(hashes("make").getFirst());
        assertThat(first.header("RateLimit")).startsWith("\"writes\";r=");
    }

    @Test
    void what_was_made_or_removed_is_seen_on_every_node_that_is_asked_for_at_least_that() throws Exception {
        var other = stage.node(Map.of());
        await().until(() -> other.problems().isEmpty());
        shows(other, add("seen"), 1);
        shows(other, remove("unseen", ".worktrees/one", ""), 0);
    }

    private void shows(ApiNode node, Stage.Answer answer, int worktrees) throws Exception {
        assertThat(answer.header("Signalbox-Command")).startsWith("c-");
        var listed = stage.send(HttpRequest.newBuilder(Stage.uri(node, "/v1/repositories/" + id + "/worktrees"))
                .header("Authorization", "Bearer " + stage.token)
                .header("If-At-Least", answer.header("Signalbox-Cursor")));
        assertThat(listed.status()).as(listed.text()).isEqualTo(200);
        assertThat(listed.json().get("items")).hasSize(worktrees);
    }

    @Test
    void a_cursor_is_of_what_the_answer_shows_and_not_of_the_command_alone() throws Exception {
        stage.decider.decide((record, cause) -> {
            var add = (Command.AddWorktree) record.command();
            var event = new Event.WorktreeAdding(add.path(), add.branch(), 7, Map.of());
            return Decision.accept(
                            repository(List.of(), cause).ref(),
                            Change.of(repository(List.of(tree(add, WorktreeState.CREATING, cause)), cause), event))
                    .number(7L);
        });
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answer = threads.submit(() -> add("later"));
            await().until(() -> stage.decider.seen().stream().anyMatch(c -> "later".equals(c.idempotencyKey())));
            var add = (Command.AddWorktree) stage.decider.seen().getLast().command();
            var cause = stage.decider.cause();
            await().until(() -> stage.decider.n(stage.namespace) == 2);
            long n = stage.decider.change(
                    stage.namespace,
                    Change.of(
                            repository(List.of(tree(add, WorktreeState.ACTIVE, cause)), cause),
                            new Event.RepositoryAsked(host, "/srv")));
            assertThat(answer.get().status()).isEqualTo(201);
            assertThat(answer.get().header("Signalbox-Cursor"))
                    .isEqualTo(new Cursor.State(stage.namespace, n).encode());
        }
    }

    @Test
    void a_repeated_removal_is_the_same_however_long_it_waits_but_not_that_of_another_worktree() throws Exception {
        assertThat(remove("away", ".worktrees/one", "").status()).isEqualTo(204);
        assertThat(remove("away", ".worktrees/one", "&wait=1s").status()).isEqualTo(204);
        assertThat(hashes("away")).hasSize(2).containsOnly(hashes("away").getFirst());
        remove("away", ".worktrees/two", "");
        assertThat(hashes("away").getLast()).isNotEqualTo(hashes("away").getFirst());
    }
}
