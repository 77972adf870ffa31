package dev.signalbox.api.dialect.elemental;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.api.stage.Entities;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.state.Cause;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.state.Session.Silence;
import dev.signalbox.schemas.state.SessionStatus;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WireSessionTest {
    private static final Cause CAUSE = new Cause(
            Cause.Kind.COMMAND, "c", "c", null, "commands", 0, 0, Instant.parse("2026-11-20T10:00:00Z"), null);

    @ParameterizedTest
    @CsvSource({
        "REQUESTED, starting",
        "PLACED, starting",
        "STARTING, starting",
        "RUNNING, running",
        "STOPPING, terminating",
        "SUSPENDED, suspended",
        "ENDED, terminated",
        "FAILED_TO_START, terminated",
        "LOST, terminated"
    })
    void every_status_has_one_of_the_originals_words(SessionStatus status, String word) {
        Session session = Entities.requested("s", Entities.spec(false), CAUSE).edit(edit -> edit.status = status);

        assertThat(WireStatus.of(session).wireName()).isEqualTo(word);
    }

    @Test
    void a_session_of_a_silent_host_is_shown_as_it_was_and_since_when_nobody_knows() {
        for (var was : Map.of(SessionStatus.RUNNING, "running", SessionStatus.STOPPING, "terminating")
                .entrySet()) {
            Session session = Entities.requested("s", Entities.spec(false), CAUSE)
                    .edit(edit -> {
                        edit.status = SessionStatus.UNKNOWN;
                        edit.silence = new Silence(was.getKey(), CAUSE.at(), null);
                    });

            WireSession shown = WireSession.of(session, AgentRole.WORKER, null);
            assertThat(shown.status()).isEqualTo(was.getValue());
            assertThat(shown.hostSilentSince()).isEqualTo("2026-11-20T10:00:00.000Z");
        }
    }

    @Test
    void what_is_not_known_is_left_out_and_times_have_milliseconds() {
        Session session = Entities.requested("session-1", Entities.spec(false), CAUSE);

        var json = Json.mapper().valueToTree(WireSession.of(session, AgentRole.DIRECTOR, "persistent"));

        assertThat(json.toString())
                .isEqualTo("{\"id\":\"session-1\",\"agentId\":\"a-implicitagent222\",\"agentRole\":\"director\","
                        + "\"status\":\"starting\",\"createdAt\":\"2026-11-20T10:00:00.000Z\","
                        + "\"lastActivityAt\":\"2026-11-20T10:00:00.000Z\"}");
    }

    @Test
    void a_process_is_shown_while_it_lives() {
        Session running = Entities.running("session-1", "h", false, CAUSE);
        WireSession live = WireSession.of(running, AgentRole.WORKER, "ephemeral");
        WireSession over = WireSession.of(Entities.ended(running, 3, 0, 0, CAUSE), AgentRole.WORKER, "ephemeral");

        assertThat(live.pid()).isEqualTo(4711);
        assertThat(live.workerMode()).isEqualTo("ephemeral");
        assertThat(live.endedAt()).isNull();
        assertThat(over.pid()).isNull();
        assertThat(over.workingDirectory()).isEqualTo("/srv");
        assertThat(over.endedAt()).isEqualTo("2026-11-20T10:00:00.000Z");
    }
}
