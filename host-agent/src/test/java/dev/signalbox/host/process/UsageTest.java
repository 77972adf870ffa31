package dev.signalbox.host.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class UsageTest {
    private static ProcStat process(long pid, long startTicks, long cpuTicks) {
        return new ProcStat(pid, 'S', 1, pid, pid, cpuTicks, startTicks, 10);
    }

    private static Usage after(Duration time, ProcStat... members) {
        return new Usage(List.of(members), time.toNanos());
    }

    @Test
    void the_share_of_the_processor_is_that_between_two_looks() {
        Usage before = after(Duration.ZERO, process(1, 5, 100), process(2, 6, 1_000));
        Usage now = after(Duration.ofSeconds(2), process(1, 5, 150), process(2, 6, 1_150));

        assertThat(now.cpuPercentSince(before)).isEqualTo(100.0);
        assertThat(now.processes()).isEqualTo(2);
        assertThat(now.residentBytes()).isEqualTo(20L * PageSize.bytes());
    }

    @Test
    void a_process_that_ended_takes_nothing_away_and_one_that_began_counts_whole() {
        Usage before = after(Duration.ZERO, process(1, 5, 100), process(2, 6, 90_000));
        Usage now = after(Duration.ofSeconds(1), process(1, 5, 110), process(2, 7, 20));

        assertThat(now.cpuPercentSince(before)).isEqualTo(30.0);
    }
}
