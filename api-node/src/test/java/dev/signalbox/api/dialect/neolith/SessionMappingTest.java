package dev.signalbox.api.dialect.neolith;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.api.stage.Entities;
import dev.signalbox.schemas.output.Item;
import dev.signalbox.schemas.state.Cause;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.state.SessionStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionMappingTest {
    private static final Instant AT = Instant.parse("2026-11-20T09:15:00Z");
    private static final Cause CAUSE =
            new Cause(Cause.Kind.COMMAND, "c", "start_session", null, "commands", 0, 0, AT, null);

    private static WireSession shown(Session session) {
        return SessionMapping.of(session, null, Map.of(), AT.plusSeconds(5));
    }

    @Test
    void shows_a_session_that_was_started_elsewhere() {
        WireSession shown = shown(Entities.running("s-1", "h-1", false, CAUSE));

        assertThat(shown.status()).isEqualTo("running");
        assertThat(shown.type()).isEqualTo("custom");
        assertThat(shown.orchestratorId()).isEqualTo("a-implicitagent222");
        assertThat(shown.task().description()).isEqualTo("bash");
        assertThat(shown.startedAt()).isEqualTo("2026-11-20T09:15:00.000Z");
        assertThat(shown.metrics().duration()).isEqualTo(5_000);
        assertThat(shown.endedAt()).isNull();
    }

    @Test
    void says_how_a_session_ended() {
        Session running = Entities.running("s-1", "h-1", false, CAUSE);
        assertThat(shown(Entities.ended(running, 0, 0, 0, CAUSE)).status()).isEqualTo("completed");
        assertThat(shown(Entities.ended(running, 3, 0, 0, CAUSE)).status()).isEqualTo("failed");
        Session stopped = running.edit(edit -> edit.become(SessionStatus.STOPPING, CAUSE));
        assertThat(shown(stopped).status()).isEqualTo("running");
        assertThat(shown(Entities.ended(stopped, 0, 0, 0, CAUSE)).status()).isEqualTo("terminated");
        Session unknown = running.edit(edit -> edit.become(SessionStatus.UNKNOWN, CAUSE));
        assertThat(shown(unknown).status()).isEqualTo("paused");
        assertThat(SessionMapping.takesTasks(stopped)).isFalse();
    }

    @Test
    void counts_turns_as_tasks() {
        Session session = Entities.running("s-1", "h-1", false, CAUSE).edit(edit -> {
            edit.turns = 3;
            edit.failedTurns = 1;
            edit.usage = new Item.Usage(100, 20, 0, 0, null);
            edit.lastResult =
                    new Item.Result(true, "x", null, Duration.ofSeconds(2).toMillis(), 1);
        });

        assertThat(shown(session).metrics()).isEqualTo(new WireSession.Metrics(120, 5_000, 2, 1, 2_000));
        assertThat(shown(session).task().status()).isEqualTo("completed");
    }
}
