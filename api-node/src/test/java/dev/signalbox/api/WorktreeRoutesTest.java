package dev.signalbox.api;

import static org.assertj.core.api.Assertions.assertThat;

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
                var tree = new WorkingTree(
                        "/srv/project/" + add.path(),
                        add.path(),
                        add.branch(),
                        "abc",
                        false,
                        WorktreeState.ACTIVE,
                        7,
                        true,
                        Map.of(),
                        cause.at(),
                        null);
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
    void a_repeated_removal_is_the_same_however_long_it_waits_but_not_that_of_another_worktree() throws Exception {
        assertThat(remove("away", ".worktrees/one", "").status()).isEqualTo(204);
        assertThat(remove("away", ".worktrees/one", "&wait=1s").status()).isEqualTo(204);
        assertThat(hashes("away")).hasSize(2).containsOnly(hashes("away").getFirst());
        remove("away", ".worktrees/two", "");
        assertThat(hashes("away").getLast()).isNotEqualTo(hashes("away").getFirst());
    }
}
