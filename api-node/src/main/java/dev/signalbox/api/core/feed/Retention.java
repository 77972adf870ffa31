package dev.signalbox.api.core.feed;

import dev.signalbox.schemas.state.OutputIndex.Point;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Tells what is retained of sessions' output, without holding up who asks: where the log begins is asked for at
/// most once in a while for each host, and a log that is away is not waited for.
final class Retention {
    private static final Duration FRESH = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofMillis(200);

    private final LogSource<?> source;
    private final Map<LogPartition, Asked> asked = new ConcurrentHashMap<>();

    private record Asked(long nanos, CompletableFuture<Long> begin) {
        boolean old() {
            return System.nanoTime() - nanos > FRESH.toNanos();
        }
    }

    Retention(LogSource<?> source) {
        this.source = source;
    }

    /// Empty when it is not known, and for a session that has not put out anything yet.
    Optional<Retained> of(Session session, List<Point> points) throws InterruptedException {
        if (session.hostId() == null || session.process() == null) {
            return Optional.empty();
        }
        var partition = new LogPartition(Topics.output(session.hostId()).name(), 0);
        Asked now = asked.compute(partition, (_, known) -> known == null || known.old() ? ask(partition) : known);
        try {
            long begin = now.begin().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return begin == 0 ? Optional.of(new Retained(1, 0L)) : behind(begin, points);
        } catch (ExecutionException | TimeoutException _) {
            return Optional.empty();
        }
    }

    private Asked ask(LogPartition partition) {
        CompletableFuture<Long> begin = new CompletableFuture<>();
        Thread.ofVirtual().name("retention").start(() -> {
            try {
                begin.complete(source.bounds(partition).begin());
            } catch (LogSource.LogAwayException e) {
                begin.completeExceptionally(e);
            } catch (InterruptedException e) {
                begin.completeExceptionally(e);
                Thread.currentThread().interrupt();
            }
        });
        return new Asked(System.nanoTime(), begin);
    }

    /// Pure: the first place that is known to be behind the oldest record.
    static Optional<Retained> behind(long begin, List<Point> points) {
        return points.stream()
                .filter(point -> point.offset() >= begin)
                .findFirst()
                .map(point -> new Retained(point.seq(), point.streamByte()));
    }
}
