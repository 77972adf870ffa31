package dev.signalbox.processor.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.directive.Directive;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.outcome.Outcome;
import dev.signalbox.schemas.report.Report;
import dev.signalbox.schemas.spec.Placement;
import dev.signalbox.schemas.spec.SilentHostPolicy;
import dev.signalbox.schemas.state.Activity;
import dev.signalbox.schemas.state.EntityRef;
import dev.signalbox.schemas.state.EntityType;
import dev.signalbox.schemas.state.Input.InputStatus;
import dev.signalbox.schemas.state.Session;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InputDeciderTest {
    private final DeciderKit kit = new DeciderKit();
    private KitHost host;

    @BeforeEach
    void one_idle_session_of_claude() {
        host = kit.host("h", 5, "claude", "codex", "command");
        kit.accept(Specs.start("s", Specs.claude()));
        host.runs("s");
    }

    private Outcome send(String id) {
        return kit.accept(new Command.SendInput(id, "s", "text of " + id));
    }

    private InputStatus status(String id) {
        return kit.input(id).status();
    }

    @Test
    void is_sent_at_once_when_the_session_is_idle() {
        Outcome outcome = send("i");

        assertThat(outcome.subject()).isEqualTo(new EntityRef(EntityType.INPUT, "i"));
        assertThat(kit.events()).containsExactly(new Event.InputQueued("s", "text of i"), new Event.InputSent("s"));
        assertThat(kit.directives()).containsExactly(new Directive.DeliverInput("s", "i", "text of i"));
        assertThat(kit.directiveRecords().getFirst().notAfter())
                .isEqualTo(kit.now().plus(Limits.INPUT));
        assertThat(kit.session("s").activity()).isEqualTo(Activity.WORKING);
        host.delivers("s", "i");
        assertThat(status("i")).isEqualTo(InputStatus.DELIVERED);
    }

    @Test
    void waits_while_the_agent_works_and_goes_when_the_turn_ends() {
        send("i1");
        send("i2");
        send("i3");
        host.delivers("s", "i1");
        assertThat(status("i2")).isEqualTo(InputStatus.QUEUED);
        host.turnEnds("s", true, "done");
        assertThat(status("i2")).isEqualTo(InputStatus.SENT);
        assertThat(status("i3")).isEqualTo(InputStatus.QUEUED);
        host.delivers("s", "i2");
        assertThat(status("i3")).isEqualTo(InputStatus.QUEUED);
        host.tell(new Report.ActivityChanged("s", Activity.IDLE));
        assertThat(status("i3")).isEqualTo(InputStatus.SENT);
    }

    @Test
    void of_one_session_is_not_settled_by_what_is_told_of_another() {
        kit.accept(Specs.start("s2", Specs.claude()));
        host.runs("s2");
        send("i");

        host.delivers("s2", "i");

        assertThat(status("i")).isEqualTo(InputStatus.SENT);
    }

    @Test
    void goes_at_once_when_an_approval_or_an_answer_is_waited_for() {
        host.tell(new Report.ActivityChanged("s", Activity.NEEDS_APPROVAL));
        send("approval");
        assertThat(status("approval")).isEqualTo(InputStatus.SENT);
        host.delivers("s", "approval");
        host.tell(new Report.ActivityChanged("s", Activity.NEEDS_ANSWER));
        send("answer");
        assertThat(status("answer")).isEqualTo(InputStatus.SENT);
    }

    @Test
    void of_an_unstructured_provider_waits_only_for_the_one_before() {
        kit.accept(Specs.start("c", Specs.command()));
        host.runs("c");
        kit.accept(new Command.SendInput("i1", "c", "one"));
        kit.accept(new Command.SendInput("i2", "c", "two"));
        assertThat(status("i2")).isEqualTo(InputStatus.QUEUED);
        host.delivers("c", "i1");
        assertThat(status("i2")).isEqualTo(InputStatus.SENT);
        assertThat(kit.session("c").activity()).isNull();
        host.delivers("c", "i2");
        host.tell(new Report.ActivityChanged("c", Activity.WORKING));
        kit.accept(new Command.SendInput("i3", "c", "while it writes"));
        assertThat(status("i3")).isEqualTo(InputStatus.SENT);
        assertThat(kit.session("c").turnInputs()).isNull();
    }

    @Test
    void waits_until_the_session_runs() {
        kit.accept(Specs.start("s2", Specs.claude()));
        kit.accept(new Command.SendInput("i", "s2", "text"));
        assertThat(status("i")).isEqualTo(InputStatus.QUEUED);
        host.runs("s2");
        assertThat(status("i")).isEqualTo(InputStatus.SENT);
    }

    @Test
    void the_first_prompt_travels_with_the_launch() {
        kit.accept(new Command.StartSession("s2", null, Specs.claude(), "first", Map.of()));
        kit.accept(new Command.SendInput("i", "s2", "second"));
        host.runs("s2");
        assertThat(status("i")).isEqualTo(InputStatus.QUEUED);
        host.delivers("s2", Ids.INPUT.derive("s2"));
        host.turnEnds("s2", true, "");
        assertThat(status("i")).isEqualTo(InputStatus.SENT);
    }

    @Test
    void a_prompt_that_was_refused_or_lost_does_not_stop_the_next() {
        send("i1");
        send("i2");
        send("i3");
        host.tell(new Report.InputRefused("s", "i1", ErrorCode.EXPIRED));
        assertThat(status("i1")).isEqualTo(InputStatus.UNDELIVERED);
        assertThat(kit.input("i1").refusal()).isEqualTo(ErrorCode.EXPIRED);
        assertThat(status("i2")).isEqualTo(InputStatus.SENT);
        host.tell(new Report.InputUnknown("s", "i2"));
        assertThat(status("i2")).isEqualTo(InputStatus.DELIVERY_UNKNOWN);
        assertThat(status("i3")).isEqualTo(InputStatus.SENT);
        assertThat(kit.session("s").activity()).isEqualTo(Activity.WORKING);
    }

    @Test
    void of_which_nothing_is_ever_reported_becomes_uncertain_and_the_next_one_goes() {
        send("i1");
        send("i2");
        kit.pass(Duration.ofMinutes(10), host);
        assertThat(status("i1")).isEqualTo(InputStatus.SENT);
        kit.pass(Duration.ofSeconds(21), host);
        assertThat(status("i1")).isEqualTo(InputStatus.DELIVERY_UNKNOWN);
        assertThat(status("i2")).isEqualTo(InputStatus.SENT);
    }

    @Test
    void that_a_silent_host_or_a_slow_start_holds_back_is_waited_for() {
        kit.accept(new Command.StartSession("slow", null, Specs.claude(), "first", Map.of()));
        host.accepts("slow");
        send("i");
        kit.pass(Duration.ofMinutes(11));
        assertThat(status("i")).isEqualTo(InputStatus.SENT);
        assertThat(status(Ids.INPUT.derive("slow"))).isEqualTo(InputStatus.SENT);
        host.heartbeat();
        host.inventory(KitHost.alive("s"), KitHost.starting("slow"));
        host.delivers("s", "i");
        assertThat(status("i")).isEqualTo(InputStatus.DELIVERED);
    }

    @Test
    void what_is_settled_stays_settled() {
        send("i");
        host.tell(new Report.InputUnknown("s", "i"));
        host.delivers("s", "i");
        assertThat(kit.events()).isEmpty();
        host.delivers("s", "no-such-input");
        host.delivers("other", "i");
        assertThat(kit.events()).isEmpty();
    }

    @Test
    void is_canceled_and_moved_while_it_waits() {
        send("i0");
        send("i1");
        send("i2");
        send("i3");
        kit.accept(new Command.MoveInput("s", "i3", 0));
        assertThat(kit.events()).containsExactly(new Event.InputMoved("s", 0));
        assertThat(kit.session("s").queue()).containsExactly("i3", "i1", "i2");
        kit.accept(new Command.MoveInput("s", "i3", 900));
        assertThat(kit.session("s").queue()).containsExactly("i1", "i2", "i3");
        kit.accept(new Command.CancelInput("s", "i2"));
        assertThat(status("i2")).isEqualTo(InputStatus.CANCELED);
        kit.accept(new Command.CancelInput("s", "i2"));
        assertThat(kit.events()).isEmpty();
        assertThat(kit.session("s").queue()).containsExactly("i1", "i3");
        host.delivers("s", "i0");
        host.turnEnds("s", true, "");
        assertThat(status("i1")).isEqualTo(InputStatus.SENT);
    }

    @Test
    void is_neither_canceled_nor_moved_once_it_has_left() {
        send("i");
        kit.refuse(ErrorCode.INPUT_NOT_QUEUED, new Command.CancelInput("s", "i"));
        kit.refuse(ErrorCode.INPUT_NOT_QUEUED, new Command.MoveInput("s", "i", 0));
        kit.refuse(ErrorCode.INPUT_NOT_FOUND, new Command.CancelInput("s", "x"));
        kit.refuse(ErrorCode.INPUT_NOT_FOUND, new Command.MoveInput("other", "i", 0));
    }

    @Test
    void is_refused_where_it_cannot_go() {
        kit.refuse(ErrorCode.SESSION_NOT_FOUND, new Command.SendInput("i", "x", "text"));
        send("i");
        kit.refuse(ErrorCode.ID_TAKEN, new Command.SendInput("i", "s", "text"));
        kit.accept(
                Specs.start("codex", Specs.session("codex", false, Placement.ANYWHERE, SilentHostPolicy.KEEP, false)));
        kit.refuse(ErrorCode.SINGLE_TURN, new Command.SendInput("j", "codex", "text"));
        host.exits("s", 0);
        Outcome refusal = kit.refuse(ErrorCode.SESSION_ENDED, new Command.SendInput("j", "s", "text"));
        assertThat(refusal.subject()).isEqualTo(new EntityRef(EntityType.SESSION, "s"));
    }

    @Test
    void waits_with_at_most_so_many_others() {
        for (int i = 0; i < Session.MAX_QUEUE; i++) {
            send("i" + i);
        }
        kit.refuse(ErrorCode.LIMIT_REACHED, new Command.SendInput("one-more", "s", "text"));
        kit.accept(new Command.CancelInput("s", "i7"));
        send("one-more");
    }

    @Test
    void is_settled_when_its_session_is_over() {
        send("i1");
        send("i2");
        host.exits("s", 1);
        assertThat(status("i1")).isEqualTo(InputStatus.DELIVERY_UNKNOWN);
        assertThat(status("i2")).isEqualTo(InputStatus.UNDELIVERED);
        assertThat(kit.input("i2").refusal()).isEqualTo(ErrorCode.SESSION_ENDED);
    }

    @Test
    void waits_for_a_silent_host() {
        kit.pass(Duration.ofSeconds(12));
        send("i");
        assertThat(status("i")).isEqualTo(InputStatus.QUEUED);
        host.heartbeat();
        host.inventory(KitHost.alive("s"));
        assertThat(status("i")).isEqualTo(InputStatus.SENT);
    }
}
