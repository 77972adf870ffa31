package dev.signalbox.api.core.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.api.http.RateLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RateLimiterTest {
    private static final Quota THREE = new Quota("starts", 3, Duration.ofSeconds(10));

    private Instant now = Instant.parse("2026-11-20T10:00:00Z");
    private final RateLimiter limiter = new RateLimiter(() -> now, 100);

    private void pass(Duration time) {
        now = now.plus(time);
    }

    @Test
    void so_many_are_admitted_and_one_more_when_the_oldest_is_over() {
        assertThat(limiter.take(THREE, "ann").remaining()).isEqualTo(2);
        pass(Duration.ofSeconds(4));
        assertThat(limiter.take(THREE, "ann").remaining()).isEqualTo(1);
        assertThat(limiter.take(THREE, "ann").remaining()).isZero();
        Verdict refused = limiter.take(THREE, "ann");
        assertThat(refused.admitted()).isFalse();
        assertThat(refused.secondsToMore()).isEqualTo(6);
        pass(Duration.ofMillis(5_999));
        assertThat(limiter.take(THREE, "ann").admitted()).isFalse();
        pass(Duration.ofMillis(1));
        assertThat(limiter.take(THREE, "ann").admitted()).isTrue();
        assertThat(limiter.take(THREE, "ann").admitted()).isFalse();
    }

    @Test
    void who_only_looks_is_told_the_same_and_not_counted() {
        for (int i = 0; i < 5; i++) {
            assertThat(limiter.look(THREE, "ann").remaining()).isEqualTo(3);
        }
        for (int i = 0; i < 3; i++) {
            limiter.take(THREE, "ann");
        }
        Verdict seen = limiter.look(THREE, "ann");
        assertThat(seen.admitted()).isFalse();
        assertThat(seen).isEqualTo(limiter.take(THREE, "ann"));
        pass(Duration.ofSeconds(10));
        assertThat(limiter.look(THREE, "ann").remaining()).isEqualTo(3);
    }

    @Test
    void subjects_and_buckets_are_counted_by_themselves() {
        for (int i = 0; i < 3; i++) {
            limiter.take(THREE, "ann");
        }
        assertThat(limiter.take(THREE, "ann").admitted()).isFalse();
        assertThat(limiter.take(THREE, "bob").admitted()).isTrue();
        assertThat(limiter.take(new Quota("reads", 3, Duration.ofSeconds(10)), "ann")
                        .admitted())
                .isTrue();
    }

    @Test
    void no_window_ever_holds_more_than_the_quota() {
        var random = new Random(7);
        var quota = new Quota("many", 37, Duration.ofSeconds(5));
        var admitted = new ArrayDeque<Instant>();
        for (int i = 0; i < 20_000; i++) {
            pass(Duration.ofMillis(random.nextInt(100)));
            admitted.removeIf(at -> !at.isAfter(now.minus(quota.window())));
            boolean was = limiter.take(quota, "ann").admitted();
            assertThat(was).isEqualTo(admitted.size() < 37);
            if (was) {
                admitted.add(now);
            }
        }
    }

    @Test
    void of_many_subjects_the_ones_that_were_quiet_longest_are_forgotten() {
        var small = new RateLimiter(() -> now, 2);
        var one = new Quota("one", 1, Duration.ofHours(1));
        small.take(one, "ann");
        small.take(one, "bob");
        assertThat(small.take(one, "ann").admitted()).isFalse();
        small.take(one, "carl");
        assertThat(small.take(one, "ann").admitted()).isFalse();
        assertThat(small.take(one, "bob").admitted()).isTrue();
    }

    @Test
    void at_once_no_more_are_admitted_than_one_after_the_other() throws Exception {
        var quota = new Quota("many", 50, Duration.ofSeconds(5));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = threads.invokeAll(IntStream.range(0, 400)
                    .<Callable<Boolean>>mapToObj(
                            _ -> () -> limiter.take(quota, "ann").admitted())
                    .toList());
            int admitted = 0;
            for (var one : all) {
                admitted += one.get() ? 1 : 0;
            }
            assertThat(admitted).isEqualTo(50);
        }
    }

    @Test
    void headers_say_what_is_left() {
        limiter.take(THREE, "ann");
        pass(Duration.ofMillis(2_500));
        Verdict verdict = limiter.take(THREE, "ann");

        assertThat(RateLimits.standard(verdict))
                .containsEntry("RateLimit-Policy", "\"starts\";q=3;w=10")
                .containsEntry("RateLimit", "\"starts\";r=1;t=8");
        assertThat(RateLimits.classic(verdict))
                .containsEntry("X-RateLimit-Limit", "3")
                .containsEntry("X-RateLimit-Remaining", "1")
                .containsEntry("X-RateLimit-Reset", Long.toString(now.getEpochSecond() + 8));
    }

    @Test
    void a_quota_that_is_none_is_refused() {
        assertThatThrownBy(() -> new Quota("x", 0, Duration.ofSeconds(1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Quota("x y", 1, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Quota("x", 1, Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }
}
