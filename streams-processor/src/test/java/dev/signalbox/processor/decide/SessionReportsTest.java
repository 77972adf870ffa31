package dev.signalbox.processor.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.directive.Directive;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.output.Item;
import dev.signalbox.schemas.report.Report;
import dev.signalbox.schemas.spec.SilentHostPolicy;
import dev.signalbox.schemas.state.Activity;
import dev.signalbox.schemas.state.OutputIndex;
import dev.signalbox.schemas.state.ProcessRef;
import dev.signalbox.schemas.state.SessionStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionReportsTest {
    private final DeciderKit kit = new DeciderKit();
    private KitHost host;
    private KitHost other;

    @BeforeEach
    void one_session_of_claude_on_one_of_two_hosts() {
        host = kit.host("h1", 2, "claude");
        other = kit.host("h2", 2, "claude");
        kit.accept(Specs.start("s", Specs.claude()));
        assertThat(kit.session("s").hostId()).isEqualTo("h1");
    }

    @Test
    void a_session_starts_runs_and_ends() {
        host.accepts("s");
        assertThat(kit.events()).containsExactly(new Event.SessionStarting());
        host.tell(KitHost.started("s"));
        assertThat(kit.events()).containsExactly(new Event.SessionRunning(KitHost.process()));
        host.tell(new Report.SessionReady("s"));
        assertThat(kit.events()).containsExactly(new Event.SessionReady());
        assertThat(kit.session("s").readyAt()).isEqualTo(kit.now());
        host.tell(new Report.SessionReady("s"));
        assertThat(kit.events()).isEmpty();
        host.exits("s", 3);
        assertThat(kit.events()).containsExactly(new Event.SessionEnded(SessionStatus.ENDED, KitHost.end(3)));
        assertThat(kit.session("s").since())
                .containsOnlyKeys(
                        SessionStatus.REQUESTED,
                        SessionStatus.PLACED,
                        SessionStatus.STARTING,
                        SessionStatus.RUNNING,
                        SessionStatus.ENDED);
        assertThat(kit.host("h1").sessions()).isEmpty();
    }

    @Test
    void a_session_can_be_seen_running_or_ended_before_its_start_was_told() {
        host.tell(KitHost.started("s"));
        assertThat(kit.session("s").status()).isEqualTo(SessionStatus.RUNNING);
        host.accepts("s");
        assertThat(kit.events()).isEmpty();
        kit.accept(Specs.start("s2", Specs.claude()));
        (kit.session("s2").hostId().equals("h1") ? host : other).exits("s2", 0);
        assertThat(kit.session("s2").status()).isEqualTo(SessionStatus.ENDED);
    }

    @Test
    void a_failed_start_says_why() {
        host.fails("s", ErrorCode.EXECUTABLE_NOT_FOUND);
        assertThat(kit.session("s").status()).isEqualTo(SessionStatus.FAILED_TO_START);
        assertThat(kit.session("s").end().code()).isEqualTo(ErrorCode.EXECUTABLE_NOT_FOUND);
        assertThat(kit.session("s").end().reason()).isEqualTo("it would not");
        assertThat(kit.session("s").end().proven()).isTrue();
    }

    @Test
    void a_failed_start_of_what_runs_is_not_believed() {
        host.runs("s");
        host.fails("s", ErrorCode.LAUNCH_FAILED);
        assertThat(kit.events()).isEmpty();
    }

    @Test
    void a_start_that_fails_while_it_is_stopped_ends_it() {
        kit.accept(Specs.stop("s"));
        host.fails("s", ErrorCode.EXPIRED);
        assertThat(kit.session("s").status()).isEqualTo(SessionStatus.FAILED_TO_START);
    }

    @Test
    void a_start_that_comes_after_the_stop_does_not_undo_it() {
        kit.accept(Specs.stop("s"));
        host.runs("s");
        assertThat(kit.session("s").status()).isEqualTo(SessionStatus.STOPPING);
    }

    @Test
    void reports_of_another_host_or_launch_change_nothing() {
        other.runs("s");
        assertThat(kit.events()).isEmpty();
        other.exits("s", 0);
        other.fails("s", ErrorCode.LAUNCH_FAILED);
        other.tell(new Report.SessionReady("s"), new Report.ActivityChanged("s", Activity.WORKING));
        other.tell(new Report.TurnEnded("s", new Item.Result(true, "", null, null, null), 0));
        other.tell(new Report.NativeSessionFound("s", "n", null));
        other.tell(new Report.OutputIndexed("s", List.of(new OutputIndex.Point(0, 1, 1, Instant.EPOCH))));
        other.tell(new Report.KeystrokesDropped("s", 1, 1, 1, ErrorCode.EXPIRED));
        assertThat(kit.events()).isEmpty();
        host.tell(new Report.SessionStarted("s", 2, KitHost.process()));
        host.tell(new Report.SessionExited("s", 2, KitHost.end(0)));
        host.tell(new Report.LaunchAccepted("s", 2));
        assertThat(kit.session("s").status()).isEqualTo(SessionStatus.PLACED);
    }

    @Test
    void a_process_that_nobody_wants_is_stopped() {
        other.tell(KitHost.started("s"));
        assertThat(kit.directives())
                .containsExactly(new Directive.Stop("s", 1, Duration.ofSeconds(2), "the record has given it up"));
        host.tell(KitHost.started("never-heard-of"));
        assertThat(kit.directives(Directive.Stop.class)).hasSize(1);
    }

    @Test
    void a_start_that_is_told_again_behind_the_end_stops_nothing() {
        host.exits("s", 0);
        host.tell(KitHost.started("s"));
        assertThat(kit.directives(Directive.Stop.class)).isEmpty();
        host.tell(new Report.SessionStarted("s", 2, KitHost.process()));
        assertThat(kit.directives(Directive.Stop.class)).hasSize(1);
    }

    @Test
    void the_native_session_is_noted_once() {
        host.runs("s");
        host.tell(new Report.NativeSessionFound("s", "n1", "opus"));
        assertThat(kit.events()).containsExactly(new Event.SessionNativeFound("n1", "opus"));
        host.tell(new Report.NativeSessionFound("s", "n1", "opus"));
        assertThat(kit.events()).isEmpty();
        host.tell(new Report.NativeSessionFound("s", "n2", null));
        assertThat(kit.session("s").nativeSessionId()).isEqualTo("n2");
    }

    @Test
    void activity_and_usage_are_kept() {
        host.runs("s");
        host.tell(new Report.ActivityChanged("s", Activity.NEEDS_APPROVAL));
        assertThat(kit.session("s").activity()).isEqualTo(Activity.NEEDS_APPROVAL);
        host.tell(new Report.ActivityChanged("s", Activity.NEEDS_APPROVAL));
        assertThat(kit.events()).isEmpty();
        Item.Usage usage = new Item.Usage(1, 2, 3, 4, 0.5);
        Item.Result result = new Item.Result(true, "done", usage, 5L, 1);
        host.tell(new Report.TurnEnded("s", result, 0), new Report.TurnEnded("s", result, 0));
        assertThat(kit.session("s").usage()).isEqualTo(new Item.Usage(2, 4, 6, 8, 1.0));
        assertThat(kit.session("s").lastResult()).isEqualTo(result);
        assertThat(kit.session("s").activity()).isEqualTo(Activity.IDLE);
        host.exits("s", 0);
        host.tell(new Report.ActivityChanged("s", Activity.WORKING), new Report.TurnEnded("s", result, 0));
        assertThat(kit.events()).isEmpty();
    }

    /// The prompt of the turn that has just ended, null when none is named.
    private String turn() {
        return kit.events().stream()
                .filter(Event.SessionTurnEnded.class::isInstance)
                .map(Event.SessionTurnEnded.class::cast)
                .findFirst()
                .orElseThrow()
                .inputId();
    }

    @Test
    void turns_are_counted_once_each_and_failed_ones_apart() {
        host.runs("s");
        Item.Result good = new Item.Result(true, "done", null, null, null);
        Item.Result bad = new Item.Result(false, "no", null, null, null);
        host.tell(new Report.TurnEnded("s", good, 100), new Report.TurnEnded("s", bad, 200));
        host.tell(new Report.TurnEnded("s", bad, 200), new Report.TurnEnded("s", good, 100));
        assertThat(kit.events()).isEmpty();
        assertThat(kit.session("s").turns()).isEqualTo(2);
        assertThat(kit.session("s").failedTurns()).isEqualTo(1);
        assertThat(kit.session("s").lastResult()).isEqualTo(bad);
        assertThat(kit.session("s").turnByte()).isEqualTo(200);
    }

    @Test
    void a_turn_names_the_prompt_that_began_it() {
        host.runs("s");
        kit.accept(new Command.SendInput("i1", "s", "one"));
        kit.accept(new Command.SendInput("i2", "s", "two"));
        assertThat(kit.session("s").turnInputs()).containsExactly("i1");
        host.turnEnds("s", true, "told before the delivery was");
        assertThat(turn()).isEqualTo("i1");
        host.delivers("s", "i1");
        host.delivers("s", "i2");
        host.turnEnds("s", false, "two");
        assertThat(turn()).isEqualTo("i2");
        assertThat(kit.session("s").turnInputs()).isEmpty();
        host.turnEnds("s", true, "by itself");
        assertThat(turn()).isNull();
    }

    @Test
    void an_answer_to_the_agent_begins_no_turn() {
        host.runs("s");
        kit.accept(new Command.SendInput("i1", "s", "one"));
        host.delivers("s", "i1");
        host.tell(new Report.ActivityChanged("s", Activity.NEEDS_APPROVAL));
        kit.accept(new Command.SendInput("yes", "s", "yes"));
        host.delivers("s", "yes");
        host.turnEnds("s", true, "done");
        assertThat(turn()).isEqualTo("i1");
        assertThat(kit.session("s").turnInputs()).isEmpty();
    }

    @Test
    void a_prompt_that_did_not_arrive_began_no_turn_and_after_an_unknown_one_nobody_can_tell() {
        host.runs("s");
        kit.accept(new Command.SendInput("i1", "s", "one"));
        host.tell(new Report.InputRefused("s", "i1", ErrorCode.EXPIRED));
        kit.accept(new Command.SendInput("i2", "s", "two"));
        host.delivers("s", "i2");
        host.turnEnds("s", true, "two");
        assertThat(turn()).isEqualTo("i2");
        kit.accept(new Command.SendInput("i3", "s", "three"));
        host.tell(new Report.InputUnknown("s", "i3"));
        kit.accept(new Command.SendInput("i4", "s", "four"));
        host.delivers("s", "i4");
        host.turnEnds("s", true, "of which?");
        assertThat(turn()).isNull();
        assertThat(kit.session("s").turnInputs()).isNull();
    }

    @Test
    void the_time_of_its_last_activity_is_kept() {
        assertThat(kit.session("s").activeAt()).isNull();
        host.runs("s");
        assertThat(kit.session("s").activeAt()).isEqualTo(kit.now());
        kit.wait(Duration.ofSeconds(60));
        host.tell(new Report.ActivityChanged("s", Activity.IDLE, Duration.ofSeconds(10)));
        Instant wrote = kit.now().minusSeconds(10);
        assertThat(kit.session("s").activeAt()).isEqualTo(wrote);
        kit.wait(Duration.ofSeconds(5));
        host.tell(new Report.NativeSessionFound("s", "n", null));
        assertThat(kit.session("s").activeAt()).isEqualTo(wrote);
        host.tell(new Report.OutputIndexed("s", List.of(new OutputIndex.Point(0, 1, 1, Instant.EPOCH))));
        Instant indexed = kit.now();
        assertThat(kit.session("s").activeAt()).isEqualTo(indexed);
        host.exits("s", 0);
        kit.wait(Duration.ofSeconds(5));
        host.tell(new Report.OutputIndexed("s", List.of(new OutputIndex.Point(9, 2, 2, Instant.EPOCH))));
        assertThat(kit.session("s").activeAt()).isEqualTo(indexed);
    }

    @Test
    void another_pane_of_the_same_process_is_shown_and_another_process_is_not() {
        host.runs("s");
        ProcessRef process = KitHost.process();
        ProcessRef moved = new ProcessRef(
                process.pid(),
                process.startTicks(),
                process.bootId(),
                process.startedAt(),
                process.cwd(),
                null,
                null,
                "name",
                "%7",
                List.of("tmux"));
        host.tell(new Report.SessionStarted("s", 1, moved));
        assertThat(kit.session("s").process()).isEqualTo(moved);
        assertThat(kit.session("s").status()).isEqualTo(SessionStatus.RUNNING);
        host.tell(new Report.SessionStarted("s", 1, moved));
        assertThat(kit.events()).isEmpty();
        ProcessRef other = new ProcessRef(1, 2, "b", Instant.EPOCH, "/", null, null, "name", "%8", List.of());
        host.tell(new Report.SessionStarted("s", 1, other));
        assertThat(kit.events()).isEmpty();
    }

    @Test
    void index_points_are_kept_also_of_what_has_ended() {
        host.runs("s");
        OutputIndex.Point first = new OutputIndex.Point(0, 1, 10, Instant.EPOCH);
        OutputIndex.Point second = new OutputIndex.Point(100, 5, 20, Instant.EPOCH);
        host.tell(new Report.OutputIndexed("s", List.of(first)));
        host.exits("s", 0);
        host.tell(new Report.OutputIndexed("s", List.of(first, second)));
        assertThat(kit.index("s").points()).containsExactly(first, second);
        assertThat(kit.index("s").hostId()).isEqualTo("h1");
        host.tell(new Report.OutputIndexed("s", List.of()));
        assertThat(kit.events()).isEmpty();
    }

    @Test
    void keystrokes_that_were_dropped_are_told() {
        host.tell(new Report.KeystrokesDropped("s", 7, 3, 2, ErrorCode.STALE_WRITER));
        assertThat(kit.events()).containsExactly(new Event.KeystrokesDropped(7, 3, 2, ErrorCode.STALE_WRITER));
    }

    @Test
    void a_launch_that_a_living_host_never_begins_is_given_up_and_stopped() {
        kit.pass(Duration.ofSeconds(139), host, other);
        assertThat(kit.session("s").status()).isEqualTo(SessionStatus.PLACED);
        kit.pass(Duration.ofSeconds(1), host, other);

        assertThat(kit.session("s").status()).isEqualTo(SessionStatus.LOST);
        assertThat(kit.session("s").end().reason()).startsWith("expired");
        assertThat(kit.directives())
                .containsExactly(
                        new Directive.TakeInventory("a session was not begun in time"),
                        new Directive.Stop(
                                "s", 1, Duration.ofSeconds(2), "expired: its host did not begin to start it in time"));
    }

    @Test
    void an_exclusive_launch_that_is_never_begun_holds_its_agent_until_the_host_has_spoken() {
        kit.accept(Specs.agent("a"));
        KitHost third = kit.host("h3", 1, "command");
        kit.accept(
                Specs.startFor("a", "x", Specs.silent(SilentHostPolicy.Action.REPLACE, Duration.ofMinutes(1), true)));
        kit.pass(Duration.ofSeconds(140), host, other, third);
        assertThat(kit.session("x").status()).isEqualTo(SessionStatus.STOPPING);
        assertThat(kit.agent("a").activeSession()).isEqualTo("x");
        third.fails("x", ErrorCode.EXPIRED);
        assertThat(kit.agent("a").activeSession()).isNull();
    }

    @Test
    void a_start_that_the_host_accepted_may_take_its_time() {
        host.accepts("s");
        kit.pass(Duration.ofMinutes(10), host, other);
        assertThat(kit.session("s").status()).isEqualTo(SessionStatus.STARTING);
        assertThat(kit.directives(Directive.TakeInventory.class)).hasSizeBetween(3, 5);
        host.inventory(KitHost.starting("s"));
        assertThat(kit.session("s").status()).isEqualTo(SessionStatus.STARTING);
        host.inventory();
        assertThat(kit.session("s").status()).isEqualTo(SessionStatus.LOST);
    }
}
