package dev.signalbox.api.dialect.orchestra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.api.stage.Entities;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.state.Activity;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.state.SessionEnd;
import dev.signalbox.schemas.state.SessionStatus;
import dev.signalbox.schemas.state.TaskStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MappingTest {
    private final Session running =
            Entities.running("sess-droid-a1b2c3d4", "h", true, Some.cause("2026-11-20T09:00:00.900Z"));

    private static String json(Object value) {
        return new String(Json.encode(value), StandardCharsets.UTF_8);
    }

    private Session ended(Integer exitCode, String signal, boolean stopped) {
        return running.edit(s -> {
            if (stopped) {
                s.become(SessionStatus.STOPPING, Some.cause("2026-11-20T09:01:00Z"));
            }
            s.become(SessionStatus.ENDED, Some.cause("2026-11-20T09:02:00Z"));
            s.end = new SessionEnd(
                    Instant.parse("2026-11-20T09:02:00Z"),
                    true,
                    exitCode,
                    signal,
                    null,
                    null,
                    0,
                    0,
                    null,
                    null,
                    List.of());
        });
    }

    @Test
    void an_agent_is_running_idle_error_or_gone() {
        assertThat(AgentStatuses.of(running)).isEqualTo("running");
        assertThat(AgentStatuses.of(running.edit(s -> s.activity = Activity.IDLE)))
                .isEqualTo("idle");
        assertThat(AgentStatuses.of(running.edit(s -> s.activity = Activity.NEEDS_APPROVAL)))
                .isEqualTo("idle");
        assertThat(AgentStatuses.of(
                        running.edit(s -> s.become(SessionStatus.UNKNOWN, Some.cause("2026-11-20T09:02:00Z")))))
                .isEqualTo("error");
        assertThat(AgentStatuses.of(ended(0, null, false))).isEqualTo("terminated");
        assertThat(AgentStatuses.of(ended(1, null, false))).isEqualTo("error");
        assertThat(AgentStatuses.of(ended(null, "KILL", false))).isEqualTo("error");
        assertThat(AgentStatuses.of(ended(143, "TERM", true))).isEqualTo("terminated");
    }

    @Test
    void what_broke_off_is_shown_for_a_while_and_what_ended_well_is_not() {
        Instant soon = Instant.parse("2026-11-20T09:30:00Z");

        assertThat(AgentStatuses.shown(running, soon.plus(Duration.ofDays(400))))
                .isTrue();
        assertThat(AgentStatuses.shown(ended(1, null, false), soon)).isTrue();
        assertThat(AgentStatuses.shown(ended(1, null, false), soon.plus(Duration.ofHours(1))))
                .isFalse();
        assertThat(AgentStatuses.shown(ended(0, null, false), soon)).isFalse();
        Session never = Entities.requested(
                        "sess-droid-a1b2c3d4", Entities.spec(true), Some.cause("2026-11-20T09:00:00.900Z"))
                .edit(s -> s.become(SessionStatus.FAILED_TO_START, Some.cause("2026-11-20T09:02:00Z")));
        assertThat(AgentStatuses.shown(never, soon)).isFalse();
        assertThat(AgentStatuses.shown(ended(1, null, true), soon)).isFalse();
    }

    @Test
    void details_have_all_members_of_the_original_also_those_that_are_not_known() throws Exception {
        var details = Json.mapper().readTree(json(Mapping.details(running, null)));

        assertThat(details.properties().stream().map(java.util.Map.Entry::getKey))
                .containsExactly(
                        "session_id",
                        "agent_type",
                        "status",
                        "working_dir",
                        "tmux_session",
                        "tmux_pane",
                        "created_at",
                        "memory_mb",
                        "cpu_percent");
        assertThat(details.path("created_at").asText()).isEqualTo("2026-11-20T09:00:00Z");
        assertThat(details.path("working_dir").asText()).isEqualTo("/srv");
    }

    @Test
    void a_ticket_has_times_and_a_result_once_there_are_some() {
        assertThat(json(Mapping.ticket(Some.task(TaskStatus.QUEUED))))
                .isEqualTo("{\"ticket_id\":\"ticket-1\",\"status\":\"pending\",\"agent\":\"droid\"}");
        assertThat(json(Mapping.ticket(Some.task(TaskStatus.RUNNING))))
                .isEqualTo("{\"ticket_id\":\"ticket-1\",\"status\":\"running\",\"agent\":\"droid\","
                        + "\"started_at\":\"2026-11-20T09:00:01Z\"}");
        assertThat(json(Mapping.ticket(Some.task(TaskStatus.COMPLETED))))
                .isEqualTo("{\"ticket_id\":\"ticket-1\",\"status\":\"completed\",\"agent\":\"droid\","
                        + "\"result\":{\"files_modified\":[\"a.py\"],\"tests_passed\":null,\"message\":\"done\"},"
                        + "\"started_at\":\"2026-11-20T09:00:01Z\",\"completed_at\":\"2026-11-20T09:05:01Z\","
                        + "\"duration_ms\":300000}");
        assertThat(Mapping.ticket(Some.task(TaskStatus.TIMED_OUT)).status()).isEqualTo("timeout");
        assertThat(Mapping.ticket(Some.task(TaskStatus.CANCELED)).status()).isEqualTo("failed");
    }
}
