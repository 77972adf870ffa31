package dev.signalbox.api.dialect.elemental;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ElementalVariablesTest {
    private static final String LISTEN = "SIGNALBOX_ELEMENTAL_LISTEN";

    @Test
    void the_variables_of_the_original_say_where_it_listens() {
        assertThat(listen("ORCHESTRATOR_PORT", "4000", "PORT", "5000")).isEqualTo("127.0.0.1:4000");
        assertThat(listen("ORCHESTRATOR_PORT", "4000", "HOST", "localhost")).isEqualTo("localhost:4000");
        assertThat(listen("ORCHESTRATOR_PORT", "4000", "HOST", "::1")).isEqualTo("[::1]:4000");
        assertThat(listen("ELEMENTAL_DB_PATH", "/x/e.db", "PORT", "5000")).isEqualTo("127.0.0.1:5000");
        assertThat(listen("ELEMENTAL_DB_PATH", "/x/e.db", "HOST", "localhost")).isEqualTo("localhost:3457");
        assertThat(listen("ELEMENTAL_DB_PATH", "/x/e.db", "HOST", "")).isNull();
    }

    @Test
    void what_was_read_is_said() {
        var told = ElementalVariables.in(Map.of("ORCHESTRATOR_PORT", "4000", "PORT", "5000", "HOST", "localhost"));

        assertThat(told.origins()).isEqualTo(Map.of(LISTEN, "ORCHESTRATOR_PORT, HOST"));
    }

    @Test
    void a_port_or_host_that_is_somebody_elses_is_left_alone() {
        var environment = Map.of("PORT", "5000", "HOST", "0.0.0.0", "PATH", "/bin");

        assertThat(ElementalVariables.in(environment)).isEqualTo(new ElementalVariables(environment, Map.of()));
    }

    @Test
    void a_setting_of_ours_wins_unless_it_is_empty() {
        assertThat(listen("ORCHESTRATOR_PORT", "4000", LISTEN, "off")).isEqualTo("off");
        assertThat(listen("ORCHESTRATOR_PORT", "4000", LISTEN, "")).isEqualTo("127.0.0.1:4000");
    }

    private static @Nullable String listen(String... variables) {
        return ElementalVariables.in(Map.of(variables[0], variables[1], variables[2], variables[3]))
                .environment()
                .get(LISTEN);
    }
}
