package dev.signalbox.api.dialect.orchestra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.api.core.Capability;
import dev.signalbox.api.core.Principal;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OrchestraAccessTest {
    private static Set<Capability> http(String... scopes) {
        return OrchestraAccess.capabilities(Set.of(scopes), false);
    }

    private static Set<Capability> socket(String... scopes) {
        return OrchestraAccess.capabilities(Set.of(scopes), true);
    }

    @Test
    void a_token_that_says_nothing_of_scopes_may_everything_that_a_person_may() {
        assertThat(OrchestraAccess.capabilities(null, false)).isEqualTo(Principal.PERSON);
        assertThat(OrchestraAccess.capabilities(Set.of(), false)).isEmpty();
        assertThat(http("openid", "admin")).isEmpty();
    }

    @Test
    void reading_and_observing_are_two_things() {
        assertThat(http("agents:read")).containsExactly(Capability.VIEW);
        assertThat(socket("agents:read")).isEmpty();
        assertThat(socket("observe")).containsExactly(Capability.VIEW);
        assertThat(http("observe")).isEmpty();
    }

    @Test
    void whoever_delegates_starts_no_agents() {
        assertThat(http("delegate")).containsExactlyInAnyOrder(Capability.DELEGATE, Capability.VIEW);
        assertThat(http("agents:write"))
                .containsExactlyInAnyOrder(Capability.CREATE, Capability.STOP, Capability.INPUT);
        var principal = new Principal("ann", "default", http("agents:write"), null, null);
        assertThat(principal.may(Capability.DELEGATE)).isTrue();
        assertThat(new Principal("ann", "default", http("delegate"), null, null).may(Capability.CREATE))
                .isFalse();
    }
}
