package dev.signalbox.api.core.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.api.core.feed.LogFeed.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class LogFeedTest {
    private static final LogPartition PARTITION = new LogPartition("t", 0);
    private static final Duration AT_ONCE = Duration.ofMillis(2);

    private static LogFeed<String> feed(FakeLog<String> log, String key, boolean follow, long from, long capacity) {
        return new LogFeed<>(log, PARTITION, key, follow, from, log.entries.size(), capacity, offset -> offset);
    }

    private static List<String> expected(FakeLog<String> log, String key, long from) {
        return log.entries.stream()
                .filter(e -> e.offset() >= from && e.concerns(key))
                .map(LogEntry::value)
                .toList();
    }

    /// Log, tail and three clients take turns in a thousand different orders; queues are so small and slices so
    /// short that the hand-over between log and tail happens all the time.
    @Test
    void whatever_the_order_of_turns_nothing_is_lost_and_nothing_comes_twice() throws Exception {
        for (int seed = 0; seed < 1_000; seed++) {
            Random random = new Random(seed);
            FakeLog<String> log = new FakeLog<>(random.nextInt(60), 1 + random.nextInt(40));
            List<LogFeed<String>> feeds = new ArrayList<>();
            List<List<String>> given = new ArrayList<>();
            List<Long> froms = new ArrayList<>();
            List<String> keys = new ArrayList<>();
            int count = 0;
            for (int turn = 0; turn < 200; turn++) {
                switch (random.nextInt(10)) {
                    case 0, 1, 2 -> {
                        String key = List.of("a", "b", "all").get(random.nextInt(3));
                        log.append(key, key + count++, 1 + random.nextInt(20));
                    }
                    case 3, 4, 5 -> log.moveTail(1 + random.nextInt(3));
                    case 6 -> {
                        if (!log.tailOpen()) {
                            log.openTail();
                        } else if (random.nextInt(8) == 0) {
                            log.closeTail();
                        }
                    }
                    default -> {
                        if (feeds.size() < 3 && random.nextInt(4) == 0) {
                            long from = random.nextInt(log.entries.size() + 1);
                            String key = random.nextBoolean() ? "a" : "b";
                            feeds.add(feed(log, key, true, from, 30));
                            given.add(new ArrayList<>());
                            froms.add(from);
                            keys.add(key);
                        } else if (!feeds.isEmpty()) {
                            int which = random.nextInt(feeds.size());
                            take(feeds.get(which), given.get(which), Duration.ZERO);
                        }
                    }
                }
            }
            if (!log.tailOpen()) {
                log.openTail();
            }
            log.moveTail(1_000);
            for (int i = 0; i < feeds.size(); i++) {
                drain(feeds.get(i), given.get(i));
                assertThat(given.get(i)).as("seed " + seed).isEqualTo(expected(log, keys.get(i), froms.get(i)));
                feeds.get(i).close();
            }
            assertThat(log.watchers).isZero();
            assertThat(log.tail.attached()).isZero();
        }
    }

    private static void take(LogFeed<String> feed, List<String> into, Duration patience) throws Exception {
        if (feed.next(patience) instanceof Step.Entry<String>(var entry)) {
            into.add(entry.value());
        }
    }

    private static void drain(LogFeed<String> feed, List<String> into) throws Exception {
        while (true) {
            switch (feed.next(AT_ONCE)) {
                case Step.Entry<String>(var entry) -> into.add(entry.value());
                case Step.CaughtUp<String> _, Step.Moved<String> _ -> {}
                case Step.Idle<String>(var atEnd) -> {
                    if (atEnd) {
                        return;
                    }
                }
                case Step.Away<String>(var why) -> throw new AssertionError(why);
            }
        }
    }

    @Test
    void a_client_that_does_not_read_holds_no_more_than_its_queue() throws Exception {
        FakeLog<String> log = new FakeLog<>(0, 1_000);
        log.openTail();
        try (var slow = feed(log, "a", true, 0, 50)) {
            assertThat(slow.next(AT_ONCE)).isInstanceOf(Step.CaughtUp.class);
            for (int i = 0; i < 100; i++) {
                log.append("a", "a" + i, 10);
                log.moveTail(1);
            }
            assertThat(log.tail.attached()).isZero();
            List<String> given = new ArrayList<>();
            drain(slow, given);
            assertThat(given).isEqualTo(expected(log, "a", 0));
        }
    }

    @Test
    void without_following_it_has_caught_up_at_what_was_there_when_it_began() throws Exception {
        FakeLog<String> log = new FakeLog<>(0, 10);
        log.append("a", "one", 10);
        log.append("b", "other", 10);
        log.append("a", "two", 10);
        try (var feed = feed(log, "a", false, 0, 100)) {
            log.append("b", "later", 10);

            assertThat(feed.next(AT_ONCE)).isEqualTo(new Step.Entry<>(log.entries.get(0)));
            assertThat(feed.next(AT_ONCE)).isEqualTo(new Step.Entry<>(log.entries.get(2)));
            assertThat(feed.next(AT_ONCE)).isInstanceOf(Step.CaughtUp.class);
            assertThat(feed.next(AT_ONCE)).isEqualTo(new Step.Idle<String>(true));
        }
        assertThat(log.watchers).isZero();
    }

    @Test
    void what_has_left_the_log_is_told_and_reading_goes_on_where_it_begins() throws Exception {
        FakeLog<String> log = new FakeLog<>(0, 10);
        for (int i = 0; i < 10; i++) {
            log.append("a", "a" + i, 10);
        }
        log.forget(7);
        try (var feed = feed(log, "a", false, 2, 100)) {
            assertThat(feed.next(AT_ONCE)).isEqualTo(new Step.Moved<String>(7));
            List<String> given = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                take(feed, given, AT_ONCE);
            }
            assertThat(given).containsExactly("a7", "a8", "a9");
        }
    }

    @Test
    void an_entry_point_of_the_index_saves_reading_what_others_wrote() throws Exception {
        FakeLog<String> log = new FakeLog<>(0, 10);
        log.append("a", "a0", 10);
        for (int i = 0; i < 50; i++) {
            log.append("b", "b" + i, 10);
        }
        log.append("a", "a1", 10);
        List<Long> asked = new ArrayList<>();
        try (var feed = new LogFeed<>(log, PARTITION, "a", false, 1, log.entries.size(), 100, offset -> {
            asked.add(offset);
            return 51;
        })) {
            assertThat(feed.next(AT_ONCE)).isEqualTo(new Step.Entry<>(log.entries.getLast()));
            assertThat(asked).containsExactly(1L);
        }
    }

    @Test
    void waking_ends_a_wait() throws Exception {
        FakeLog<String> log = new FakeLog<>(0, 10);
        log.openTail();
        try (var feed = feed(log, "a", true, 0, 100)) {
            assertThat(feed.next(AT_ONCE)).isInstanceOf(Step.CaughtUp.class);
            Thread.ofVirtual().start(feed::wake);

            assertThat(feed.next(Duration.ofSeconds(30))).isEqualTo(new Step.Idle<String>(true));
        }
    }
}
