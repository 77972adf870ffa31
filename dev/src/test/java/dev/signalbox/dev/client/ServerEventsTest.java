package dev.signalbox.dev.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServerEventsTest {
    @Test
    void events_have_type_cursor_and_data() throws IOException {
        try (ServerEvents events = events("event: output\nid: c1\ndata: {\"seq\":1}\n\ndata: {\"seq\":2}\n\n")) {
            ServerEvent first = events.next().orElseThrow();
            ServerEvent second = events.next().orElseThrow();

            assertThat(first.type()).isEqualTo("output");
            assertThat(first.cursor()).isEqualTo("c1");
            assertThat(first.data().path("seq").asInt()).isEqualTo(1);
            assertThat(second.type()).isEqualTo("message");
            assertThat(second.cursor()).isEmpty();
            assertThat(events.next()).isEmpty();
        }
    }

    @Test
    void what_is_not_whole_is_no_event() throws IOException {
        try (ServerEvents events = events(": a comment\n\nevent: output\ndata: {\"seq\":1}\n")) {
            assertThat(events.next()).isEqualTo(Optional.empty());
        }
    }

    private static ServerEvents events(String text) {
        return new ServerEvents(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
