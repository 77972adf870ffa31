package dev.signalbox.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final Report.Machine MACHINE = new Report.Machine(2, "Linux", "25", 0.5);

    @Test
    void a_figure_with_a_base_is_judged_by_its_ratio() {
        Row row =
                Row.of("flood", "over WebSocket", 100, "MB/s").over("raw", 400).judgedBy(Goal.atLeast(0.35));

        assertThat(row.judged()).isEqualTo(0.25);
        assertThat(row.met()).isFalse();
    }

    @Test
    void a_figure_without_a_base_is_judged_by_itself_and_without_a_goal_not_at_all() {
        Row row = Row.of("idle", "memory", 599, "MB");

        assertThat(row.met()).isNull();
        assertThat(row.judgedBy(Goal.atMost(600)).met()).isTrue();
    }

    @Test
    void the_table_says_what_was_missed_and_what_was_not_measured() {
        Row row = Row.of("command", "p50", 9, "ms")
                .over("EOS hop", 4.5)
                .judgedBy(Goal.atMost(1.5))
                .spreading(List.of(1.9, 2.2));

        String table = report(List.of(row), Map.of("fan", "no room")).table();

        assertThat(table)
                .contains("9.00 ms", "4.50 EOS hop", "2.00", "1.90–2.20", "≤ 1.5", "MISSED")
                .contains("NOT MEASURED  fan: no room");
    }

    @Test
    void the_json_holds_every_row() {
        Row row = Row.of("ps", "signalbox ps", 0.3, "s");

        assertThat(new String(report(List.of(row), Map.of()).json(), java.nio.charset.StandardCharsets.UTF_8))
                .contains("\"figure\":\"ps\"", "\"value\":0.3", "\"cores\":2");
    }

    private static Report report(List<Row> rows, Map<String, String> failures) {
        return new Report(Instant.EPOCH, Duration.ofSeconds(3), false, MACHINE, rows, failures);
    }
}
