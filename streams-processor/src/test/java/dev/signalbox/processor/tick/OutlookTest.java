package dev.signalbox.processor.tick;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.processor.row.Row;
import dev.signalbox.schemas.state.EntityRef;
import dev.signalbox.schemas.state.EntityType;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutlookTest {
    private static final Row.Clock CLOCK = new Row.Clock(100_000, 5_000, 99_000, null);

    @Test
    void each_row_is_measured_by_its_own_clock_and_the_nearest_counts() {
        assertThat(Outlook.of(
                        List.of(
                                timer(Row.ClockKind.WALL, 103_000),
                                timer(Row.ClockKind.LEASE, 7_000),
                                new Row.Lease("default", "h-1", 15_000)),
                        CLOCK))
                .isEqualTo(new Outlook(true, 2_000));
    }

    @Test
    void what_is_over_is_due_at_once() {
        assertThat(Outlook.of(List.of(timer(Row.ClockKind.WALL, 1)), CLOCK)).isEqualTo(new Outlook(false, 0));
    }

    @Test
    void deleted_rows_and_rows_without_a_time_expect_nothing() {
        assertThat(Outlook.of(Arrays.asList(null, Row.Counter.ZERO), CLOCK)).isEqualTo(Outlook.NOTHING);
    }

    private static Row.Timer timer(Row.ClockKind clock, long due) {
        return new Row.Timer("default", clock, due, Row.TimerKind.STOP, new EntityRef(EntityType.SESSION, "s-1"), 1);
    }
}
