package dev.signalbox.host.shipping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.schemas.output.OutputRecord;
import dev.signalbox.schemas.output.OutputRecord.Kind;
import dev.signalbox.schemas.output.OutputRecord.Stream;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class IndexPointsTest {
    private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

    private final IndexPoints points = new IndexPoints();

    @Test
    void the_first_record_is_a_point_and_the_next_one_is_not() {
        assertThat(points.acknowledged(record(1), 10, START)).isPresent();
        assertThat(points.acknowledged(record(2), 11, START.plusSeconds(2))).isEmpty();
    }

    @Test
    void what_comes_after_a_silence_full_of_others_output_is_a_point() {
        points.acknowledged(record(1), 10, START);

        assertThat(points.acknowledged(record(2), 1_010, START.plusSeconds(6))).hasValueSatisfying(point -> {
            assertThat(point.seq()).isEqualTo(2);
            assertThat(point.offset()).isEqualTo(1_010);
        });
    }

    @Test
    void what_comes_after_a_flood_of_others_output_is_a_point_however_soon() {
        points.acknowledged(record(1), 10, START);

        assertThat(points.acknowledged(record(2), 5_010, START.plusSeconds(1))).isPresent();
    }

    @Test
    void a_session_among_many_that_put_out_at_once_makes_no_point_of_each_record() {
        points.acknowledged(record(1), 10, START);

        assertThat(points.acknowledged(record(2), 1_010, START.plusMillis(20))).isEmpty();
    }

    @Test
    void what_others_put_out_between_two_records_of_one_moment_makes_no_point() {
        points.acknowledged(record(1), 10, START);
        points.acknowledged(record(2), 11, START.plusMillis(5_900));

        assertThat(points.acknowledged(record(3), 111, START.plusMillis(5_920))).isEmpty();
    }

    @Test
    void a_session_that_writes_a_line_a_second_among_many_makes_few_points() {
        int made = 0;
        for (int second = 0; second < 60; second++) {
            made += points.acknowledged(record(second + 1), 64L * second, START.plusSeconds(second))
                            .isPresent()
                    ? 1
                    : 0;
        }

        assertThat(made).isBetween(2, 12);
    }

    private static OutputRecord record(long seq) {
        return new OutputRecord("s-1", seq, Kind.BYTES, Stream.OUT, 100 * (seq - 1), 1, new byte[100]);
    }
}
