package dev.signalbox.processor.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.directive.Directive;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.outcome.Outcome;
import dev.signalbox.schemas.spec.TaskSpec;
import dev.signalbox.schemas.state.EntityRef;
import dev.signalbox.schemas.state.EntityType;
import dev.signalbox.schemas.state.SessionStatus;
import dev.signalbox.schemas.state.Task;
import dev.signalbox.schemas.state.TaskStatus;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TaskDeciderTest {
    private static final Duration LEASE_OVER = Duration.ofSeconds(11);

    private final DeciderKit kit = new DeciderKit();
    private KitHost host;

    @BeforeEach
    void one_host() {
        host = kit.host("h", 2, "command", "claude");
    }

    private Task task() {
        return kit.task("t");
    }

    private String attempt() {
        return kit.attempt("t").id();
    }

    private void running(TaskSpec spec) {
        kit.accept(Specs.create("t", spec));
        host.runs(attempt());
        host.delivers(attempt(), dev.signalbox.schemas.Ids.INPUT.derive(attempt()));
    }

    @Test
    void is_assigned_at_once_and_its_instruction_is_the_prompt() {
        Outcome outcome = kit.accept(new Command.CreateTask("t", Specs.task(), Map.of("A", "b")));

        assertThat(outcome.subject()).isEqualTo(new EntityRef(EntityType.TASK, "t"));
        assertThat(kit.events(EntityType.TASK, "t"))
                .containsExactly(
                        new Event.TaskQueued(Specs.task().withEnvNames(java.util.List.of("A"))),
                        new Event.TaskAssigned(1, attempt()));
        assertThat(kit.directives(Directive.Launch.class)).singleElement().satisfies(launch -> {
            assertThat(launch.prompt()).isEqualTo("do it");
            assertThat(launch.env()).containsEntry("A", "b");
            assertThat(launch.spec().oneShot()).isTrue();
        });
        assertThat(kit.attempt("t").taskId()).isEqualTo("t");
        assertThat(kit.attempt("t").attempt()).isEqualTo(1);
        assertThat(task().status()).isEqualTo(TaskStatus.ASSIGNED);
    }

    @Test
    void runs_and_is_completed_by_exit_zero() {
        running(Specs.task());
        assertThat(task().status()).isEqualTo(TaskStatus.RUNNING);
        assertThat(task().attempt().startedAt()).isNotNull();
        host.exits(attempt(), 0);
        assertThat(task().status()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(task().result().success()).isTrue();
        assertThat(task().result().tail()).isEqualTo("the tail");
        assertThat(task().attempt().outcome()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(kit.hasSecrets("t")).isFalse();
    }

    @Test
    void is_completed_with_what_the_agent_said() {
        running(Specs.tasks().provider("claude").spec());
        host.turnEnds(attempt(), true, "here it is");
        host.exits(attempt(), 0);
        assertThat(task().result().text()).isEqualTo("here it is");
        assertThat(task().status()).isEqualTo(TaskStatus.COMPLETED);
    }

    @Test
    void fails_by_another_exit_code_or_a_failure_that_the_agent_tells() {
        running(Specs.task());
        host.exits(attempt(), 3);
        assertThat(task().status()).isEqualTo(TaskStatus.FAILED);
        assertThat(task().reason()).isEqualTo("exit code 3");
        assertThat(task().result().exitCode()).isEqualTo(3);

        kit.accept(Specs.create("t2", Specs.tasks().provider("claude").spec()));
        String second = kit.attempt("t2").id();
        host.runs(second);
        host.turnEnds(second, false, "no\nleave");
        host.exits(second, 0);
        assertThat(kit.task("t2").status()).isEqualTo(TaskStatus.FAILED);
        assertThat(kit.task("t2").reason()).isEqualTo("the agent reported a failure: no");
    }

    @Test
    void is_tried_again_as_often_as_it_may_be() {
        running(Specs.tasks().attempts(3).spec());
        String first = attempt();
        host.exits(first, 1);
        assertThat(kit.events(EntityType.TASK, "t"))
                .containsExactly(
                        new Event.TaskAttemptFailed(1, TaskStatus.FAILED, "exit code 1"),
                        new Event.TaskAssigned(2, attempt()));
        assertThat(attempt()).isNotEqualTo(first);
        host.fails(attempt(), ErrorCode.LAUNCH_FAILED);
        assertThat(task().attempts()).hasSize(3);
        assertThat(task().attempts().get(1).reason()).isEqualTo("it would not");
        host.runs(attempt());
        host.exits(attempt(), 1);
        assertThat(task().status()).isEqualTo(TaskStatus.FAILED);
        assertThat(task().attempts()).hasSize(3);
    }

    @Test
    void is_not_tried_again_when_that_would_only_repeat_the_failure() {
        kit.accept(Specs.create("t", Specs.tasks().attempts(3).spec()));
        host.fails(attempt(), ErrorCode.CWD_REFUSED);
        assertThat(task().status()).isEqualTo(TaskStatus.FAILED);
        assertThat(task().attempts()).hasSize(1);
    }

    @Test
    void is_retried_on_request_with_its_environment() {
        kit.accept(new Command.CreateTask("t", Specs.task(), Map.of("A", "b")));
        kit.refuse(ErrorCode.TASK_NOT_ENDED, new Command.RetryTask("t"));
        host.exits(attempt(), 1);
        kit.accept(new Command.RetryTask("t"));
        assertThat(task().status()).isEqualTo(TaskStatus.ASSIGNED);
        assertThat(task().attempts()).hasSize(2);
        assertThat(kit.directives(Directive.Launch.class).getFirst().env()).containsEntry("A", "b");
        host.exits(attempt(), 0);
        assertThat(task().status()).isEqualTo(TaskStatus.COMPLETED);
        kit.refuse(ErrorCode.TASK_ENDED, new Command.RetryTask("t"));
        kit.refuse(ErrorCode.TASK_NOT_FOUND, new Command.RetryTask("x"));
    }

    @Test
    void is_not_retried_for_ever() {
        kit.accept(Specs.create("t", Specs.task()));
        host.exits(attempt(), 1);
        for (int i = 1; i < Task.MAX_ATTEMPTS; i++) {
            kit.accept(new Command.RetryTask("t"));
            host.exits(attempt(), 1);
        }
        kit.refuse(ErrorCode.LIMIT_REACHED, new Command.RetryTask("t"));
    }

    @Test
    void is_canceled_while_it_waits() {
        kit.accept(Specs.create("t", Specs.tasks().provider("codex").spec()));
        kit.accept(new Command.CancelTask("t", "no longer needed"));
        assertThat(task().status()).isEqualTo(TaskStatus.CANCELED);
        assertThat(task().reason()).isEqualTo("no longer needed");
        kit.accept(new Command.CancelTask("t", null));
        assertThat(kit.events()).isEmpty();
        kit.refuse(ErrorCode.TASK_NOT_FOUND, new Command.CancelTask("x", null));
    }

    @Test
    void is_canceled_before_its_process_is_there() {
        kit.accept(Specs.create("t", Specs.task()));
        kit.accept(new Command.CancelTask("t", null));
        assertThat(task().status()).isEqualTo(TaskStatus.ASSIGNED);
        assertThat(task().ending()).isEqualTo(TaskStatus.CANCELED);
        host.fails(attempt(), ErrorCode.EXPIRED);
        assertThat(task().status()).isEqualTo(TaskStatus.CANCELED);
    }

    @Test
    void is_canceled_when_its_process_has_ended() {
        running(Specs.tasks().attempts(3).spec());
        kit.accept(new Command.CancelTask("t", "stop it"));
        assertThat(kit.directives(Directive.Stop.class)).hasSize(1);
        assertThat(task().status()).isEqualTo(TaskStatus.RUNNING);
        host.exits(attempt(), 0);
        assertThat(task().status()).isEqualTo(TaskStatus.CANCELED);
        assertThat(task().reason()).isEqualTo("stop it");
        assertThat(task().attempts()).hasSize(1);
    }

    @Test
    void is_canceled_at_once_when_its_host_is_silent() {
        running(Specs.task());
        kit.pass(LEASE_OVER);
        kit.accept(new Command.CancelTask("t", null));
        assertThat(task().status()).isEqualTo(TaskStatus.CANCELED);
        assertThat(task().reason()).contains("its process may still run");
        assertThat(kit.attempt("t").status()).isEqualTo(SessionStatus.UNKNOWN);
        host.start(KitHost.alive(attempt()));
        assertThat(kit.attempt("t").status()).isEqualTo(SessionStatus.STOPPING);
        host.exits(attempt(), 0);
        assertThat(task().status()).isEqualTo(TaskStatus.CANCELED);
    }

    @Test
    void that_is_over_is_not_canceled() {
        running(Specs.task());
        host.exits(attempt(), 0);
        kit.refuse(ErrorCode.TASK_ENDED, new Command.CancelTask("t", null));
        assertThat(task().status()).isEqualTo(TaskStatus.COMPLETED);
    }

    @Test
    void retried_while_an_earlier_attempt_may_still_run_has_a_session_and_an_agent_of_its_own() {
        kit.accept(Specs.create("t", Specs.task()));
        String first = attempt();
        kit.pass(LEASE_OVER);
        kit.accept(new Command.CancelTask("t", null));
        KitHost second = kit.host("h2", 1, "command");
        kit.accept(new Command.RetryTask("t"));
        assertThat(kit.attempt("t").hostId()).isEqualTo("h2");
        assertThat(kit.attempt("t").agentId()).isNotEqualTo(kit.session(first).agentId());

        host.tell(KitHost.started(first));
        assertThat(task().status()).isEqualTo(TaskStatus.ASSIGNED);
        host.exits(first, 0);
        assertThat(task().status()).isEqualTo(TaskStatus.ASSIGNED);
        second.runs(attempt());
        second.exits(attempt(), 0);
        assertThat(task().status()).isEqualTo(TaskStatus.COMPLETED);
    }

    @Test
    void times_out_when_its_attempt_runs_for_too_long() {
        running(Specs.tasks().timeout(Duration.ofSeconds(30)).attempts(2).spec());
        kit.pass(Duration.ofSeconds(29), host);
        assertThat(task().ending()).isNull();
        kit.pass(Duration.ofSeconds(1), host);
        assertThat(task().ending()).isEqualTo(TaskStatus.TIMED_OUT);
        kit.accept(new Command.CancelTask("t", null));
        assertThat(kit.events(EntityType.TASK, "t")).isEmpty();
        host.exits(attempt(), 143);
        assertThat(task().status()).isEqualTo(TaskStatus.TIMED_OUT);
        assertThat(task().attempts()).hasSize(1);
    }

    @Test
    void times_out_by_the_attempt_that_runs_only() {
        running(Specs.tasks().timeout(Duration.ofSeconds(30)).attempts(2).spec());
        kit.pass(Duration.ofSeconds(20), host);
        host.exits(attempt(), 1);
        host.runs(attempt());
        kit.pass(Duration.ofSeconds(15), host);
        assertThat(task().ending()).isNull();
        kit.pass(Duration.ofSeconds(15), host);
        assertThat(task().ending()).isEqualTo(TaskStatus.TIMED_OUT);
    }

    @Test
    void times_out_at_once_when_its_host_is_silent() {
        running(Specs.tasks().timeout(Duration.ofSeconds(30)).spec());
        kit.pass(Duration.ofSeconds(31));
        assertThat(task().status()).isEqualTo(TaskStatus.TIMED_OUT);
    }

    @Test
    void times_out_in_the_queue() {
        TaskSpec spec = Specs.tasks()
                .provider("codex")
                .queueTimeout(Duration.ofSeconds(30))
                .spec();
        kit.accept(Specs.create("t", spec));
        kit.pass(Duration.ofSeconds(20), host);
        kit.accept(new Command.CancelTask("t", null));
        kit.accept(new Command.RetryTask("t"));
        kit.pass(Duration.ofSeconds(20), host);
        assertThat(task().status()).isEqualTo(TaskStatus.QUEUED);
        kit.pass(Duration.ofSeconds(10), host);
        assertThat(task().status()).isEqualTo(TaskStatus.TIMED_OUT);
        assertThat(task().reason()).isEqualTo("waited for PT30S: no suitable host that is online can run 'codex'");
    }

    @Test
    void that_left_the_queue_in_time_does_not_time_out_there() {
        kit.accept(Specs.create(
                "t", Specs.tasks().queueTimeout(Duration.ofSeconds(5)).spec()));
        kit.pass(Duration.ofSeconds(10), host);
        assertThat(task().status()).isEqualTo(TaskStatus.ASSIGNED);
    }

    @Test
    void is_canceled_with_the_session_that_does_it() {
        running(Specs.tasks().attempts(2).spec());
        kit.accept(Specs.stop(attempt()));
        host.exits(attempt(), 0);
        assertThat(task().status()).isEqualTo(TaskStatus.CANCELED);
        assertThat(task().reason()).isEqualTo("its session was stopped");
    }

    @Test
    void is_canceled_with_its_session_also_when_that_was_stopped_in_silence() {
        running(Specs.tasks().attempts(2).spec());
        kit.pass(LEASE_OVER);
        kit.accept(Specs.stop(attempt()));
        host.exits(attempt(), 0);
        assertThat(task().status()).isEqualTo(TaskStatus.CANCELED);
    }

    @Test
    void that_the_agent_had_done_is_completed_although_its_session_was_stopped() {
        running(Specs.tasks().provider("claude").spec());
        host.turnEnds(attempt(), true, "done");
        kit.accept(Specs.stop(attempt()));
        host.exits(attempt(), 0);
        assertThat(task().status()).isEqualTo(TaskStatus.COMPLETED);
    }

    @Test
    void has_the_session_that_it_asked_for_once_only() {
        kit.accept(Specs.create("t", Specs.tasks().session("mine").attempts(2).spec()));
        assertThat(attempt()).isEqualTo("mine");
        assertThat(task().number()).isPositive();
        kit.refuse(
                ErrorCode.ID_TAKEN,
                Specs.create("t2", Specs.tasks().session("mine").spec()));

        host.runs("mine");
        host.exits("mine", 1);

        assertThat(attempt()).isEqualTo(dev.signalbox.schemas.Ids.SESSION.derive("t/2"));
    }

    @Test
    void goes_to_another_attempt_when_its_launch_expires() {
        KitHost second = kit.host("h2", 2, "command");
        kit.accept(Specs.create("t", Specs.tasks().attempts(2).spec()));
        kit.pass(Duration.ofSeconds(140), host, second);
        assertThat(task().attempts()).hasSize(2);
        assertThat(task().attempts().getFirst().reason()).startsWith("expired");
    }

    @Test
    void is_refused_for_what_nobody_could_do() {
        kit.accept(Specs.create("t", Specs.task()));
        kit.refuse(ErrorCode.ID_TAKEN, Specs.create("t", Specs.task()));
        kit.refuse(
                ErrorCode.UNKNOWN_PROVIDER,
                Specs.create("t2", Specs.tasks().provider("eliza").spec()));
        kit.refuse(
                ErrorCode.HOST_NOT_FOUND,
                Specs.create("t2", Specs.tasks().on("x").spec()));
        kit.refuse(
                ErrorCode.NO_HOST,
                Specs.create("t2", Specs.tasks().provider("codex").on("h").spec()));
    }
}
