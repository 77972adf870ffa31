package dev.signalbox.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.api.stage.Entities;
import dev.signalbox.api.stage.FakeDecider.Change;
import dev.signalbox.api.stage.FakeDecider.Decision;
import dev.signalbox.api.stage.SharedKafka;
import dev.signalbox.api.stage.Stage;
import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.outcome.Outcome;
import dev.signalbox.schemas.state.Session;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What Orchestra's routes of agents make of what the decider says.
@ExtendWith(SharedKafka.class)
final class OrchestraAgentsTest {
    private static final String ID = "sess-command-00000000";
    private static final String AGENTS = "/orchestra/api/agents";

    private Stage stage;
    private Session running;

    @BeforeEach
    void begin(SharedKafka.Running kafka, @TempDir Path directory) throws Exception {
        stage = new Stage(kafka, directory);
        running = Entities.running(ID, Ids.HOST.mint(), true, stage.decider.cause());
        stage.shows(stage.decider.change(
                stage.namespace, Change.of(running, new Event.SessionRequested("a", running.spec(), null, null))));
    }

    @AfterEach
    void end() throws Exception {
        stage.close();
    }

    private int killed(long whose) throws Exception {
        stage.decider.decide((record, cause) -> {
            assertThat(record.command()).isInstanceOf(Command.StopSession.class);
            Session ended = Entities.ended(running, 0, 0, 0, cause);
            return Decision.accept(ended.ref(), Change.of(ended, new Event.SessionEnded(ended.status(), ended.end())))
                    .number(whose);
        });
        return stage.send(stage.request(AGENTS + "/" + ID).DELETE()).status();
    }

    @Test
    void whose_kill_ended_an_agent_is_told_so() throws Exception {
        assertThat(killed(Outcome.BEGUN)).isEqualTo(200);
        assertThat(stage.decider.seen()).hasSize(1);
        assertThat(stage.send(stage.request(AGENTS + "/" + ID).DELETE()).status())
                .as("it is over")
                .isEqualTo(404);
    }

    @Test
    void of_two_that_kill_at_once_the_second_finds_nothing() throws Exception {
        assertThat(killed(Outcome.UNDER_WAY)).isEqualTo(404);
    }

    @Test
    void an_agent_goes_on_as_one_of_its_own_type_only() throws Exception {
        var refused = stage.post(AGENTS + "/spawn", Map.of("agent_type", "claude", "resumes", ID));

        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.text()).contains("that of the session that is resumed");
        assertThat(stage.decider.seen()).isEmpty();
    }
}
