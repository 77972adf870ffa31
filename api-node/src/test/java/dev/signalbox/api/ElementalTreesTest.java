package dev.signalbox.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.api.stage.Entities;
import dev.signalbox.api.stage.FakeDecider.Change;
import dev.signalbox.api.stage.FakeDecider.Decision;
import dev.signalbox.api.stage.SharedKafka;
import dev.signalbox.api.stage.Stage;
import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.state.Cause;
import dev.signalbox.schemas.state.Host;
import dev.signalbox.schemas.state.HostStatus;
import dev.signalbox.schemas.state.Repository;
import dev.signalbox.schemas.state.Repository.WorkingTree;
import dev.signalbox.schemas.state.Repository.WorktreeState;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What Elemental refuses about worktrees, of which the decider is never asked.
@ExtendWith(SharedKafka.class)
final class ElementalTreesTest {
    private static final String WORKTREES = "/elemental/api/worktrees";

    private Stage stage;

    @BeforeEach
    void begin(SharedKafka.Running kafka, @TempDir Path directory) throws Exception {
        stage = new Stage(kafka, directory, Map.of("api-patience", "1s"));
        Cause cause = stage.decider.cause();
        Host host = Entities.host(Ids.HOST.mint(), "box", HostStatus.ONLINE, cause);
        var repository = new Repository(
                Ids.repository(host.id(), "/srv"),
                host.id(),
                "/srv",
                null,
                true,
                null,
                "main",
                List.of(tree("/srv", ".", "main", true), tree("/srv/.worktrees/one", ".worktrees/one", "one", false)),
                Instant.EPOCH,
                Instant.EPOCH,
                cause);
        stage.shows(stage.decider.change(
                stage.namespace,
                Change.of(host, new Event.HostReturned()),
                Change.of(repository, new Event.RepositoryAsked(host.id(), "/srv"))));
        // Nobody looks, so what is known counts.
        stage.decider.decide((record, _) -> record.command() instanceof Command.InspectRepository
                ? Decision.silence()
                : Decision.refuse(ErrorCode.INTERNAL, null, null));
    }

    @AfterEach
    void end() throws Exception {
        stage.close();
    }

    private static WorkingTree tree(String path, String relative, String branch, boolean main) {
        return new WorkingTree(
                path, relative, branch, "c0ffee", main, WorktreeState.ACTIVE, 0, false, Map.of(), null, null);
    }

    private void nothingWasAsked() {
        assertThat(stage.decider.seen())
                .allSatisfy(command -> assertThat(command.command()).isInstanceOf(Command.InspectRepository.class));
    }

    private Stage.Answer remove(String path) throws Exception {
        return stage.send(stage.request(WORKTREES + "/" + path).DELETE());
    }

    @Test
    void the_main_worktree_is_never_removed_and_what_is_none_is_not_found() throws Exception {
        for (String main : List.of("%2Fsrv", "%2Fsrv%2F", ".")) {
            var refused = remove(main);
            assertThat(refused.status()).as(main + ": " + refused.text()).isEqualTo(400);
        }
        assertThat(remove("%2Fsrv").text()).contains("INVALID_INPUT", "main worktree");
        assertThat(remove(".worktrees%2Ftwo").status()).isEqualTo(404);
        nothingWasAsked();
    }

    @Test
    void a_path_that_leads_out_is_refused() throws Exception {
        for (String path : List.of(".worktrees%2F..%2F..%2Fetc", "%2Fetc")) {
            assertThat(remove(path).status()).as(path).isEqualTo(400);
        }
        var made = stage.post(
                WORKTREES, Map.of("agentName", "ada", "taskId", "t-1", "customPath", ".worktrees/../../etc"));
        assertThat(made.status()).as(made.text()).isEqualTo(400);
        nothingWasAsked();
    }

    @Test
    void the_main_worktree_is_in_no_list() throws Exception {
        assertThat(stage.get(WORKTREES).json().path("worktrees"))
                .singleElement()
                .satisfies(one -> assertThat(one.path("branch").asText()).isEqualTo("one"));
    }
}
