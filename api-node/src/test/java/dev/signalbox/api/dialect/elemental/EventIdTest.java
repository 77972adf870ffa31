package dev.signalbox.api.dialect.elemental;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class EventIdTest {
    private static final String SESSION = "session-mi7x0001-0001-abcd";

    @Test
    void ids_rise_from_the_connection_over_the_output_to_the_exit() {
        List<Long> ids = Stream.of(
                        EventId.first(SESSION),
                        EventId.behind(SESSION, 1),
                        EventId.behind(SESSION, 64 * 1024),
                        EventId.behind(SESSION, 10_000_000_000L),
                        EventId.failure(SESSION),
                        EventId.exit(SESSION))
                .map(id -> Long.valueOf(id.text()))
                .toList();

        assertThat(ids).isSorted().doesNotHaveDuplicates();
        assertThat(ids.getLast()).isLessThan(1L << 53);
    }

    @Test
    void an_id_that_comes_back_is_the_one_that_was_sent() {
        var id = EventId.behind(SESSION, 4711);

        assertThat(EventId.parse(id.text())).contains(id);
        assertThat(id.offset()).isEqualTo(4711);
        assertThat(id.isOf(SESSION)).isTrue();
        assertThat(id.afterAll()).isFalse();
        assertThat(EventId.exit(SESSION).afterAll()).isTrue();
    }

    @Test
    void an_id_of_one_session_is_not_taken_for_one_of_another() {
        assertThat(EventId.behind(SESSION, 4711).isOf("session-mi7x0002-0002-abcd"))
                .isFalse();
    }

    @Test
    void what_is_no_id_of_ours_is_none() {
        assertThat(Stream.of("", "0", "1", "12", "-5", "abc", "1.5", "9".repeat(30), "99999", "٣٣٣٣٣٣٣"))
                .allSatisfy(text -> assertThat(EventId.parse(text)).isEmpty());
    }
}
