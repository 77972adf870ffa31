package dev.signalbox.api.core.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.stage.Entities;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.state.Cause;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.state.SessionStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Who asks for what sessions use, how often, and who waits.
final class LatestMeasurementsTest {
    private static final Instant START = Instant.parse("2026-11-20T09:00:00Z");
    private static final Principal SOMEBODY = new Principal("somebody", "default", Principal.PERSON, null, null);

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch answers = new CountDownLatch(1);
    private volatile boolean silent;

    private final LatestMeasurements latest = new LatestMeasurements(
            (_, _, _) -> {
                asked.incrementAndGet();
                answers.await();
                if (silent) {
                    throw Refusal.of(ErrorCode.UNAVAILABLE, "no answer").asException();
                }
                return new Session.Measured(now.get(), 2, 2, 2);
            },
            now::get);

    private static Session measured(@Nullable Instant at) {
        var cause = new Cause(Cause.Kind.COMMAND, "c", "test", null, "t", 0, 0, START, null);
        return Entities.running("s", "h-host", false, cause)
                .edit(edit -> edit.measured = at == null ? null : new Session.Measured(at, 1, 1, 1));
    }

    private long bytes(@Nullable Instant at) throws InterruptedException {
        Session.Measured read = latest.of(SOMEBODY, measured(at));
        return read == null ? 0 : read.memoryBytes();
    }

    @Test
    void what_was_measured_lately_is_not_measured_again() throws Exception {
        assertThat(bytes(START.minus(Session.Measured.FRESH).plusMillis(1))).isEqualTo(1);
        assertThat(asked).hasValue(0);
    }

    @Test
    void what_is_a_little_old_is_given_at_once_and_measured_again_meanwhile() throws Exception {
        assertThat(bytes(START.minus(Session.Measured.FRESH))).isEqualTo(1);
        await().until(() -> asked.get() == 1);

        assertThat(bytes(START.minus(Session.Measured.FRESH))).isEqualTo(1);
        answers.countDown();
        assertThat(asked).hasValue(1);
    }

    @Test
    void what_is_old_or_missing_is_waited_for_by_all_who_ask_at_the_price_of_one_question() throws Exception {
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Long>> given = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Instant at = i % 2 == 0 ? null : START.minus(LatestMeasurements.OLD);
                given.add(callers.submit(() -> bytes(at)));
            }
            await().until(() -> asked.get() == 1);
            answers.countDown();
            for (Future<Long> one : given) {
                assertThat(one.get()).isEqualTo(2);
            }
        }
    }

    @Test
    void who_waited_for_a_host_that_does_not_answer_is_the_last_to_wait_for_a_while() throws Exception {
        silent = true;
        answers.countDown();
        assertThat(bytes(START.minus(Duration.ofHours(1)))).isEqualTo(1);
        assertThat(bytes(null)).isZero();
        assertThat(asked).hasValue(1);

        now.set(START.plus(LatestMeasurements.QUIET));
        silent = false;
        assertThat(bytes(null)).isEqualTo(2);
        assertThat(asked).hasValue(2);
    }

    @Test
    void of_one_that_does_not_run_nothing_is_measured() throws Exception {
        Session over = measured(START.minus(Duration.ofHours(1))).edit(edit -> edit.status = SessionStatus.UNKNOWN);

        Session.Measured read = latest.of(SOMEBODY, over);
        assertThat(read == null ? 0 : read.memoryBytes()).isEqualTo(1);
        assertThat(asked).hasValue(0);
    }
}
