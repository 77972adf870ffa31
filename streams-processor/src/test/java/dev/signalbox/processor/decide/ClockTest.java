package dev.signalbox.processor.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.processor.row.Row;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.state.HostStatus;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClockTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final DeciderKit kit = new DeciderKit();

    @Test
    void the_lease_clock_begins_with_the_first_tick() {
        Row.Clock clock = Decider.tick(Row.Clock.START, new Command.Tick(1, SECOND, null), 5_000);

        assertThat(clock).isEqualTo(new Row.Clock(5_000, 0, 5_000, null));
    }

    @Test
    void the_lease_clock_counts_no_more_than_two_intervals_of_a_pause() {
        Row.Clock clock = new Row.Clock(5_000, 100, 5_000, null);

        assertThat(Decider.tick(clock, new Command.Tick(2, SECOND, null), 6_500).lease())
                .isEqualTo(1_600);
        assertThat(Decider.tick(clock, new Command.Tick(2, SECOND, null), 60_000)
                        .lease())
                .isEqualTo(2_100);
    }

    @Test
    void the_clocks_never_go_back() {
        Row.Clock clock = new Row.Clock(5_000, 100, 5_000, null);

        assertThat(Decider.tick(clock, new Command.Tick(2, SECOND, null), 3_000))
                .isEqualTo(clock);
        assertThat(Decider.tick(clock, new Command.Tick(2, SECOND.negated(), null), 6_000)
                        .lease())
                .isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 30, 3600})
    void an_outage_of_the_log_ends_no_lease_whatever_the_interval_of_the_tick_behind_it(int seconds) {
        KitHost host = kit.host("h", 1, "command");
        kit.tick(SECOND, SECOND);
        host.heartbeat();
        kit.pass(Duration.ofSeconds(3));

        kit.tick(Duration.ofHours(2), Duration.ofSeconds(seconds));

        assertThat(kit.host("h").status()).isEqualTo(HostStatus.ONLINE);
        host.heartbeat();
        kit.pass(Duration.ofSeconds(5));
        assertThat(kit.host("h").status()).isEqualTo(HostStatus.ONLINE);
    }

    @Test
    void what_is_due_comes_in_the_order_of_its_time_and_not_all_at_once() {
        kit.accept(Specs.create(
                "t3", Specs.tasks().queueTimeout(Duration.ofSeconds(3)).spec()));
        kit.accept(Specs.create(
                "t1", Specs.tasks().queueTimeout(Duration.ofSeconds(1)).spec()));
        kit.accept(Specs.create(
                "t2", Specs.tasks().queueTimeout(Duration.ofSeconds(2)).spec()));
        Row.Clock later = new Row.Clock(kit.now().toEpochMilli() + 2_000, 0, 0, null);

        assertThat(Decider.due(kit.tables(), later, 10))
                .extracting(due -> ((Due.TimerOver) due).timer().entity().id())
                .containsExactly("t1", "t2");
        assertThat(Decider.due(kit.tables(), later, 1)).hasSize(1);
        assertThat(Decider.due(kit.tables(), later, 1).getFirst().namespace()).isEqualTo(DeciderKit.NAMESPACE);
    }
}
