package dev.signalbox.api.dialect.elemental;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class ElementalVariablesTest {
    private static final String LISTEN = "SIGNALBOX_ELEMENTAL_LISTEN";

    @Test
    void the_variables_of_the_original_say_where_it_listens() {
        assertThat(ElementalVariables.translated(Map.of("ORCHESTRATOR_PORT", "4000", "PORT", "5000")))
                .containsEntry(LISTEN, "127.0.0.1:4000");
        assertThat(ElementalVariables.translated(Map.of("ORCHESTRATOR_PORT", "4000", "HOST", "localhost")))
                .containsEntry(LISTEN, "localhost:4000");
        assertThat(ElementalVariables.translated(Map.of("ELEMENTAL_DB_PATH", "/x/e.db", "PORT", "5000")))
                .containsEntry(LISTEN, "127.0.0.1:5000");
    }

    @Test
    void a_port_or_host_that_is_somebody_elses_is_left_alone() {
        var environment = Map.of("PORT", "5000", "HOST", "0.0.0.0", "PATH", "/bin");

        assertThat(ElementalVariables.translated(environment)).isEqualTo(environment);
    }

    @Test
    void a_setting_of_ours_wins() {
        var environment = Map.of("ORCHESTRATOR_PORT", "4000", LISTEN, "off");

        assertThat(ElementalVariables.translated(environment)).containsEntry(LISTEN, "off");
    }
}
