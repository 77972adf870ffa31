package dev.signalbox.api.core.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.cursor.Cursor;
import dev.signalbox.api.core.cursor.Hint;
import dev.signalbox.api.core.feed.EventFeeds.From;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.event.EventRecord;
import dev.signalbox.schemas.state.Cause;
import dev.signalbox.schemas.state.EntityRef;
import dev.signalbox.schemas.state.EntityType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class EventFollowerTest {
    private static final LogPartition PARTITION = new LogPartition("events", 0);
    private static final Duration LONG = Duration.ofSeconds(20);

    private final FakeLog<EventEntry> log = new FakeLog<>(0, 1_000);
    private final EventFeeds feeds = new EventFeeds(log, _ -> PARTITION, 1_000);
    private final EventFollower follower = new EventFollower(feeds, "a");
    private final List<Long> told = new CopyOnWriteArrayList<>();
    private final List<ErrorCode> lost = new CopyOnWriteArrayList<>();
    private volatile long refused;
    private int refusals = 1;
    private Thread thread = Thread.ofVirtual().start(() -> {});

    private void follow(From from) {
        thread = Thread.startVirtualThread(() -> {
            try {
                follower.follow(from, new Noting());
            } catch (InterruptedException e) {
                // The test is over.
            }
        });
    }

    private void happens(long n) {
        var ref = new EntityRef(EntityType.HOST, "h_1");
        var cause = new Cause(Cause.Kind.COMMAND, "c-1", "test", null, "t", 0, 0, Instant.EPOCH, null);
        var record = new EventRecord("a", n, n - 1, ref, cause, new Event.HostReturned());
        log.append("a", new EventEntry(record, new byte[0]), 1);
    }

    @AfterEach
    void end() throws InterruptedException {
        follower.close();
        assertThat(thread.join(LONG)).isTrue();
        assertThat(log.watchers).isZero();
    }

    @Test
    void it_is_open_once_the_log_can_be_read_and_tells_what_happens_from_then_on() throws Exception {
        happens(1);
        log.away = true;
        follow(new From.End());
        assertThat(follower.awaitOpen(Duration.ofMillis(50))).isFalse();

        log.away = false;

        assertThat(follower.awaitOpen(LONG)).isTrue();
        happens(2);
        await().untilAsserted(() -> assertThat(told).containsExactly(2L));
    }

    @Test
    void what_happens_between_the_place_that_was_taken_and_the_opening_comes_too() throws Exception {
        happens(1);
        From now = feeds.now("a");
        happens(2);

        follow(now);

        await().untilAsserted(() -> assertThat(told).containsExactly(2L));
    }

    @Test
    void no_place_is_taken_in_a_log_that_is_away() throws Exception {
        log.away = true;

        assertThat(feeds.now("a")).isEqualTo(new From.End());
    }

    @Test
    void what_could_not_be_told_comes_again_and_nothing_is_left_out() throws Exception {
        refused = 2;
        follow(new From.End());
        assertThat(follower.awaitOpen(LONG)).isTrue();

        happens(1);
        happens(2);
        await().until(() -> refused == 0);
        happens(3);

        await().untilAsserted(() -> assertThat(told).containsExactly(1L, 2L, 3L));
        assertThat(lost).isEmpty();
    }

    @Test
    void what_is_refused_twice_comes_a_third_time() throws Exception {
        refusals = 2;
        refused = 1;
        follow(new From.End());
        assertThat(follower.awaitOpen(LONG)).isTrue();

        happens(1);
        happens(2);

        await().untilAsserted(() -> assertThat(told).containsExactly(1L, 2L));
        assertThat(lost).isEmpty();
    }

    @Test
    void a_place_that_leaves_the_log_while_it_is_gone_to_is_told_as_too_old_and_what_is_retained_follows()
            throws Exception {
        for (long n = 1; n <= 4; n++) {
            happens(n);
        }
        log.beforeRead = () -> log.forget(2);
        follow(new From.Behind("cursor", new Cursor.Events("a", 1, new Hint(new UUID(1, 1), 0, 0))));

        await().untilAsserted(() -> assertThat(told).containsExactly(3L, 4L));
        assertThat(lost).containsExactly(ErrorCode.CURSOR_EXPIRED);
    }

    @Test
    void so_is_a_place_in_front_of_whatever_came_next() throws Exception {
        happens(1);
        happens(2);
        log.beforeRead = () -> log.forget(1);
        follow(new From.Behind("cursor", new Cursor.Events("a", 0, new Hint(new UUID(1, 1), 0, 0))));

        await().untilAsserted(() -> assertThat(told).containsExactly(2L));
        assertThat(lost).containsExactly(ErrorCode.CURSOR_EXPIRED);
    }

    @Test
    void a_place_of_which_only_the_event_before_it_left_the_log_is_gone_on_from() throws Exception {
        happens(1);
        happens(2);
        log.beforeRead = () -> log.forget(1);
        follow(new From.Behind("cursor", new Cursor.Events("a", 1, new Hint(new UUID(1, 1), 0, 0))));

        await().untilAsserted(() -> assertThat(told).containsExactly(2L));
        assertThat(lost).isEmpty();
    }

    @Test
    void a_place_that_is_none_is_told_and_what_happens_from_then_on() throws Exception {
        happens(1);
        follow(new From.Behind("cursor", new Cursor.Events("a", 7, new Hint(new UUID(9, 9), 0, 0))));
        assertThat(follower.awaitOpen(LONG)).isTrue();

        happens(2);

        await().untilAsserted(() -> assertThat(told).containsExactly(2L));
        assertThat(lost).containsExactly(ErrorCode.CURSOR_INVALID);
    }

    @Test
    void a_place_that_is_too_old_is_told_and_all_that_is_retained_behind_it() throws Exception {
        for (long n = 1; n <= 4; n++) {
            happens(n);
        }
        log.forget(2);
        follow(new From.Behind("cursor", new Cursor.Events("a", 1, new Hint(new UUID(1, 1), 0, 0))));

        await().untilAsserted(() -> assertThat(told).containsExactly(3L, 4L));
        assertThat(lost).containsExactly(ErrorCode.CURSOR_EXPIRED);
    }

    private final class Noting implements EventFollower.Listener {
        @Override
        public void told(EventStep step) {
            if (step instanceof EventStep.Happened(var record, var _, var _)) {
                if (record.n() == refused && refusals-- > 0) {
                    refused = refusals == 0 ? 0 : refused;
                    throw Refusal.of(ErrorCode.UNAVAILABLE, "not now").asException();
                }
                told.add(record.n());
            }
        }

        @Override
        public void lost(Refusal why) {
            lost.add(why.code());
        }
    }
}
