package dev.signalbox.api.dialect.orchestra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.schemas.state.Fingerprint;
import dev.signalbox.schemas.state.Fingerprint.ProviderFound;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Which agents can be run at all.
final class HostsTest {
    private static Fingerprint with(ProviderFound... found) {
        return new Fingerprint("1", "linux", "boot", 2, 1, 4, List.of("/srv"), List.of(found));
    }

    private static final ProviderFound MISSING =
            new ProviderFound("cursor", false, false, null, "'cursor-agent' is not on the PATH");
    private static final ProviderFound NO_TERMINAL = new ProviderFound("cursor", true, false, "1", null);

    @Test
    void an_agent_whose_program_no_host_has_is_refused_with_what_is_missing() {
        assertThat(Hosts.hindrance(List.of(with(), with(MISSING)), "cursor", true))
                .contains("no host can run 'cursor' in a terminal: 'cursor-agent' is not on the PATH");
        assertThat(Hosts.hindrance(List.of(with(MISSING)), "aider", false)).contains("no host can run 'aider'");
    }

    @Test
    void one_host_that_has_it_is_enough_and_without_any_host_nothing_is_known() {
        assertThat(Hosts.hindrance(List.of(with(MISSING), with(NO_TERMINAL)), "cursor", false))
                .isEmpty();
        assertThat(Hosts.hindrance(List.of(with(NO_TERMINAL)), "cursor", true)).isPresent();
        assertThat(Hosts.hindrance(List.of(), "cursor", true)).isEmpty();
    }
}
