package dev.signalbox.processor.tick;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AgendaTest {
    private long now = 1_000;
    private final Agenda agenda = new Agenda(() -> now);

    @Test
    void a_new_partition_is_ticked_at_once_and_then_seldom() {
        agenda.own(3);

        assertThat(agenda.take()).containsExactly(new Agenda.DueTick(3, 1, Pace.IDLE));
        assertThat(after(4_900)).isZero();
        assertThat(after(200)).isOne();
    }

    @Test
    void hosts_are_ticked_every_two_seconds() {
        agenda.own(0);
        agenda.take();
        agenda.expect(0, new Outlook(true, 8_000), false);

        assertThat(after(1_900)).isZero();
        assertThat(after(100)).isOne();
    }

    @Test
    void what_is_near_is_ticked_often() {
        agenda.own(0);
        agenda.take();
        agenda.expect(0, new Outlook(false, 100), false);
        now += 250;

        assertThat(agenda.take()).containsExactly(new Agenda.DueTick(0, 2, Duration.ofMillis(250)));
    }

    @Test
    void what_is_far_comes_near_by_itself() {
        agenda.own(0);
        agenda.take();
        agenda.expect(0, new Outlook(false, 4_000), false);

        assertThat(after(2_000)).as("two seconds before it is due").isZero();
        assertThat(after(250)).isOne();
        assertThat(after(250)).isOne();
    }

    @Test
    void a_row_put_between_ticks_hastens_the_next_and_never_delays_it() {
        agenda.own(0);
        agenda.take();
        agenda.expectAlso(0, new Outlook(false, 1_000));
        now += 100;
        agenda.expectAlso(0, new Outlook(false, 60_000));

        assertThat(after(150)).isOne();
    }

    @Test
    void what_was_left_over_is_ticked_at_once() {
        agenda.own(0);
        agenda.take();
        agenda.expect(0, Outlook.NOTHING, true);

        assertThat(after(0)).isOne();
    }

    @Test
    void a_partition_that_moved_away_is_ticked_no_more() {
        agenda.own(0);
        agenda.own(1);
        agenda.take();
        agenda.release(0);
        agenda.expect(0, new Outlook(true, 0), true);
        now += 10_000;

        assertThat(agenda.take()).extracting(Agenda.DueTick::partition).containsExactly(1);
        assertThat(agenda.owned()).containsExactly(1);
    }

    private int after(long millis) {
        now += millis;
        return agenda.take().size();
    }
}
