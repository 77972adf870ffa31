package dev.signalbox.api.dialect.neolith;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.api.stage.Entities;
import dev.signalbox.api.stage.FakeDecider.Change;
import dev.signalbox.api.stage.FakeDecider.Decision;
import dev.signalbox.api.stage.SharedKafka;
import dev.signalbox.api.stage.Stage;
import dev.signalbox.api.stage.WsClient;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.spec.AgentProfile;
import dev.signalbox.schemas.spec.AgentProfile.AgentKind;
import dev.signalbox.schemas.state.Agent;
import dev.signalbox.schemas.state.Cause;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedKafka.class)
final class SpawnTest {
    private static final String AGENT = "a-implicitagent222";

    /// Nothing can lie between what is one command, and so nothing stays of a spawn that a node did not survive.
    @Test
    void a_session_and_what_its_client_says_of_it_are_one_command(SharedKafka.Running kafka, @TempDir Path directory)
            throws Exception {
        try (Stage stage = new Stage(kafka, directory)) {
            stage.decider.decide((record, cause) -> record.command() instanceof Command.StartSession start
                    ? begun(start, cause)
                    : Decision.refuse(ErrorCode.INTERNAL, null, null));
            URI uri = URI.create("http://127.0.0.1:" + stage.node.dialects().get("neolith") + "/?token=" + stage.token);
            try (WsClient client = WsClient.open(stage.client, uri, Map.of())) {
                assertThat(client.text().path("type").asText()).isEqualTo("health_check_response");
                var task = Map.of("description", "x", "metadata", Map.of("ticket", 7));
                client.send(Map.of("type", "spawn_session", "payload", Map.of("task", task)));
                JsonNode spawned = client.text();
                assertThat(spawned.path("type").asText()).as(spawned.toString()).isEqualTo("session_spawned");
                String id = spawned.at("/session/id").asText();

                client.send(Map.of("type", "session_status", "payload", Map.of("sessionId", id)));
                JsonNode shown = client.text();
                assertThat(shown.at("/session/task/metadata/ticket").asInt())
                        .as(shown.toString())
                        .isEqualTo(7);
            }

            assertThat(stage.decider.seen())
                    .singleElement()
                    .satisfies(record -> assertThat(record.command())
                            .isInstanceOfSatisfying(Command.StartSession.class, start -> {
                                assertThat(start.agentId()).isNull();
                                assertThat(start.attributes()).containsOnlyKeys("neolith");
                            }));
        }
    }

    private static Decision begun(Command.StartSession start, Cause cause) {
        var session = Entities.requested(start.sessionId(), start.spec(), cause);
        var profile = new AgentProfile(AGENT, AgentKind.ADHOC, "claude", null, Map.of(), start.attributes());
        var agent = new Agent(AGENT, profile, 1, session.id(), session.id(), cause.at(), cause.at(), cause);
        return Decision.accept(
                session.ref(),
                Change.of(agent, new Event.AgentCreated(profile)),
                Change.of(session, new Event.SessionRequested(AGENT, session.spec(), null, null)));
    }
}
