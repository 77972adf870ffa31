package dev.signalbox.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.signalbox.api.http.WsOutbox.Frame;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class WsOutboxTest {
    private static final Frame LARGE = new Frame.Binary(new byte[0], new byte[700_000]);
    private static final Frame.Close CLOSE = new Frame.Close(1013, "the client is too slow");

    private final WsOutbox outbox = new WsOutbox();

    private boolean put(Frame frame, Duration patience) {
        try {
            return outbox.put(frame, patience);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void one_frame_finds_room_whatever_its_size_and_the_next_one_waits_for_it() throws Exception {
        var huge = new Frame.Text("x".repeat(3_000_000));
        assertThat(put(huge, Duration.ZERO)).isTrue();
        assertThat(put(LARGE, Duration.ofMillis(20))).isFalse();

        var waiting = CompletableFuture.supplyAsync(() -> put(LARGE, Duration.ofSeconds(20)));
        assertThat(outbox.take(0)).isEqualTo(huge);

        assertThat(waiting.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(outbox.take(0)).isEqualTo(LARGE);
        assertThat(outbox.take(0)).isNull();
    }

    @Test
    void a_close_finds_room_behind_everything_and_nothing_follows_it() throws Exception {
        assertThat(put(LARGE, Duration.ZERO)).isTrue();
        assertThat(outbox.offer(LARGE)).isFalse();
        assertThat(put(new Frame.Text("x".repeat(347_000)), Duration.ZERO)).isTrue();

        assertThat(outbox.offer(CLOSE)).isTrue();

        assertThat(outbox.offer(new Frame.Close(1000, "bye"))).isFalse();
        assertThatThrownBy(() -> outbox.put(new Frame.Text("x"), Duration.ofSeconds(20)))
                .isInstanceOf(WsPeer.ClosedException.class);
        var _ = outbox.take(0);
        var _ = outbox.take(0);
        assertThat(outbox.take(0)).isEqualTo(CLOSE);
    }

    @Test
    void a_close_finds_room_where_there_is_none() {
        assertThat(put(new Frame.Text("x".repeat(3_000_000)), Duration.ZERO)).isTrue();

        assertThat(outbox.offer(CLOSE)).isTrue();
    }

    @Test
    void who_waits_for_room_hears_that_it_is_closed() {
        assertThat(put(LARGE, Duration.ZERO)).isTrue();
        var waiting = CompletableFuture.supplyAsync(() -> put(LARGE, Duration.ofSeconds(20)));

        assertThat(outbox.offer(CLOSE)).isTrue();

        await().until(waiting::isDone);
        assertThat(waiting).isCompletedExceptionally();
    }
}
