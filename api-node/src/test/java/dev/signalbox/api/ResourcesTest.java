package dev.signalbox.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.api.dialect.v1.Contract;
import dev.signalbox.api.stage.Entities;
import dev.signalbox.api.stage.FakeDecider.Change;
import dev.signalbox.api.stage.FakeDecider.Decision;
import dev.signalbox.api.stage.SharedKafka;
import dev.signalbox.api.stage.Stage;
import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.state.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What a session uses, asked for over HTTP while the test plays decider and host.
@ExtendWith(SharedKafka.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ResourcesTest {
    private final Contract contract = Contract.load();
    private volatile Duration age = Duration.ZERO;
    private volatile boolean answers = true;
    private Stage stage;

    @BeforeAll
    void begin(SharedKafka.Running kafka, @TempDir Path directory) {
        stage = new Stage(kafka, directory, Map.of());
        stage.decider.decide((record, cause) -> switch (record.command()) {
            case Command.StartSession start -> {
                Session running = Entities.running(start.sessionId(), "h-host", false, cause);
                yield Decision.accept(
                        running.ref(), Change.of(running, new Event.SessionRequested("a", running.spec(), null, null)));
            }
            case Command.MeasureSession measure -> {
                Session before = Entities.running(measure.sessionId(), "h-host", false, cause);
                Session.Measured measured = new Session.Measured(cause.at().minus(age), 4096, 12.5, 3);
                Session after = before.edit(edit -> edit.measured = answers ? measured : null);
                yield Decision.accept(after.ref(), Change.of(after, new Event.SessionMeasured(4096, 12.5, 3)));
            }
            default -> Decision.silence();
        });
    }

    private String resources() throws Exception {
        var session = stage.post("/v1/sessions", Map.of("provider", "claude")).json();
        return "/v1/sessions/" + session.get("id").asText() + "/resources";
    }

    @AfterAll
    void end() throws Exception {
        stage.close();
    }

    @Test
    void a_fresh_measurement_is_answered_when_it_comes() throws Exception {
        age = Duration.ZERO;
        answers = true;

        var answer = stage.get(resources());

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(contract.violations("Resources", answer.json())).isEmpty();
        assertThat(answer.json().get("memoryBytes").asLong()).isEqualTo(4096);
        assertThat(answer.json().get("fresh").asBoolean()).isTrue();
    }

    @Test
    void an_older_one_is_answered_as_what_it_is_when_none_comes_in_time() throws Exception {
        age = Duration.ofMinutes(1);
        answers = true;

        var answer = stage.get(resources() + "?wait=100ms");

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().get("fresh").asBoolean()).isFalse();
    }

    @Test
    void without_any_measurement_in_time_the_service_is_unavailable() throws Exception {
        answers = false;

        var answer = stage.get(resources() + "?wait=100ms");

        assertThat(answer.status()).as(answer.text()).isEqualTo(503);
        assertThat(answer.json().get("code").asText()).isEqualTo("UNAVAILABLE");
        assertThat(stage.get("/v1/sessions/" + Ids.SESSION.mint() + "/resources")
                        .status())
                .isEqualTo(404);
    }
}
