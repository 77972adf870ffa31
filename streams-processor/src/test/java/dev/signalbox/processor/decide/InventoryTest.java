package dev.signalbox.processor.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.directive.Directive;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.report.Report;
import dev.signalbox.schemas.report.Report.Found;
import dev.signalbox.schemas.report.Report.Liveness;
import dev.signalbox.schemas.state.EntityType;
import dev.signalbox.schemas.state.Input.InputStatus;
import dev.signalbox.schemas.state.SessionStatus;
import dev.signalbox.schemas.state.TaskStatus;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InventoryTest {
    private final DeciderKit kit = new DeciderKit();
    private KitHost host;

    @BeforeEach
    void one_host_with_two_sessions() {
        host = kit.host("h", 3, "command", "claude");
        kit.accept(Specs.start("s1", Specs.command()));
        kit.accept(Specs.start("s2", Specs.command()));
        host.runs("s1");
    }

    @Test
    void that_agrees_changes_nothing() {
        host.accepts("s2");
        host.inventory(KitHost.alive("s1"), KitHost.starting("s2"));
        assertThat(kit.events()).isEmpty();
        assertThat(kit.directives()).isEmpty();
        host.start(KitHost.alive("s1"), KitHost.starting("s2"));
        assertThat(kit.events(EntityType.SESSION, "s1")).isEmpty();
        assertThat(kit.events(EntityType.SESSION, "s2")).isEmpty();
    }

    @Test
    void tells_that_a_launch_was_accepted_if_nothing_else_did() {
        host.start(KitHost.alive("s1"), KitHost.starting("s2"));
        assertThat(kit.session("s2").status()).isEqualTo(SessionStatus.STARTING);
    }

    @Test
    void leaves_alone_what_a_later_directive_starts() {
        host.inventoryHavingApplied(1, KitHost.alive("s1"));
        assertThat(kit.session("s2").status()).isEqualTo(SessionStatus.PLACED);
        host.startHavingApplied(1, KitHost.alive("s1"));
        assertThat(kit.session("s2").status()).isEqualTo(SessionStatus.PLACED);
    }

    @Test
    void without_a_session_that_the_host_was_told_of_loses_it() {
        host.inventoryHavingApplied(2, KitHost.alive("s1"));
        assertThat(kit.events(EntityType.SESSION, "s2"))
                .containsExactly(new Event.SessionLost("its host does not know it"));
        assertThat(kit.session("s1").status()).isEqualTo(SessionStatus.RUNNING);
    }

    @Test
    void after_a_restart_that_forgot_everything_loses_everything() {
        host.start();
        assertThat(kit.session("s1").status()).isEqualTo(SessionStatus.LOST);
        assertThat(kit.session("s2").status()).isEqualTo(SessionStatus.LOST);
        assertThat(kit.host("h").sessions()).isEmpty();
    }

    @Test
    void with_an_ended_session_waits_for_how_it_ended() {
        host.inventory(KitHost.exited("s1"), KitHost.starting("s2"));
        assertThat(kit.session("s1").status()).isEqualTo(SessionStatus.RUNNING);
        host.exits("s1", 9);
        assertThat(kit.session("s1").end().exitCode()).isEqualTo(9);
    }

    @Test
    void reaps_processes_that_nobody_knows() {
        host.inventory(
                KitHost.alive("s1"),
                KitHost.starting("s2"),
                KitHost.alive("stranger"),
                KitHost.exited("gone"),
                new Found("s1", 7, Liveness.ALIVE));
        assertThat(kit.directives())
                .containsExactly(
                        new Directive.Stop("stranger", 1, Duration.ofSeconds(2), "the record has given it up"),
                        new Directive.Forget("gone"),
                        new Directive.Stop("s1", 7, Duration.ofSeconds(2), "the record has given it up"));
    }

    @Test
    void reaps_what_is_another_hosts() {
        KitHost other = kit.host("h2", 1, "command");
        other.inventory(KitHost.alive("s1"));
        assertThat(kit.directives(Directive.Stop.class)).hasSize(1);
        assertThat(kit.session("s1").status()).isEqualTo(SessionStatus.RUNNING);
    }

    @Test
    void gives_the_task_of_a_session_that_is_missing_another_attempt() {
        kit.accept(Specs.create("t", Specs.tasks().attempts(2).spec()));
        String first = kit.attempt("t").id();
        host.runs(first);
        host.inventory(KitHost.alive("s1"), KitHost.starting("s2"));
        assertThat(kit.session(first).status()).isEqualTo(SessionStatus.LOST);
        assertThat(kit.task("t").attempts()).hasSize(2);
        assertThat(kit.task("t").status()).isEqualTo(TaskStatus.ASSIGNED);
    }

    @Test
    void is_asked_for_when_directives_never_came_and_inputs_among_them_are_uncertain() {
        kit.accept(new Command.StartSession("c", null, Specs.claude(), "hello", Map.of()));
        host.runs("c");
        host.delivers("c", Ids.INPUT.derive("c"));
        host.turnEnds("c", true, "hi");
        kit.accept(new Command.SendInput("i1", "c", "one"));
        kit.accept(new Command.SendInput("i2", "c", "two"));
        assertThat(kit.input("i1").status()).isEqualTo(InputStatus.SENT);

        host.tell(new Report.DirectiveGap(5, 7));

        assertThat(kit.input("i1").status()).isEqualTo(InputStatus.DELIVERY_UNKNOWN);
        assertThat(kit.input("i2").status()).isEqualTo(InputStatus.SENT);
        assertThat(kit.directives())
                .containsExactly(
                        new Directive.TakeInventory("directives are missing"),
                        new Directive.DeliverInput("c", "i2", "two"));
        host.fails("c", ErrorCode.LAUNCH_FAILED);
    }
}
