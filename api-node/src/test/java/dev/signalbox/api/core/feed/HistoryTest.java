package dev.signalbox.api.core.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.api.core.cursor.Cursor;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.event.EventRecord;
import dev.signalbox.schemas.state.Cause;
import dev.signalbox.schemas.state.EntityRef;
import dev.signalbox.schemas.state.EntityType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HistoryTest {
    private static final LogPartition PARTITION = new LogPartition("events", 0);

    private final FakeLog<EventEntry> log = new FakeLog<>(0, 1_000);
    private final History history = new History(log, _ -> PARTITION);

    private void happens(long n) {
        var ref = new EntityRef(EntityType.HOST, "h_1");
        var cause = new Cause(Cause.Kind.COMMAND, "c-1", "test", null, "t", 0, 0, Instant.EPOCH, null);
        var record = new EventRecord("a", n, n - 1, ref, cause, new Event.HostReturned());
        log.append("a", new EventEntry(record, new byte[0]), 1);
    }

    private History.Page page(long until, Cursor.Events after) throws InterruptedException {
        return history.read("a", _ -> true, Instant.EPOCH, until, after, 100);
    }

    private static List<Long> numbers(History.Page page) {
        return page.events().stream().map(event -> event.record().n()).toList();
    }

    @Test
    void what_the_state_shows_before_the_log_does_is_waited_for() throws Exception {
        happens(1);
        log.beforeRead = () -> log.beforeRead = () -> happens(2);

        History.Page page = page(2, null);

        assertThat(numbers(page)).containsExactly(1L, 2L);
        assertThat(page.next()).isNull();
    }

    @Test
    void also_the_very_first() throws Exception {
        log.beforeRead = () -> log.beforeRead = () -> happens(1);

        assertThat(numbers(page(1, null))).containsExactly(1L);
    }

    @Test
    void what_does_not_come_in_time_is_on_the_next_page() throws Exception {
        happens(1);

        History.Page page = page(2, null);
        happens(2);

        assertThat(numbers(page)).containsExactly(1L);
        assertThat(page.next()).isNotNull();
        assertThat(numbers(page(2, page.next()))).containsExactly(2L);
    }

    @Test
    void what_has_left_the_log_is_not_waited_for() throws Exception {
        happens(1);
        log.beforeRead = () -> log.forget(1);
        long began = System.nanoTime();

        History.Page page = page(1, null);

        assertThat(page.events()).isEmpty();
        assertThat(page.next()).isNull();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
    }
}
