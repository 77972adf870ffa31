package dev.signalbox.api.dialect.neolith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signalbox.api.core.RefusedException;
import dev.signalbox.schemas.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HeartbeatTest {
    private static Heartbeat of(String body) {
        return Heartbeat.of(body.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "{}", "{\"status\":", "nonsense", "{} {}", "{\"more\":[1]}"})
    void without_a_body_or_with_one_that_is_no_json_all_is_by_default(String body) {
        assertThat(of(body)).isEqualTo(new Heartbeat("", "active", null));
    }

    @Test
    void what_is_said_is_taken_and_what_nobody_knows_is_passed_over() {
        var beat = of("""
            {"sessionId": "session_1", "status": "idle", "mood": "good", "metrics":
             {"memoryUsageMB": 256.5, "queueDepth": 3, "lastTaskCompletedAt": "2024-01-01", "colour": "red"}}\
            """);

        assertThat(beat)
                .isEqualTo(new Heartbeat(
                        "session_1",
                        "idle",
                        Map.of("memoryUsageMB", 256.5, "queueDepth", 3, "lastTaskCompletedAt", "2024-01-01")));
        assertThat(of("{\"metrics\":{}}").metrics()).isEmpty();
        assertThat(of("{\"sessionId\":\"\"}").sessionId()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]                                   | body",
                "null                                 | body",
                "5                                    | body",
                "\"busy\"                             | body",
                "{\"status\":\"asleep\"}              | status",
                "{\"status\":\"Busy\"}                | status",
                "{\"status\":null}                    | status",
                "{\"status\":1}                       | status",
                "{\"sessionId\":7}                    | sessionId",
                "{\"sessionId\":null}                 | sessionId",
                "{\"metrics\":null}                   | metrics",
                "{\"metrics\":[]}                     | metrics",
                "{\"metrics\":{\"queueDepth\":\"3\"}}   | metrics.queueDepth",
                "{\"metrics\":{\"errorsCount\":null}} | metrics.errorsCount",
                "{\"metrics\":{\"queueDepth\":1e999}} | metrics.queueDepth",
                "{\"metrics\":{\"lastTaskCompletedAt\":5}} | metrics.lastTaskCompletedAt",
            })
    void a_known_member_with_a_wrong_value_is_refused(String body, String field) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> of(body))
                .satisfies(e -> {
                    assertThat(e.refusal().code()).isEqualTo(ErrorCode.INVALID_REQUEST);
                    assertThat(e.refusal().message()).contains(field + ": must be");
                });
    }
}
