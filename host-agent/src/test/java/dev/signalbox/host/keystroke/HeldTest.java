package dev.signalbox.host.keystroke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.schemas.output.Keystrokes;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HeldTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Held held = new Held();

    private static Keystrokes typed(long seq, Instant notAfter) {
        return new Keystrokes("s", 5, seq, notAfter, new byte[] {'x'});
    }

    @Test
    void what_may_be_typed_yet_is_held_and_what_may_not_is_let_go_wherever_it_stands() {
        Keystrokes long1 = typed(1, NOW.plusSeconds(30));
        Keystrokes brief = typed(2, NOW.plusSeconds(1));
        Keystrokes long2 = typed(3, NOW.plusSeconds(30));
        List.of(long1, brief, long2).forEach(held::add);

        assertThat(held.expired(NOW.plusSeconds(1))).isEmpty();
        assertThat(held.expired(NOW.plusSeconds(29))).containsExactly(brief);
        assertThat(held.all()).containsExactly(long1, long2);
        assertThat(held.isEmpty()).isTrue();
    }

    @Test
    void no_more_are_held_than_may_wait_for_a_terminal() {
        for (int i = 1; i <= Held.MOST; i++) {
            assertThat(held.add(typed(i, NOW))).isTrue();
        }
        assertThat(held.add(typed(Held.MOST + 1, NOW))).isFalse();
    }
}
