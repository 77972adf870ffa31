package dev.signalbox.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.processor.intake.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeathsTest {
    private static final Position AT = new Position("signalbox.commands", 2, 7, 0);

    @TempDir
    private Path directory;

    @Test
    void three_deaths_at_one_offset_quarantine_it_also_over_restarts() {
        Path file = directory.resolve("deaths");
        for (int i = 0; i < 3; i++) {
            Deaths deaths = Deaths.keptIn(file);
            assertThat(deaths.quarantined(AT)).isFalse();
            assertThatThrownBy(() -> deaths.counting(AT, () -> {
                        throw new NoClassDefFoundError("x");
                    }))
                    .isInstanceOf(NoClassDefFoundError.class);
        }

        assertThat(Deaths.keptIn(file).quarantined(AT)).isTrue();
        assertThat(Deaths.keptIn(file).quarantined(new Position("signalbox.commands", 2, 8, 0)))
                .isFalse();
    }

    @Test
    void of_very_many_deaths_the_newest_are_kept() throws IOException {
        Path file = directory.resolve("deaths");
        List<String> lines = new ArrayList<>(Collections.nCopies(3, AT.place()));
        IntStream.range(0, 998).forEach(i -> lines.add("elsewhere/" + i));
        Files.write(file, lines);

        Deaths deaths = Deaths.keptIn(file);

        assertThat(deaths.quarantined(AT)).as("one of three was dropped").isFalse();
        assertThat(file).hasContent(String.join("\n", lines.subList(1, lines.size())));
    }

    @Test
    void what_kafka_throws_is_not_the_records_fault() {
        Deaths deaths = Deaths.ofThisProcess();
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> deaths.counting(AT, () -> {
                        throw new KafkaException("moved");
                    }))
                    .isInstanceOf(KafkaException.class);
        }

        assertThat(deaths.quarantined(AT)).isFalse();
    }

    @Test
    void five_threads_are_replaced_in_ten_minutes_and_no_more() {
        var budget = new ThreadBudget();
        Instant start = Instant.parse("2026-11-20T10:00:00Z");
        for (int i = 0; i < ThreadBudget.REPLACEMENTS; i++) {
            assertThat(budget.spend(start.plusSeconds(i))).isTrue();
        }

        assertThat(budget.spend(start.plusSeconds(60))).isFalse();
        assertThat(budget.spend(start.plus(ThreadBudget.WINDOW).plus(Duration.ofSeconds(1))))
                .isTrue();
    }
}
