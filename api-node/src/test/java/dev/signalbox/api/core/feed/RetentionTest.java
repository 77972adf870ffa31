package dev.signalbox.api.core.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.schemas.state.OutputIndex.Point;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetentionTest {
    private static final Instant THEN = Instant.parse("2026-11-20T10:00:00Z");
    private static final List<Point> POINTS =
            List.of(new Point(0, 1, 100, THEN), new Point(5_000, 40, 900, THEN), new Point(9_000, 80, 1_800, THEN));

    @Test
    void what_begins_with_a_point_that_is_retained_is_there() {
        assertThat(Retention.behind(100, POINTS)).contains(new Retained(1, 0L));
        assertThat(Retention.behind(101, POINTS)).contains(new Retained(40, 5_000L));
        assertThat(Retention.behind(1_800, POINTS)).contains(new Retained(80, 9_000L));
    }

    @Test
    void nothing_is_said_where_no_point_is_retained() {
        assertThat(Retention.behind(1_801, POINTS)).isEmpty();
    }
}
