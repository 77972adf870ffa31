package dev.signalbox.processor.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.directive.Directive;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.error.InvalidFieldException;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.outcome.Outcome;
import dev.signalbox.schemas.report.Report;
import dev.signalbox.schemas.spec.Placement;
import dev.signalbox.schemas.spec.Workspace;
import dev.signalbox.schemas.state.EntityRef;
import dev.signalbox.schemas.state.EntityType;
import dev.signalbox.schemas.state.Host;
import dev.signalbox.schemas.state.Repository;
import dev.signalbox.schemas.state.Repository.Problem;
import dev.signalbox.schemas.state.Repository.Seen;
import dev.signalbox.schemas.state.Repository.WorkingTree;
import dev.signalbox.schemas.state.Repository.WorktreeState;
import dev.signalbox.schemas.state.SessionStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryDeciderTest {
    private static final String ID = Ids.repository("h", "/srv/shop");
    private static final String PATH = ".worktrees/alice";
    private static final Seen MAIN = new Seen("/srv/shop", ".", "main", "c0ffee", true);
    private static final Seen ALICE = new Seen("/srv/shop/" + PATH, PATH, "agent/alice", "c0ffee", false);

    private final DeciderKit kit = new DeciderKit();
    private KitHost host;

    @BeforeEach
    void a_repository_that_its_host_saw_by_itself() {
        host = kit.host("h", 2, "command");
        host.tell(new Report.RepositoryInspected("/srv/shop", "/srv/shop", "main", List.of(MAIN)));
    }

    private Repository repository() {
        return kit.tables().entity(Repository.class, DeciderKit.NAMESPACE, new EntityRef(EntityType.REPOSITORY, ID));
    }

    private WorkingTree alice() {
        return repository().worktree(PATH).orElseThrow();
    }

    private Command.AddWorktree add() {
        return new Command.AddWorktree(ID, PATH, "agent/alice", "main", Map.of("taskId", "el-1"));
    }

    private long added() {
        Outcome outcome = kit.accept(add());
        host.tell(new Report.WorktreeAdded(ID, outcome.number(), ALICE, true));
        return outcome.number();
    }

    private static Command.RemoveWorktree remove(boolean force) {
        return new Command.RemoveWorktree(ID, PATH, force, true);
    }

    @Test
    void is_known_when_its_host_has_seen_it() {
        assertThat(repository().present()).isTrue();
        assertThat(repository().defaultBranch()).isEqualTo("main");
        assertThat(repository().worktrees()).extracting(WorkingTree::state).containsExactly(WorktreeState.ACTIVE);
        assertThat(repository().inspectedAt()).isEqualTo(kit.now());
    }

    @Test
    void another_path_that_leads_to_it_is_an_alias() {
        Outcome outcome = kit.accept(new Command.InspectRepository("h", "/srv/link"));
        String asked = Ids.repository("h", "/srv/link");
        assertThat(outcome.subject()).isEqualTo(new EntityRef(EntityType.REPOSITORY, asked));
        assertThat(kit.directives()).containsExactly(new Directive.InspectRepository(asked, "/srv/link"));

        host.tell(new Report.RepositoryInspected("/srv/link", "/srv/shop", "main", List.of(MAIN, ALICE)));

        assertThat(kit.events(EntityType.REPOSITORY, asked)).containsExactly(new Event.RepositoryAliased(ID));
        assertThat(repository().worktrees()).hasSize(2);
        kit.refuse(ErrorCode.NOT_FOUND, new Command.AddWorktree(asked, PATH, "b", null, Map.of()));
    }

    @Test
    void what_is_none_is_told() {
        kit.accept(new Command.InspectRepository("h", "/srv/none"));
        host.tell(new Report.RepositoryRefused("/srv/none", ErrorCode.NOT_FOUND, "is not in a git repository"));
        String asked = Ids.repository("h", "/srv/none");
        kit.refuse(ErrorCode.NOT_FOUND, new Command.AddWorktree(asked, PATH, "b", null, Map.of()));
        kit.refuse(ErrorCode.HOST_NOT_FOUND, new Command.InspectRepository("h9", "/srv/none"));
    }

    @Test
    void what_led_to_nothing_is_forgotten_as_what_is_over_is() {
        kit.keep(Duration.ofDays(7), Duration.ofDays(30), Duration.ofDays(7));
        kit.accept(new Command.InspectRepository("h", "/srv/none"));
        host.tell(new Report.RepositoryRefused("/srv/none", ErrorCode.NOT_FOUND, "is not in a git repository"));
        kit.accept(new Command.InspectRepository("h", "/srv/link"));
        host.tell(new Report.RepositoryInspected("/srv/link", "/srv/shop", "main", List.of(MAIN)));

        kit.wait(Duration.ofDays(7).plusMinutes(1));
        kit.tick(Duration.ofSeconds(1), Duration.ofSeconds(1));

        assertThat(kit.tables().all(Repository.class, DeciderKit.NAMESPACE))
                .extracting(Repository::id)
                .containsExactly(ID);
    }

    @Test
    void mistakes_do_not_count_against_repositories_and_the_oldest_makes_room_for_the_next() {
        for (int i = 0; i <= Limits.REPOSITORIES; i++) {
            kit.accept(new Command.InspectRepository("h", "/typo/" + i));
            host.tell(new Report.RepositoryRefused("/typo/" + i, ErrorCode.NOT_FOUND, "does not exist"));
            kit.wait(Duration.ofMillis(1));
        }
        kit.accept(new Command.InspectRepository("h", "/srv/new"));
        host.tell(new Report.RepositoryInspected("/srv/new", "/srv/new", "main", List.of(MAIN)));

        var known = kit.tables().all(Repository.class, DeciderKit.NAMESPACE);
        assertThat(known).filteredOn(Repository::present).hasSize(2);
        assertThat(known).hasSize(Limits.REPOSITORIES + 1);
        assertThat(known).extracting(Repository::path).doesNotContain("/typo/0", "/typo/1");
    }

    @Test
    void one_more_repository_than_may_be_known_says_why_it_is_not() {
        for (int i = 1; i < Limits.REPOSITORIES; i++) {
            String path = "/many/" + i;
            host.tell(new Report.RepositoryInspected(path, path, "main", List.of(MAIN)));
        }
        kit.accept(new Command.InspectRepository("h", "/srv/link"));
        host.tell(new Report.RepositoryInspected("/srv/link", "/srv/more", "main", List.of()));
        assertThat(kit.events(EntityType.REPOSITORY, Ids.repository("h", "/srv/link")))
                .singleElement()
                .isInstanceOfSatisfying(
                        Event.RepositoryRefused.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.LIMIT_REACHED));
    }

    @Test
    void what_led_to_nothing_before_counts_too_when_it_is_there_now() {
        for (int i = 1; i < Limits.REPOSITORIES; i++) {
            String path = "/many/" + i;
            host.tell(new Report.RepositoryInspected(path, path, "main", List.of(MAIN)));
        }
        String asked = Ids.repository("h", "/srv/late");
        kit.accept(new Command.InspectRepository("h", "/srv/late"));
        host.tell(new Report.RepositoryRefused("/srv/late", ErrorCode.NOT_FOUND, "does not exist"));
        host.tell(new Report.RepositoryInspected("/srv/late", "/srv/late", "main", List.of(MAIN)));

        assertThat(kit.events(EntityType.REPOSITORY, asked))
                .singleElement()
                .isInstanceOfSatisfying(
                        Event.RepositoryRefused.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.LIMIT_REACHED));
    }

    @Test
    void a_worktree_is_made_by_the_host() {
        Outcome outcome = kit.accept(add());
        long operation = outcome.number();
        assertThat(kit.directives())
                .containsExactly(new Directive.AddWorktree(ID, operation, "/srv/shop", PATH, "agent/alice", "main"));
        assertThat(alice().state()).isEqualTo(WorktreeState.CREATING);

        host.tell(new Report.WorktreeAdded(ID, operation, ALICE, true));

        assertThat(alice())
                .isEqualTo(new WorkingTree(
                        ALICE.path(),
                        PATH,
                        "agent/alice",
                        "c0ffee",
                        false,
                        WorktreeState.ACTIVE,
                        operation,
                        true,
                        Map.of("taskId", "el-1"),
                        kit.now(),
                        null));
    }

    @Test
    void of_two_that_want_one_path_one_wins() {
        kit.accept(add());
        Outcome refused = kit.refuse(ErrorCode.NAME_TAKEN, add());
        assertThat(refused.field()).isEqualTo("path");
        added_by_the_host_later();
        kit.refuse(ErrorCode.NAME_TAKEN, add());
    }

    private void added_by_the_host_later() {
        host.tell(new Report.WorktreeAdded(ID, alice().operation(), ALICE, true));
    }

    @Test
    void one_that_git_refuses_says_why_and_leaves_the_path_free() {
        long operation = kit.accept(add()).number();
        host.tell(new Report.WorktreeFailed(ID, operation, PATH, ErrorCode.WORKTREE_REFUSED, "bad base"));
        assertThat(alice().state()).isEqualTo(WorktreeState.FAILED);
        assertThat(alice().problem()).isEqualTo(new Problem(ErrorCode.WORKTREE_REFUSED, "bad base"));
        kit.accept(add());
        host.tell(new Report.WorktreeAdded(ID, operation, ALICE, true));
        assertThat(alice().state()).as("told of the first").isEqualTo(WorktreeState.CREATING);
    }

    @Test
    void another_host_tells_nothing_of_it() {
        long operation = kit.accept(add()).number();
        KitHost other = kit.host("h2", 2, "command");

        other.tell(new Report.WorktreeAdded(ID, operation, ALICE, true));
        other.tell(new Report.WorktreeFailed(ID, operation, PATH, ErrorCode.WORKTREE_REFUSED, "bad base"));
        other.tell(new Report.WorktreeRemoved(ID, operation, PATH));

        assertThat(alice().state()).isEqualTo(WorktreeState.CREATING);
    }

    @Test
    void a_failure_is_believed_of_the_newest_operation_only_and_while_that_is_under_way() {
        long making = added();
        host.tell(new Report.WorktreeFailed(ID, making, ALICE.path(), ErrorCode.WORKTREE_REFUSED, "told again"));
        assertThat(alice().problem()).as("it was made").isNull();

        long removing = kit.accept(remove(false)).number();
        host.tell(new Report.WorktreeFailed(ID, making, ALICE.path(), ErrorCode.WORKTREE_REFUSED, "told again"));
        assertThat(alice().state()).as("of an older one").isEqualTo(WorktreeState.CLEANING);

        host.tell(new Report.WorktreeFailed(ID, removing, ALICE.path(), ErrorCode.WORKTREE_BUSY, "has changes"));
        assertThat(alice().problem()).isEqualTo(new Problem(ErrorCode.WORKTREE_BUSY, "has changes"));
    }

    @Test
    void is_removed_by_the_host() {
        added();
        long operation = kit.accept(remove(false)).number();
        assertThat(kit.directives())
                .containsExactly(new Directive.RemoveWorktree(ID, operation, "/srv/shop", ALICE.path(), false, true));
        assertThat(alice().state()).isEqualTo(WorktreeState.CLEANING);
        kit.refuse(ErrorCode.WORKTREE_BUSY, remove(true));
        host.tell(new Report.WorktreeRemoved(ID, operation, ALICE.path()));
        assertThat(repository().worktree(PATH)).isEmpty();
        kit.refuse(ErrorCode.NOT_FOUND, remove(true));
        kit.refuse(ErrorCode.INVALID_REQUEST, new Command.RemoveWorktree(ID, "/srv/shop", true, false));
    }

    @Test
    void one_that_git_does_not_remove_stays_and_says_why() {
        added();
        long operation = kit.accept(remove(false)).number();
        host.tell(new Report.WorktreeFailed(ID, operation, ALICE.path(), ErrorCode.WORKTREE_BUSY, "has changes"));
        assertThat(alice().state()).isEqualTo(WorktreeState.ACTIVE);
        assertThat(alice().problem()).isEqualTo(new Problem(ErrorCode.WORKTREE_BUSY, "has changes"));
        assertThat(alice().attributes()).containsEntry("taskId", "el-1");
    }

    @Test
    void is_not_removed_while_a_live_session_works_there_not_even_by_force() {
        host.tell(new Report.RepositoryInspected("/srv/shop", "/srv/shop", "main", List.of(MAIN, worktreeOfKit())));
        kit.accept(Specs.start("s", Specs.command()));
        host.runs("s");
        for (boolean force : new boolean[] {false, true}) {
            var wish = new Command.RemoveWorktree(ID, KitHost.process().cwd(), force, false);
            assertThat(kit.refuse(ErrorCode.WORKTREE_BUSY, wish).subject())
                    .isEqualTo(new EntityRef(EntityType.SESSION, "s"));
        }
    }

    @Test
    void is_not_removed_while_a_session_is_about_to_work_there() {
        added();
        kit.accept(Specs.start("s", Specs.in(ALICE.path() + "/src")));
        kit.refuse(ErrorCode.WORKTREE_BUSY, remove(true));
        host.accepts("s");
        kit.refuse(ErrorCode.WORKTREE_BUSY, remove(true));
        host.fails("s", ErrorCode.EXECUTABLE_NOT_FOUND);
        kit.accept(remove(true));
    }

    @Test
    void is_not_removed_while_the_session_is_about_to_start_for_which_it_was_made() {
        Workspace its = new Workspace(null, new Workspace.Worktree("/srv/shop", null, null));
        kit.accept(Specs.start("s", Specs.command().placed(its, Placement.ANYWHERE)));
        Seen made = new Seen("/var/data/worktrees/s", "../../var/data/worktrees/s", "signalbox/s", "c0ffee", false);
        host.tell(new Report.RepositoryInspected("/srv/shop", "/srv/shop", "main", List.of(MAIN, made)));
        kit.refuse(ErrorCode.WORKTREE_BUSY, new Command.RemoveWorktree(ID, made.path(), true, false));
    }

    @Test
    void a_repository_that_a_session_got_a_worktree_of_is_looked_at_once() {
        Workspace its = new Workspace(null, new Workspace.Worktree("/srv/unknown", null, null));
        kit.accept(Specs.start("s", Specs.command().placed(its, Placement.ANYWHERE)));
        host.runs("s");
        assertThat(kit.directives(Directive.InspectRepository.class))
                .containsExactly(new Directive.InspectRepository(Ids.repository("h", "/srv/unknown"), "/srv/unknown"));
        host.tell(new Report.RepositoryInspected("/srv/unknown", "/srv/unknown", "main", List.of(MAIN)));
        kit.accept(Specs.start("s2", Specs.command().placed(its, Placement.ANYWHERE)));
        host.runs("s2");
        assertThat(kit.directives(Directive.InspectRepository.class)).isEmpty();
    }

    @Test
    void nothing_starts_in_one_that_is_being_removed() {
        added();
        kit.accept(Specs.start("before", Specs.command()));
        host.runs("before");
        host.capacity(1);
        host.start(KitHost.alive("before"));
        kit.accept(Specs.start("waits", Specs.in(ALICE.path())));
        long operation = kit.accept(remove(false)).number();

        assertThat(kit.refuse(ErrorCode.WORKTREE_BUSY, Specs.start("s", Specs.in(ALICE.path() + "/src")))
                        .field())
                .isEqualTo("workspace.cwd");
        host.exits("before", 0);
        assertThat(kit.session("waits").status()).isEqualTo(SessionStatus.FAILED_TO_START);
        assertThat(kit.session("waits").end().code()).isEqualTo(ErrorCode.WORKTREE_BUSY);
        assertThat(kit.directives(Directive.Launch.class)).isEmpty();
        kit.accept(Specs.start("beside", Specs.in("/srv/shop")));
        host.runs("beside");
        host.exits("beside", 0);

        host.tell(new Report.WorktreeFailed(ID, operation, ALICE.path(), ErrorCode.WORKTREE_BUSY, "has changes"));
        kit.accept(Specs.start("s", Specs.in(ALICE.path())));
        assertThat(kit.session("s").status()).isEqualTo(SessionStatus.PLACED);
    }

    private static Seen worktreeOfKit() {
        return new Seen(KitHost.process().cwd(), "../work", "b", "c0ffee", false);
    }

    @Test
    void what_is_not_told_in_time_counts_as_failed_and_the_host_looks() {
        kit.accept(add());
        kit.pass(Limits.WORKTREE.plus(Limits.WORKTREE_REPORT).plus(Duration.ofSeconds(2)), host);
        assertThat(alice().state()).isEqualTo(WorktreeState.FAILED);
        assertThat(kit.directives(Directive.InspectRepository.class)).hasSize(1);
        host.tell(new Report.RepositoryInspected("/srv/shop", "/srv/shop", "main", List.of(MAIN, ALICE)));
        assertThat(alice().state()).isEqualTo(WorktreeState.ACTIVE);
        assertThat(alice().problem()).isNull();
    }

    @Test
    void a_look_leaves_alone_what_is_under_way() {
        kit.accept(add());
        host.tell(new Report.RepositoryInspected("/srv/shop", "/srv/shop", "main", List.of(MAIN)));
        assertThat(alice().state()).isEqualTo(WorktreeState.CREATING);
        added_by_the_host_later();
        host.tell(new Report.RepositoryInspected("/srv/shop", "/srv/shop", "main", List.of(MAIN)));
        assertThat(repository().worktree(PATH)).isEmpty();
    }

    @Test
    void a_host_that_starts_looks_again_and_one_that_is_removed_is_forgotten() {
        host.start();
        assertThat(kit.directives(Directive.InspectRepository.class))
                .containsExactly(new Directive.InspectRepository(ID, "/srv/shop"));
        kit.accept(new Command.RemoveHost("h", true));
        assertThat(repository()).isNull();
    }

    @Test
    void a_silent_host_is_asked_nothing() {
        kit.pass(Host.LEASE.plusSeconds(5));
        kit.refuse(ErrorCode.UNAVAILABLE, add());
        kit.refuse(ErrorCode.UNAVAILABLE, new Command.InspectRepository("h", "/srv/shop"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice",
                ".worktrees",
                ".worktrees/",
                "/srv/shop/.worktrees/a",
                ".worktrees/../a",
                ".worktrees/a/../b",
                ".worktrees//a",
                ".worktrees/./a",
                ".worktrees/.git",
                ".worktrees/a\nb",
                ".worktrees-evil/a",
                ".worktrees/-a"
            })
    void a_path_that_is_not_plainly_below_the_root_is_no_wish(String path) {
        Assertions.assertThatThrownBy(() -> new Command.AddWorktree(ID, path, "b", null, Map.of()))
                .isInstanceOf(InvalidFieldException.class);
    }
}
