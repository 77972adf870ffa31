package dev.signalbox.host.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogClockTest {
    private static final Instant APPENDED = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path directory;

    private Duration uptime = Duration.ofHours(1);

    @Test
    void the_logs_time_goes_on_while_the_machine_sleeps() {
        LogClock clock = clock();
        clock.appended(APPENDED.toEpochMilli(), uptime);

        uptime = Duration.ofHours(4);

        assertThat(clock.now()).isEqualTo(APPENDED.plus(Duration.ofHours(3)));
    }

    @Test
    void a_listener_that_fails_keeps_neither_others_nor_the_contact() {
        List<Duration> told = new ArrayList<>();
        LogClock clock = clock();
        clock.whenBack(_ -> {
            throw new IllegalStateException("no more files");
        });
        clock.whenBack(told::add);
        clock.appended(APPENDED.toEpochMilli(), uptime);

        uptime = Duration.ofHours(2);
        clock.appended(APPENDED.plus(Duration.ofHours(1)).toEpochMilli(), uptime);

        assertThat(told).containsExactly(Duration.ofHours(1));
        assertThat(clock.silence()).isZero();
    }

    private LogClock clock() {
        return new LogClock(new Contact(directory), () -> uptime);
    }
}
