package dev.signalbox.host.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SilenceTest {
    private static final Duration LONG = Duration.ofSeconds(10);

    private static long second(long number) {
        return Duration.ofSeconds(number).toNanos();
    }

    @Test
    void is_told_once_and_its_end_once() {
        Silence silence = new Silence(LONG, true, 0);

        assertThat(silence.wrote(second(1))).isFalse();
        assertThat(silence.lasting(second(10))).isNull();
        assertThat(silence.lasting(second(12))).isEqualTo(Duration.ofSeconds(11));
        assertThat(silence.lasting(second(30))).isNull();
        assertThat(silence.wrote(second(31))).isTrue();
        assertThat(silence.wrote(second(32))).isFalse();
        assertThat(silence.lasting(second(42))).isEqualTo(LONG);
    }

    @Test
    void of_a_session_that_was_found_again_nothing_is_known_so_that_either_is_told() {
        assertThat(new Silence(LONG, false, 0).wrote(second(1))).isTrue();
        assertThat(new Silence(LONG, false, 0).lasting(second(10))).isEqualTo(LONG);
    }
}
