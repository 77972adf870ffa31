package dev.signalbox.bench.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class EventBytesTest {
    @Test
    void counts_what_an_output_event_carries_whatever_its_padding() throws IOException {
        var text = new StringBuilder(":signalbox\n\n");
        for (int length = 1; length <= 300_000; length = 3 * length + 1) {
            text.append(output(length));
        }
        try (EventBytes events = reading(text.toString())) {
            for (int length = 1; length <= 300_000; length = 3 * length + 1) {
                assertThat(events.next()).contains(new EventBytes.Event("output", "c" + length, length));
            }
            assertThat(events.next()).isEmpty();
        }
    }

    @Test
    void other_events_carry_nothing() throws IOException {
        try (EventBytes events = reading("id: c\nevent: caught_up\ndata: {\"seq\":1}\n\n")) {
            assertThat(events.next()).contains(new EventBytes.Event("caught_up", "c", 0));
        }
    }

    @Test
    void a_stream_that_ends_early_is_no_measurement() throws IOException {
        try (EventBytes events = reading(output(10))) {
            assertThatThrownBy(() -> events.await(11)).hasMessageContaining("1 bytes early");
        }
    }

    private static EventBytes reading(String text) {
        return new EventBytes(new ByteArrayInputStream(text.getBytes(UTF_8)));
    }

    private static String output(int length) {
        return "id: c%d\nevent: output\ndata: {\"seq\":1,\"byte\":0,\"data\":\"%s\"}\n\n"
                .formatted(length, Base64.getEncoder().encodeToString(new byte[length]));
    }
}
