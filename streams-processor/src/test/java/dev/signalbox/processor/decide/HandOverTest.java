package dev.signalbox.processor.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.directive.Directive;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.event.EventRecord;
import dev.signalbox.schemas.report.Report;
import dev.signalbox.schemas.state.EntityRef;
import dev.signalbox.schemas.state.EntityType;
import dev.signalbox.schemas.state.TaskStatus;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A session that is started or resumed with a task that waits.
class HandOverTest {
    private final DeciderKit kit = new DeciderKit();
    private KitHost host;

    @BeforeEach
    void a_host_and_an_agent() {
        host = kit.host("h", 4, "command", "claude");
        kit.accept(Specs.agent("a"));
    }

    private void waiting(String taskId, String agentId) {
        kit.accept(Specs.create(
                taskId,
                Specs.tasks().agent(agentId).labels(Map.of("no-such", "host")).spec()));
    }

    private static Command.StartSession start(String sessionId, String agentId, String prompt, String taskId) {
        return new Command.StartSession(sessionId, agentId, Specs.command(), prompt, Map.of(), null, taskId, null);
    }

    @Test
    void the_session_begins_and_the_task_ends_in_one_decision() {
        waiting("t", "a");

        kit.accept(start("s", "a", "then this", "t"));

        assertThat(kit.decisions()).hasSize(1);
        assertThat(kit.records())
                .extracting(EventRecord::event)
                .hasExactlyElementsOfTypes(
                        Event.SessionRequested.class,
                        Event.InputQueued.class,
                        Event.TaskEnded.class,
                        Event.SessionPlaced.class,
                        Event.InputSent.class);
        assertThat(kit.events(EntityType.TASK, "t"))
                .containsExactly(new Event.TaskEnded(TaskStatus.CANCELED, null, "handed to session s"));
        assertThat(kit.directives(Directive.Launch.class))
                .singleElement()
                .satisfies(launch -> assertThat(launch.prompt()).isEqualTo("do it\n\nthen this"));
        assertThat(kit.task("t").status()).isEqualTo(TaskStatus.CANCELED);
        assertThat(kit.session("s").taskId()).isNull();
    }

    @Test
    void a_session_without_a_prompt_is_told_the_instruction_alone() {
        waiting("t", "a");
        kit.accept(start("s", "a", " ", "t"));

        assertThat(kit.input(Ids.INPUT.derive("s")).text()).isEqualTo("do it");
    }

    @Test
    void a_resumed_session_takes_a_task_too() {
        kit.accept(Specs.startFor("a", "s1", Specs.claude()));
        host.runs("s1");
        host.tell(new Report.NativeSessionFound("s1", "n-1", null));
        waiting("t", "a");
        host.exits("s1", 0);

        kit.accept(new Command.ResumeSession("s2", "s1", "go on", null, null, Map.of(), null, "t"));

        assertThat(kit.task("t").reason()).isEqualTo("handed to session s2");
        assertThat(kit.input(Ids.INPUT.derive("s2")).text()).isEqualTo("do it\n\ngo on");
        assertThat(kit.session("s1").resumedBy()).isEqualTo("s2");
    }

    @Test
    void of_two_that_want_one_task_one_gets_it_and_the_other_has_no_session() {
        kit.accept(Specs.agent("b"));
        waiting("t", null);
        kit.accept(start("s1", "a", null, "t"));

        var refused = kit.refuse(ErrorCode.TASK_ENDED, start("s2", "b", null, "t"));

        assertThat(refused.field()).isEqualTo("taskId");
        assertThat(refused.subject()).isEqualTo(new EntityRef(EntityType.TASK, "t"));
        assertThat(kit.session("s2")).isNull();
        kit.accept(start("s2", "b", null, null));
    }

    @Test
    void a_task_that_is_not_there_that_runs_or_that_waits_for_another_agent_is_not_taken() {
        kit.accept(Specs.agent("b"));
        waiting("of-b", "b");
        kit.accept(Specs.create("runs", Specs.task()));

        kit.refuse(ErrorCode.TASK_NOT_FOUND, start("s", "a", null, "none"));
        kit.refuse(ErrorCode.TASK_NOT_FOUND, start("s", "a", null, "of-b"));
        kit.refuse(ErrorCode.TASK_NOT_FOUND, start("s", null, null, "of-b"));
        kit.refuse(ErrorCode.TASK_NOT_FOUND, start("s", "a", null, "runs"));
        assertThat(kit.task("of-b").status()).isEqualTo(TaskStatus.QUEUED);
    }

    @Test
    void a_session_that_cannot_begin_leaves_the_task_in_the_queue() {
        waiting("t", "a");
        kit.accept(Specs.startFor("a", "live", Specs.command()));

        kit.refuse(ErrorCode.SESSION_EXISTS, start("s", "a", null, "t"));

        assertThat(kit.task("t").status()).isEqualTo(TaskStatus.QUEUED);
    }

    @Test
    void a_task_that_was_handed_over_is_not_given_to_a_host_when_there_is_one_and_can_be_retried() {
        waiting("t", "a");
        kit.accept(start("s", "a", null, "t"));
        host.runs("s");
        host.exits("s", 0);
        kit.pass(Duration.ofSeconds(3), host);
        assertThat(kit.task("t").attempts()).isEmpty();

        kit.accept(new Command.RetryTask("t"));

        assertThat(kit.task("t").status()).isEqualTo(TaskStatus.QUEUED);
    }
}
