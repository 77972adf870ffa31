package dev.signalbox.e2e.dialect.neolith;

import static dev.signalbox.e2e.dialect.neolith.NeolithSpoken.CHOICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.api.core.Principal;
import dev.signalbox.e2e.dialect.DialectConformance;
import dev.signalbox.e2e.dialect.Wire;
import dev.signalbox.e2e.dialect.Wire.Answer;
import dev.signalbox.e2e.dialect.Wire.Ask;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Neolith keeps to what every dialect must answer, under `/api/daemon` too.
final class NeolithConformanceTest extends DialectConformance {
    NeolithConformanceTest() {
        super(new NeolithSpoken());
    }

    @Test
    void under_its_api_a_path_that_nothing_has_is_an_error_of_the_api() {
        try (var wire = new Wire()) {
            Answer answer =
                    wire.send(spoken.own(0), Ask.get("/api/daemon/nothing").as(system.token()));
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.json().at("/error/code").asText()).isEqualTo("NOT_FOUND");
        }
    }

    @Test
    void another_namespace_has_no_part_in_a_daemons_sessions_and_events() {
        String foreign = system.token("elsewhere-neolith", Principal.PERSON);
        try (var wire = new Wire()) {
            Answer made = wire.send(spoken.own(0), spoken.withBody().as(system.token()));
            String id = made.json().at("/session/id").asText();
            assertThat(id).matches("session_user_vp_conformance_\\d{13}_[0-9a-z]{7}");
            assertThat(made.json().at("/session/expiresAt").asText()).matches(NeolithSpoken.TIME);
            Ask list = Ask.get("/api/daemon/sessions").with(CHOICE, "vp_conformance");
            assertThat(wire.send(spoken.own(0), list.as(system.token())).text()).contains(id);
            assertThat(wire.send(spoken.own(0), list.as(foreign)).text()).doesNotContain(id);
            for (Ask ask : List.of(
                    Ask.send("PATCH", "/api/daemon/sessions", Map.of("sessionId", id)),
                    Ask.send("DELETE", "/api/daemon/sessions?sessionId=" + id, ""))) {
                Answer answer = wire.send(spoken.own(0), ask.as(foreign).with(CHOICE, "vp_conformance"));
                assertThat(answer.status()).as("%s", answer).isEqualTo(404);
                spoken.error(answer);
            }
        }
    }
}
