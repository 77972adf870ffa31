package dev.signalbox.processor.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.command.Command.OpenNamespace.Limits;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.outcome.Outcome;
import dev.signalbox.schemas.output.Item;
import dev.signalbox.schemas.report.Report;
import dev.signalbox.schemas.state.EntityRef;
import dev.signalbox.schemas.state.EntityType;
import dev.signalbox.schemas.state.Namespace;
import dev.signalbox.schemas.state.Totals;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NamespaceDeciderTest {
    private static final Limits SMALL = new Limits(1, 1, 1, 1);

    private final DeciderKit kit = new DeciderKit();

    private Namespace namespace() {
        return kit.tables()
                .entity(
                        Namespace.class,
                        DeciderKit.NAMESPACE,
                        new EntityRef(EntityType.NAMESPACE, DeciderKit.NAMESPACE));
    }

    @Test
    void is_opened_with_the_limits_that_are_asked_for() {
        Outcome outcome = kit.accept(new Command.OpenNamespace(SMALL));

        assertThat(kit.events()).containsExactly(new Event.NamespaceOpened(SMALL));
        assertThat(outcome.subject()).isEqualTo(namespace().ref());
        assertThat(namespace().limits()).isEqualTo(SMALL);
    }

    @Test
    void is_opened_again_without_an_event() {
        kit.accept(new Command.OpenNamespace(SMALL));
        kit.accept(new Command.OpenNamespace(SMALL));

        assertThat(kit.events()).isEmpty();
    }

    @Test
    void keeps_the_time_of_its_opening_when_its_limits_change() {
        kit.accept(new Command.OpenNamespace(SMALL));
        Instant opened = kit.now();
        kit.wait(Duration.ofHours(1));
        kit.accept(new Command.OpenNamespace(Limits.DEFAULT));

        assertThat(namespace().limits()).isEqualTo(Limits.DEFAULT);
        assertThat(namespace().openedAt()).isEqualTo(opened);
    }

    @Test
    void gets_the_limits_only_instead_of_those_that_they_were_made_from() {
        kit.accept(new Command.OpenNamespace(SMALL, Limits.DEFAULT));
        kit.refuse(ErrorCode.VERSION_CONFLICT, new Command.OpenNamespace(Limits.DEFAULT, Limits.DEFAULT));

        assertThat(namespace().limits()).isEqualTo(SMALL);
        kit.accept(new Command.OpenNamespace(Limits.DEFAULT, SMALL));
        assertThat(namespace().limits()).isEqualTo(Limits.DEFAULT);
    }

    @Test
    void has_no_limit_that_lets_nothing_in() {
        assertThatThrownBy(() -> new Limits(1, 1, 0, 1)).hasMessage("liveSessions must be between 1 and 1000000");
        assertThatThrownBy(() -> new Limits(-1, 1, 1, 1)).hasMessageStartingWith("hosts must be");
        assertThatThrownBy(() -> new Limits(1, 1_000_001, 1, 1)).hasMessageStartingWith("agents must be");
        assertThatThrownBy(() -> new Limits(1, 1, 1, 0)).hasMessageStartingWith("openTasks must be");
    }

    @Test
    void opens_by_its_first_command_that_is_accepted() {
        kit.refuse(ErrorCode.TASK_NOT_FOUND, new Command.RetryTask("t"));
        kit.accept(Specs.agent("a"));

        assertThat(kit.events().getFirst()).isEqualTo(new Event.NamespaceOpened(Limits.DEFAULT));
        assertThat(kit.records().getFirst().n()).isEqualTo(1);
    }

    @Test
    void a_wish_for_a_session_may_bring_a_narrower_bound() {
        KitHost host = kit.host("h", 5, "command");
        kit.accept(new Command.StartSession("s", null, Specs.command(), null, Map.of(), 1, null, null));

        kit.refuse(
                ErrorCode.LIMIT_REACHED,
                new Command.StartSession("s2", null, Specs.command(), null, Map.of(), 1, null, null));
        kit.accept(new Command.StartSession("s3", null, Specs.command(), null, Map.of(), 2, null, null));
        kit.accept(Specs.start("s4", Specs.command()));
        for (String session : List.of("s", "s3", "s4")) {
            host.runs(session);
            host.exits(session, 0);
        }

        kit.accept(new Command.StartSession("s5", null, Specs.command(), null, Map.of(), 1, null, null));
    }

    @Test
    void bounds_hosts_agents_sessions_and_tasks() {
        kit.accept(new Command.OpenNamespace(SMALL));
        KitHost host = kit.host("h", 5, "command");
        kit.accept(Specs.agent("a"));
        kit.accept(Specs.start("s", Specs.command()));
        kit.accept(Specs.create("t", Specs.task()));

        kit.refuse(ErrorCode.LIMIT_REACHED, join("h2"));
        kit.refuse(ErrorCode.LIMIT_REACHED, Specs.agent("a2"));
        kit.refuse(ErrorCode.LIMIT_REACHED, Specs.start("s2", Specs.command()));
        kit.refuse(ErrorCode.LIMIT_REACHED, Specs.create("t2", Specs.task()));
        assertThat(kit.task("t").waiting()).isEqualTo("the namespace has as many live sessions as it may");

        host.runs("s");
        host.exits("s", 0);

        assertThat(kit.attempt("t").hostId()).isEqualTo("h");
    }

    @Test
    void does_not_count_implicit_agents_and_removed_hosts() {
        kit.accept(new Command.OpenNamespace(new Limits(1, 1, 10, 10)));
        kit.host("h", 5, "command");
        kit.accept(Specs.start("s1", Specs.command()));
        kit.accept(Specs.start("s2", Specs.command()));
        kit.accept(Specs.agent("a"));
        kit.accept(new Command.RemoveHost("h", true));
        kit.accept(join("h2"));

        assertThat(kit.counter().agents()).isEqualTo(1);
        assertThat(kit.counter().hosts()).isEqualTo(1);
        assertThat(kit.counter().liveSessions()).isZero();
    }

    @Test
    void counts_what_has_happened_and_never_goes_back() {
        KitHost host = kit.host("h", 5, "claude");
        kit.accept(Specs.start("s1", Specs.claude()));
        kit.accept(Specs.start("s2", Specs.claude()));
        host.runs("s1");
        Item.Usage usage = new Item.Usage(100, 20, 5, 5, null);
        host.tell(new Report.TurnEnded("s1", new Item.Result(true, "done", usage, null, null), 0));
        host.tell(new Report.TurnEnded("s1", new Item.Result(false, "broke", null, null, null), 0));
        kit.wait(Duration.ofSeconds(3));
        host.exits("s1", 0);

        assertThat(kit.namespace().totals()).isEqualTo(new Totals(2, 1, 3_000, 2, 1, 100, 20));
        kit.accept(new Command.OpenNamespace(SMALL));
        assertThat(kit.namespace().totals().sessions()).isEqualTo(2);
    }

    @Test
    void ticks_and_lookups_are_not_for_the_decider() {
        assertThatThrownBy(() -> kit.ask(new Command.Tick(1, Duration.ofSeconds(1), null)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> kit.ask(new Command.Lookup("c"))).isInstanceOf(IllegalArgumentException.class);
    }

    private static Command join(String id) {
        return new Command.JoinHost(id, id, "key", null, java.util.Map.of());
    }
}
