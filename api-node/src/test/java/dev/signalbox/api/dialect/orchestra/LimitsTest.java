package dev.signalbox.api.dialect.orchestra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.api.core.Principal;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class LimitsTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-20T09:00:00Z"));

    private static Principal subject(String name) {
        return new Principal(name, "default", Principal.PERSON, null, null);
    }

    private int taken(Limits limits, String subject, int of) {
        int taken = 0;
        for (int i = 0; i < of; i++) {
            taken += limits.message(subject(subject)) ? 1 : 0;
        }
        return taken;
    }

    /// Trap 7: the original counted at most twenty, so that a higher limit was none.
    @Test
    void a_limit_of_any_height_is_exact_and_each_subjects_own() {
        var limits = new Limits(new Orchestra.Rates(10, 100, 250, 600), now::get);

        assertThat(taken(limits, "chatty", 300)).isEqualTo(250);
        assertThat(taken(limits, "other", 1)).isEqualTo(1);
        now.set(now.get().plusSeconds(1));
        assertThat(taken(limits, "chatty", 300)).isEqualTo(250);
        now.set(now.get().plusSeconds(1));
        assertThat(taken(limits, "chatty", 300)).as("of six hundred a minute").isEqualTo(100);
    }
}
