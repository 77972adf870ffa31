package dev.signalbox.api.dialect.orchestra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.api.stage.Entities;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.state.Activity;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.state.SessionEnd;
import dev.signalbox.schemas.state.SessionStatus;
import dev.signalbox.schemas.state.Task;
import dev.signalbox.schemas.state.TaskStatus;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HappeningsTest {
    private static final String AT = "2026-11-20T09:00:46.100Z";
    private final Happenings happenings = new Happenings();
    private final Session session =
            Entities.running("sess-droid-a1b2c3d4", "h", true, Some.cause("2026-11-20T09:00:00Z"));

    private List<String> told(Event event, Task task) {
        return happenings.task(Some.event(task.ref(), event, AT), task, "cur").stream()
                .map(Said::json)
                .toList();
    }

    private List<String> told(Event event, Session about) {
        return happenings.session(Some.event(about.ref(), event, AT), about, "cur").stream()
                .map(Said::json)
                .toList();
    }

    @Test
    void a_task_is_told_with_its_number_and_how_long_it_has_run() {
        assertThat(told(new Event.TaskRunning(1), Some.task(TaskStatus.RUNNING)))
                .containsExactly("{\"type\":\"task_update\",\"task_id\":7,\"agent\":\"droid\",\"status\":\"running\","
                        + "\"elapsed_ms\":45000,\"ticket_id\":\"ticket-1\","
                        + "\"session_id\":\"sess-droid-a1b2c3d4\",\"cursor\":\"cur\"}");
        assertThat(told(new Event.TaskQueued(Some.task(TaskStatus.QUEUED).spec()), Some.task(TaskStatus.QUEUED)))
                .singleElement()
                .asString()
                .contains("\"status\":\"pending\"", "\"elapsed_ms\":0");
        assertThat(told(new Event.TaskWaiting("no host"), Some.task(TaskStatus.QUEUED)))
                .isEmpty();
    }

    @Test
    void a_task_that_took_too_long_is_also_an_error() {
        assertThat(told(new Event.TaskEnded(TaskStatus.TIMED_OUT, null, null), Some.task(TaskStatus.TIMED_OUT)))
                .satisfiesExactly(
                        update -> assertThat(update).contains("\"status\":\"timeout\""),
                        error -> assertThat(error)
                                .contains("\"type\":\"error\"", "TASK_TIMEOUT", "\"ticket_id\":\"ticket-1\""));
    }

    @Test
    void only_changes_of_an_agent_are_told() {
        assertThat(told(new Event.SessionRunning(session.process()), session))
                .containsExactly("{\"type\":\"agent_status\",\"session_id\":\"sess-droid-a1b2c3d4\","
                        + "\"status\":\"running\",\"last_activity\":\"2026-11-20T09:00:46Z\",\"cursor\":\"cur\"}");
        assertThat(told(new Event.SessionReady(), session)).isEmpty();
        assertThat(told(new Event.SessionActivityChanged(Activity.WORKING, null), session))
                .isEmpty();
        assertThat(told(new Event.SessionActivityChanged(Activity.IDLE, null), session))
                .singleElement()
                .asString()
                .contains("\"status\":\"idle\"");
        assertThat(told(new Event.SessionActivityChanged(Activity.NEEDS_ANSWER, null), session))
                .isEmpty();
        assertThat(told(new Event.SessionUnknown(null), session))
                .singleElement()
                .asString()
                .contains("\"status\":\"error\"");
    }

    @Test
    void an_agent_that_broke_off_is_an_error_and_one_that_was_stopped_is_not() {
        var end = new SessionEnd(Instant.parse(AT), true, 3, null, null, null, 0, 0, null, null, List.of());
        Session crashed = session.edit(s -> {
            s.become(SessionStatus.ENDED, Some.cause(AT));
            s.end = end;
        });
        Session stopped = session.edit(s -> {
            s.become(SessionStatus.STOPPING, Some.cause(AT));
            s.become(SessionStatus.ENDED, Some.cause(AT));
            s.end = end;
        });

        assertThat(told(new Event.SessionEnded(SessionStatus.ENDED, end), crashed))
                .satisfiesExactly(
                        status -> assertThat(status).contains("\"status\":\"error\""),
                        error -> assertThat(error)
                                .startsWith("{\"type\":\"error\",\"error_code\":\"AGENT_CRASHED\","
                                        + "\"message\":\"Agent session terminated unexpectedly: exit code 3\","
                                        + "\"session_id\":\"sess-droid-a1b2c3d4\""));
        assertThat(told(new Event.SessionEnded(SessionStatus.ENDED, end), stopped))
                .singleElement()
                .asString()
                .contains("\"status\":\"terminated\"");
    }
}
