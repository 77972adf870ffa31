package dev.signalbox.e2e.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.dev.client.ServerEvent;
import dev.signalbox.dev.client.ServerEvents;
import dev.signalbox.e2e.system.Bytes;
import dev.signalbox.e2e.system.Eventually;
import dev.signalbox.e2e.system.RunningSystem;
import dev.signalbox.e2e.system.TestSession;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Who comes late to a terminal sees its screen at once; who reads all of it sees no keyframe.
final class KeyframesTest {
    private final RunningSystem system = RunningSystem.shared();

    @Test
    void a_late_joiner_begins_with_the_newest_keyframe_and_goes_on_with_the_bytes_behind_it() throws Exception {
        try (TestSession session = TestSession.start(Map.of(
                "provider",
                "command",
                "interactive",
                true,
                "command",
                List.of("bash", "-c", "seq 1 60000; sleep 7; echo behind it; exec sleep 600")))) {
            Eventually.holds(() -> assertThat(session.text()).contains("behind it"));
            Eventually.holds(() -> assertThat(first(session, "keyframe").type()).isEqualTo("keyframe"));

            ServerEvent keyframe = first(session, "keyframe");
            byte[] screen =
                    Base64.getDecoder().decode(keyframe.data().path("data").asText());
            assertThat(new String(screen, StandardCharsets.UTF_8)).contains("59990");
            assertThat(keyframe.data().path("byte").asLong()).isGreaterThan(300_000);
            assertThat(first(session, "start").type()).isEqualTo("output");
            assertThat(Bytes.of(session.output("out"))).isEqualTo(Bytes.of(system.spool(session.id(), "out")));
            // It is left out of an answer that the log would hold up.
            session.await(now ->
                    assertThat(now.path("outputFrom").path("seq").asLong()).isPositive());
        }
    }

    private ServerEvent first(TestSession session, String from) throws Exception {
        try (ServerEvents events = system.client().open(session.path("/output?follow=false&from=" + from), "")) {
            return events.next().orElseThrow();
        }
    }
}
