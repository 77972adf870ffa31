package dev.signalbox.host.screen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TerminalStateTest {
    private static final String E = "\u001b";

    private final TerminalState state = new TerminalState();

    @Test
    void text_begins_and_ends_nothing() {
        feed("plain ✓ 😀\r\n");

        assertThat(state.ground()).isTrue();
        assertThat(state.restoring()).isEmpty();
    }

    @Test
    void half_a_character_and_half_a_sequence_are_not_the_ground() {
        byte[] emoji = "😀".getBytes(StandardCharsets.UTF_8);
        for (byte each : emoji) {
            assertThat(state.ground()).isEqualTo(each == emoji[0]);
            state.feed(new byte[] {each});
        }
        assertThat(state.ground()).isTrue();
        for (String begun :
                new String[] {E, E + "[", E + "[?25", E + "]2;title", E + "Pq...", E + "]8;;x" + E, E + "("}) {
            feed(begun);
            assertThat(state.ground()).as(begun.substring(1)).isFalse();
            feed("\u0018\u0018" + E + "\\" + E + "c");
        }
    }

    @Test
    void modes_are_the_last_that_were_set() {
        feed(E + "[?25l" + E + "[?1000;1006h" + E + "[?2004h" + E + "[?2004l" + E + "[?1049h" + E + "[4h" + E + "=");

        assertThat(state.restoring())
                .isEqualTo(E + "[?25l" + E + "[?1000h" + E + "[?1006h" + E + "[?2004l" + E + "=" + E + "[4h");
    }

    @Test
    void colours_add_up_until_they_are_reset() {
        feed(E + "[1m" + E + "[31m");
        assertThat(state.pen()).isEqualTo(E + "[1m" + E + "[31m");

        feed(E + "[0;4m");
        assertThat(state.pen()).isEqualTo(E + "[0;4m");

        feed(E + "[m" + E + "[>4;2m");
        assertThat(state.pen()).isEmpty();
    }

    @Test
    void the_region_and_the_character_sets_are_kept_and_a_reset_forgets_all() {
        feed(E + "[3;20r" + E + ")0" + E + "(B" + E + "(0\u000e");
        assertThat(state.restoring()).isEqualTo(E + "[3;20r" + E + ")0" + E + "(0\u000e");

        feed(E + "[!p");
        assertThat(state.restoring()).isEmpty();
    }

    @Test
    void what_a_program_writes_to_do_harm_is_neither_kept_nor_slow() {
        String harm = (E + "(\n" + E + "(\u0085" + E + "(%" + E).repeat(100_000);

        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> feed(harm));

        assertThat(state.restoring()).isEmpty();
    }

    private void feed(String text) {
        state.feed(text.getBytes(StandardCharsets.UTF_8));
    }
}
