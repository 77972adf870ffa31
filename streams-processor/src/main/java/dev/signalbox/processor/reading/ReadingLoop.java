package dev.signalbox.processor.reading;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Polls a consumer on a thread of its own until it is closed. Whatever goes wrong, it says so and begins again with a
/// new consumer, so that nothing but `close` ends it.
public final class ReadingLoop<K, V> implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ReadingLoop.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final long AGAIN_MILLIS = 1_000;
    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final String name;
    private final Supplier<Consumer<K, V>> consumers;
    private final Work<K, V> work;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable Consumer<K, V> current;
    private volatile @Nullable String trouble;

    /// What is done with each poll's records, also when there are none.
    public interface Work<K, V> {
        void on(Consumer<K, V> consumer, ConsumerRecords<K, V> records) throws InterruptedException;
    }

    private ReadingLoop(String name, Supplier<Consumer<K, V>> consumers, Work<K, V> work) {
        this.name = name;
        this.consumers = consumers;
        this.work = work;
        this.thread = Thread.ofPlatform().name(name).unstarted(this::run);
    }

    /// @param consumers makes a consumer that is subscribed or assigned
    public static <K, V> ReadingLoop<K, V> start(String name, Supplier<Consumer<K, V>> consumers, Work<K, V> work) {
        var loop = new ReadingLoop<>(name, consumers, work);
        loop.thread.start();
        return loop;
    }

    /// What keeps it from its work at the moment.
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble).map(why -> "the " + name + " begins again: " + why);
    }

    private void run() {
        try {
            do {
                read();
            } while (!closing.await(AGAIN_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException | InterruptException _) {
            log.debug("{} was interrupted", name);
        }
    }

    private void read() throws InterruptedException {
        try (Consumer<K, V> consumer = consumers.get()) {
            current = consumer;
            while (closing.getCount() > 0) {
                work.on(consumer, consumer.poll(POLL));
                trouble = null;
            }
        } catch (WakeupException _) {
            log.debug("{} ends", name);
        } catch (InterruptException e) {
            throw e;
        } catch (RuntimeException e) {
            trouble = e.getMessage();
            log.atError().setCause(e).log("the {} failed and begins again", name);
        } finally {
            current = null;
        }
    }

    @Override
    public void close() {
        closing.countDown();
        Consumer<K, V> consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
        try {
            if (!thread.join(CLOSE)) {
                thread.interrupt();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
