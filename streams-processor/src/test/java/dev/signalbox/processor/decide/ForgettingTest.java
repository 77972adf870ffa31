package dev.signalbox.processor.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.processor.row.Row;
import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.directive.Directive;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.report.Report;
import dev.signalbox.schemas.state.EntityType;
import dev.signalbox.schemas.state.OutputIndex;
import dev.signalbox.schemas.state.SessionStatus;
import dev.signalbox.schemas.state.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ForgettingTest {
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration MONTH = Duration.ofDays(30);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final DeciderKit kit = new DeciderKit();
    private final KitHost host = kit.host("h1", 8, "command", "claude");

    ForgettingTest() {
        kit.keep(WEEK, MONTH, WEEK);
    }

    private void runAndExit(String sessionId) {
        kit.accept(Specs.start(sessionId, Specs.command()));
        host.runs(sessionId);
        host.exits(sessionId, 0);
    }

    /// The host is heard of just before, so that it counts as there.
    private void passAll(Duration time) {
        kit.wait(time.minusSeconds(2));
        host.heartbeat();
        kit.tick(SECOND, SECOND);
    }

    @Test
    void an_ended_session_leaves_with_all_that_hangs_on_it_and_its_host_is_told() {
        kit.accept(new Command.StartSession("s1", null, Specs.command(), "hello", Map.of()));
        String prompt = Ids.INPUT.derive("s1");
        host.runs("s1");
        host.tell(new Report.OutputIndexed("s1", List.of(new OutputIndex.Point(0, 1, 1, Instant.EPOCH))));
        host.exits("s1", 0);
        String agent = kit.session("s1").agentId();

        passAll(WEEK.minusMinutes(1));
        assertThat(kit.session("s1")).isNotNull();

        passAll(Duration.ofMinutes(2));

        assertThat(kit.session("s1")).isNull();
        assertThat(kit.index("s1")).isNull();
        assertThat(kit.input(prompt)).isNull();
        assertThat(kit.agent(agent)).as("an implicit agent").isNull();
        assertThat(kit.directives(Directive.Forget.class)).containsExactly(new Directive.Forget("s1"));

        passAll(WEEK.plusMinutes(1));
        assertThat(kit.tables().rows(Row.Timer.class)).noneMatch(t -> t.kind() == Row.TimerKind.FORGET);
    }

    @Test
    void a_host_that_still_keeps_a_forgotten_session_is_told_again() {
        runAndExit("s1");
        passAll(WEEK.plusMinutes(1));
        runAndExit("s2");

        host.tell(new Report.Inventory(KitHost.MANY, List.of(), List.of("s1", "s2")));
        assertThat(kit.directives()).containsExactly(new Directive.Forget("s1"));

        host.tell(new Report.HostStarted(host.fingerprint(), KitHost.MANY, List.of(), List.of("s1", "s2")));
        assertThat(kit.directives(Directive.Forget.class)).containsExactly(new Directive.Forget("s1"));
    }

    @Test
    void a_host_that_keeps_very_many_is_told_of_some_at_once() {
        List<String> gone = IntStream.range(0, 2 * Limits.FORGOTTEN_AT_ONCE)
                .mapToObj(i -> "gone" + i)
                .toList();

        host.tell(new Report.Inventory(KitHost.MANY, List.of(), gone));

        assertThat(kit.directives()).hasSize(Limits.FORGOTTEN_AT_ONCE);
    }

    @Test
    void a_tick_that_says_nothing_of_keeping_keeps_all() {
        DeciderKit forEver = new DeciderKit();
        KitHost its = forEver.host("h1", 1, "command");
        forEver.accept(Specs.start("s1", Specs.command()));
        its.runs("s1");
        its.exits("s1", 0);

        forEver.tick(Duration.ofDays(3650), SECOND);

        assertThat(forEver.session("s1")).isNotNull();
    }

    @Test
    void a_new_setting_counts_for_what_ended_before() {
        runAndExit("s1");
        kit.keep(Duration.ofHours(1), MONTH, WEEK);

        passAll(Duration.ofHours(2));

        assertThat(kit.session("s1")).isNull();
    }

    @Test
    void who_asks_for_a_forgotten_session_hears_that_it_may_have_been_forgotten() {
        runAndExit("s1");
        passAll(WEEK.plusMinutes(1));

        assertThat(kit.refuse(ErrorCode.SESSION_NOT_FOUND, Specs.resume("s2", "s1"))
                        .message())
                .contains("forgotten");
        assertThat(kit.refuse(ErrorCode.SESSION_NOT_FOUND, Specs.stop("s1")).message())
                .contains("forgotten");
    }

    @Test
    void a_live_session_stays_however_long_it_runs_and_keeps_its_prompt() {
        kit.accept(new Command.StartSession("s1", null, Specs.claude(), "hello", Map.of()));
        host.runs("s1");
        host.delivers("s1", Ids.INPUT.derive("s1"));
        host.turnEnds("s1", true, "hi");
        kit.accept(new Command.SendInput("i2", "s1", "again"));
        host.delivers("s1", "i2");

        passAll(WEEK.plusDays(1));
        passAll(MONTH);

        assertThat(kit.session("s1").status()).isNotEqualTo(SessionStatus.ENDED);
        assertThat(kit.input(Ids.INPUT.derive("s1"))).isNotNull();
        assertThat(kit.input("i2")).as("settled long ago").isNull();
    }

    @Test
    void the_newest_session_of_an_agent_with_a_name_stays_and_the_one_before_goes() {
        kit.accept(Specs.agent("a1"));
        for (String id : List.of("s1", "s2")) {
            kit.accept(Specs.startFor("a1", id, Specs.command()));
            host.runs(id);
            host.exits(id, 0);
        }

        passAll(WEEK.plusMinutes(1));

        assertThat(kit.session("s1")).isNull();
        assertThat(kit.session("s2")).isNotNull();
        assertThat(kit.agent("a1").lastSession()).isEqualTo("s2");

        kit.accept(new Command.DeleteAgent("a1"));
        passAll(WEEK.plusMinutes(1));

        assertThat(kit.session("s2")).as("its agent was deleted").isNull();
    }

    @Test
    void a_session_stays_while_the_one_that_goes_on_from_it_lives() {
        kit.accept(Specs.start("s1", Specs.claude()));
        host.runs("s1");
        host.tell(new Report.NativeSessionFound("s1", "native", null));
        host.exits("s1", 0);
        kit.accept(Specs.resume("s2", "s1"));
        host.runs("s2");

        passAll(WEEK.plusMinutes(1));
        assertThat(kit.session("s1")).isNotNull();

        host.exits("s2", 0);
        passAll(WEEK.plusMinutes(1));

        assertThat(kit.session("s1")).isNull();
        assertThat(kit.session("s2")).isNull();
    }

    @Test
    void a_silent_host_is_waited_for_and_a_removed_one_is_not() {
        runAndExit("s1");
        kit.tick(Duration.ofSeconds(8), Duration.ofSeconds(8));
        kit.tick(Duration.ofSeconds(8), Duration.ofSeconds(8));
        kit.tick(Duration.ofSeconds(8), Duration.ofSeconds(8));

        kit.tick(WEEK.plusMinutes(1), SECOND);
        assertThat(kit.session("s1")).isNotNull();

        kit.accept(new Command.RemoveHost("h1", false));
        kit.tick(WEEK.plusMinutes(1), SECOND);

        assertThat(kit.session("s1")).isNull();
        assertThat(kit.directives(Directive.Forget.class)).isEmpty();
    }

    @Test
    void a_removed_host_is_there_until_its_last_session_is_forgotten() {
        runAndExit("s1");
        kit.accept(Specs.agent("a1"));
        kit.accept(Specs.startFor("a1", "s2", Specs.command()));
        host.runs("s2");
        host.exits("s2", 0);
        kit.accept(new Command.RemoveHost("h1", false));

        kit.tick(WEEK.minusMinutes(1), SECOND);
        assertThat(kit.host("h1")).isNotNull();

        kit.tick(Duration.ofMinutes(2), SECOND);
        assertThat(kit.session("s1")).isNull();
        assertThat(kit.session("s2")).as("the newest of an agent with a name").isNotNull();
        assertThat(kit.host("h1")).isNotNull();

        kit.accept(new Command.DeleteAgent("a1"));
        kit.tick(WEEK.plusMinutes(1), SECOND);
        kit.tick(WEEK.plusMinutes(1), SECOND);

        assertThat(kit.session("s2")).isNull();
        assertThat(kit.host("h1")).isNull();
        assertThat(kit.tables().rows(Row.HostLink.class)).isEmpty();
        assertThat(kit.tables().rows(Row.Timer.class)).noneMatch(t -> t.kind() == Row.TimerKind.FORGET);
    }

    @Test
    void a_host_may_join_under_the_id_of_a_forgotten_one_and_begins_anew() {
        kit.accept(new Command.RemoveHost("h1", false));
        kit.tick(WEEK.plusMinutes(1), SECOND);
        assertThat(kit.decisions())
                .flatExtracting(Decision::events)
                .extracting(event -> (Object) event.event())
                .contains(new Event.HostForgotten());

        KitHost again = kit.host("h1", 1, "command");
        kit.accept(Specs.start("s1", Specs.command()));
        again.runs("s1");

        assertThat(kit.session("s1").hostId()).isEqualTo("h1");
    }

    @Test
    void a_tick_that_says_nothing_of_hosts_keeps_them() {
        kit.keep(WEEK, MONTH, null);
        kit.accept(new Command.RemoveHost("h1", false));

        kit.tick(Duration.ofDays(3650), SECOND);

        assertThat(kit.host("h1")).isNotNull();
    }

    @Test
    void a_task_outlives_its_sessions_and_then_goes_too() {
        kit.accept(new Command.CreateTask("t1", Specs.task(), Map.of("TOKEN", "x")));
        String session = kit.attempt("t1").id();
        host.runs(session);
        host.exits(session, 1);
        assertThat(kit.task("t1").status()).isEqualTo(TaskStatus.FAILED);

        passAll(WEEK.plusMinutes(1));

        assertThat(kit.session(session)).isNull();
        assertThat(kit.task("t1").result()).isNotNull();

        passAll(MONTH);

        assertThat(kit.task("t1")).isNull();
        assertThat(kit.hasSecrets("t1")).isFalse();
        assertThat(kit.refuse(ErrorCode.TASK_NOT_FOUND, new Command.RetryTask("t1"))
                        .message())
                .contains("forgotten");
    }

    @Test
    void a_task_that_was_tried_again_is_kept_from_its_new_end_on() {
        kit.accept(Specs.create("t1", Specs.task()));
        String first = kit.attempt("t1").id();
        host.runs(first);
        host.exits(first, 1);
        passAll(MONTH.minusDays(1));
        kit.accept(new Command.RetryTask("t1"));
        String second = kit.attempt("t1").id();
        host.runs(second);

        passAll(Duration.ofDays(2));
        assertThat(kit.task("t1").status()).isEqualTo(TaskStatus.RUNNING);

        host.exits(second, 0);
        passAll(MONTH.plusMinutes(1));

        assertThat(kit.task("t1")).isNull();
    }

    @Test
    void the_first_end_of_a_task_that_ended_again_since_is_nobody_s_any_more() {
        kit.accept(Specs.create("t1", Specs.task()));
        failAttempt();
        passAll(Duration.ofDays(10));
        kit.accept(new Command.RetryTask("t1"));
        failAttempt();

        passAll(MONTH.minusDays(9));
        assertThat(kit.task("t1")).as("a month after its first end").isNotNull();

        passAll(Duration.ofDays(10));
        assertThat(kit.task("t1")).as("a month after its last end").isNull();
    }

    @Test
    void an_id_that_was_forgotten_is_not_used_for_another_attempt() {
        kit.accept(Specs.create("t1", Specs.tasks().session("asked").spec()));
        failAttempt();
        passAll(WEEK.plusMinutes(1));
        assertThat(kit.session("asked")).isNull();

        kit.accept(new Command.RetryTask("t1"));

        assertThat(kit.attempt("t1").id()).isNotEqualTo("asked");
    }

    @Test
    void an_agent_that_outlives_its_first_session_is_not_given_to_another_of_that_id() {
        kit.accept(Specs.start("s1", Specs.claude()));
        host.runs("s1");
        host.tell(new Report.NativeSessionFound("s1", "native", null));
        host.exits("s1", 0);
        passAll(WEEK.minusDays(1));
        kit.accept(Specs.resume("s2", "s1"));
        host.runs("s2");
        host.exits("s2", 0);
        passAll(Duration.ofDays(2));
        assertThat(kit.session("s1")).isNull();
        String agent = kit.session("s2").agentId();

        kit.accept(Specs.start("s1", Specs.command()));

        assertThat(kit.session("s1").agentId()).isNotEqualTo(agent);
        assertThat(kit.agent(agent).activeSession()).isNull();
    }

    private void failAttempt() {
        String session = kit.attempt("t1").id();
        host.runs(session);
        host.exits(session, 1);
    }

    @Test
    void a_task_that_waits_for_an_agent_hears_that_it_went_with_its_last_session() {
        runAndExit("s1");
        String agent = kit.session("s1").agentId();
        kit.accept(Specs.create(
                "t1", Specs.tasks().agent(agent).labels(Map.of("gpu", "yes")).spec()));
        assertThat(kit.task("t1").status()).isEqualTo(TaskStatus.QUEUED);

        passAll(WEEK.plusMinutes(1));

        assertThat(kit.agent(agent)).isNull();
        assertThat(kit.task("t1").status()).isEqualTo(TaskStatus.FAILED);
        assertThat(kit.task("t1").reason()).isEqualTo("its agent was deleted");
    }

    @Test
    void a_host_that_still_has_a_forgotten_session_is_told_again() {
        host.inventory(KitHost.exited("gone"));
        assertThat(kit.directives(Directive.Forget.class)).containsExactly(new Directive.Forget("gone"));

        host.exits("gone", 0);
        assertThat(kit.directives(Directive.Forget.class)).containsExactly(new Directive.Forget("gone"));
    }

    @Test
    void a_tombstone_says_by_which_event_and_the_namespace_carries_its_number_on() {
        runAndExit("s1");

        passAll(WEEK.plusMinutes(1));

        Decision last = kit.decisions().stream()
                .filter(decision -> decision.states().containsKey("team/session/s1"))
                .findFirst()
                .orElseThrow();
        long forgotten = last.events().stream()
                .filter(e -> e.event() instanceof Event.SessionForgotten)
                .findFirst()
                .orElseThrow()
                .n();
        assertThat(last.states().get("team/session/s1")).isEqualTo(new Decision.State(forgotten, null));
        assertThat(last.states()
                        .get("team/" + EntityType.NAMESPACE.wireName() + "/team")
                        .n())
                .isEqualTo(last.events().getLast().n());
    }
}
