package dev.signalbox.e2e.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.dev.stack.DevStack;
import dev.signalbox.e2e.system.Eventually;
import dev.signalbox.e2e.system.RunningSystem;
import dev.signalbox.e2e.system.TestSession;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Kafka goes away in the middle and comes back. That it may come after everybody else, `SeparateProcessesTest`
/// shows.
class KafkaGoesTest {
    private static final Map<String, Object> START = Map.of("provider", "command", "command", List.of("true"));

    @Test
    void reads_are_served_and_writes_put_off_while_kafka_is_away_and_all_goes_on_behind_that() throws Exception {
        DevStack stack = RunningSystem.shared().stack();
        try (Wire wire = new Wire();
                TestSession session = TestSession.command(
                        "bash",
                        "-c",
                        "i=0; while [ ! -e stop ]; do i=$((i+1)); echo line $i; sleep 0.2; done; rm stop")) {
            session.awaitStatus("RUNNING");
            Eventually.holds(() -> assertThat(session.text()).contains("line 3\n"));

            stack.stopBroker();
            try {
                Eventually.holds(
                        () -> assertThat(wire.get("/v1/health/ready").status()).isEqualTo(503));
                assertThat(wire.get("/v1/health/live").status()).isEqualTo(200);
                Wire.Answer read = wire.get(session.path(""));
                assertThat(read.status()).isEqualTo(200);
                assertThat(read.response().headers().firstValue("Signalbox-Stale"))
                        .contains("true");
                assertThat(wire.get("/v1/sessions").status()).isEqualTo(200);
                Wire.Answer refused = wire.post("/v1/sessions", START);
                assertThat(refused.refused(503, "UNAVAILABLE", null)
                                .path("retryable")
                                .asBoolean())
                        .isTrue();
                assertThat(refused.response().headers().firstValue("Retry-After"))
                        .isPresent();
            } finally {
                stack.startBroker();
            }
            stack.awaitReady();

            Eventually.holds(
                    () -> assertThat(wire.post("/v1/sessions", START).status()).isEqualTo(201));
            java.nio.file.Files.createFile(RunningSystem.shared().baseDir().resolve("stop"));
            session.awaitStatus("ENDED");
            assertThat(session.watched().end().path("complete").asBoolean()).isTrue();
            List<String> lines = session.text().lines().toList();
            for (int i = 0; i < lines.size(); i++) {
                assertThat(lines.get(i)).isEqualTo("line " + (i + 1));
            }
        }
    }
}
