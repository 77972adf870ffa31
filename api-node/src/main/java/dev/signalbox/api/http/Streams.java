package dev.signalbox.api.http;

import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.Refusal;
import dev.signalbox.schemas.error.ErrorCode;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All open streams and WebSockets of a node: counted, watched for clients that do not read, and ended first
/// when the server stops. Answers that are written as a whole are watched too.
public final class Streams implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Streams.class);
    private static final long CHECK_MILLIS = 500;

    private final Set<Open> open = ConcurrentHashMap.newKeySet();
    private final Set<Open> answers = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> bySubject = new ConcurrentHashMap<>();
    private final LongAdder cut = new LongAdder();
    private final int maxPerSubject;
    private final Thread watchdog;
    private volatile boolean stopping;

    public Streams(int maxPerSubject) {
        this.maxPerSubject = maxPerSubject;
        this.watchdog = Thread.ofVirtual().name("api-watchdog").start(this::watch);
    }

    /// Whether one more stream of somebody would be admitted now.
    ///
    /// @throws dev.signalbox.api.core.RefusedException RATE_LIMITED
    void check(Principal who) {
        admit(who).close();
    }

    /// Counts a stream of the namespace's subject until closed.
    ///
    /// @throws dev.signalbox.api.core.RefusedException RATE_LIMITED
    public Permit admit(Principal who) {
        return admit(who.namespace() + "/" + who.subject());
    }

    /// Counts a stream of somebody who is not known yet until closed, among those from the same place.
    ///
    /// @throws dev.signalbox.api.core.RefusedException RATE_LIMITED
    Permit admitUnknown(SocketAddress from) {
        boolean inet = from instanceof InetSocketAddress at && at.getAddress() != null;
        return admit("/" + (inet ? ((InetSocketAddress) from).getAddress().getHostAddress() : from.toString()));
    }

    private Permit admit(String counted) {
        if (stopping) {
            throw Refusal.of(ErrorCode.UNAVAILABLE, "this node is stopping").asException();
        }
        bySubject.compute(counted, (_, count) -> {
            int now = count == null ? 1 : count + 1;
            if (now > maxPerSubject) {
                throw Refusal.of(
                                ErrorCode.RATE_LIMITED,
                                "more than " + maxPerSubject + " streams are open for this subject")
                        .hint("close some")
                        .asException();
            }
            return now;
        });
        return () -> bySubject.computeIfPresent(counted, (_, count) -> count == 1 ? null : count - 1);
    }

    /// What a stream is written from, such as a place in the log.
    @FunctionalInterface
    public interface Opening<T extends AutoCloseable> {
        T open() throws InterruptedException;
    }

    @FunctionalInterface
    public interface Writing<T> {
        void write(T source, StreamOutput out) throws Exception;
    }

    /// An answer of server-sent events, counted for as long as it is written; then its source is closed.
    ///
    /// @throws dev.signalbox.api.core.RefusedException RATE_LIMITED, and what the opening throws: then nothing is
    /// left open
    public <T extends AutoCloseable> Reply.Streamed events(Principal who, Opening<T> opening, Writing<T> writing)
            throws InterruptedException {
        Permit permit = admit(who);
        boolean opened = false;
        try {
            T source = opening.open();
            opened = true;
            // Proxies that collect an answer would hold back its events.
            return new Reply.Streamed(200, Map.of("X-Accel-Buffering", "no"), "text/event-stream", -1, out -> {
                try (permit;
                        source) {
                    writing.write(source, out);
                }
            });
        } finally {
            if (!opened) {
                permit.close();
            }
        }
    }

    /// Ends a count.
    @FunctionalInterface
    public interface Permit extends AutoCloseable {
        @Override
        void close();
    }

    /// An open stream or socket, whose writer may be blocked by its client.
    interface Open {
        /// Cuts a write that takes too long; true when it did, and the client was not told before.
        boolean cutIfLate(long now);

        /// Asks it to end; returns at once.
        void stop();
    }

    void opened(Open stream) {
        open.add(stream);
        if (stopping) {
            stream.stop();
        }
    }

    void closed(Open stream) {
        open.remove(stream);
    }

    /// Watches an answer while it is written.
    void answering(Open answer) {
        answers.add(answer);
    }

    void answered(Open answer) {
        answers.remove(answer);
    }

    /// How many are open.
    public int size() {
        return open.size();
    }

    /// One is ended because its client does not read.
    void tooSlow() {
        cut.increment();
        log.atInfo().log("cut off a client that does not read");
    }

    /// How many were cut, answers too, because their client did not read.
    public long cut() {
        return cut.sum();
    }

    /// Asks all streams to end and waits some seconds until they have; no new ones are admitted.
    public void stop() {
        stopping = true;
        open.forEach(Open::stop);
        long deadline = System.nanoTime() + HttpListener.GRACE.toNanos();
        try {
            while (size() > 0 && System.nanoTime() < deadline) {
                Thread.sleep(5);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stopping = true;
        watchdog.interrupt();
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(CHECK_MILLIS);
                long now = System.nanoTime();
                cutLate(open, now);
                cutLate(answers, now);
            }
        } catch (InterruptedException e) {
            // The listener has stopped.
        }
    }

    private void cutLate(Set<Open> writing, long now) {
        for (Open one : writing) {
            if (one.cutIfLate(now)) {
                tooSlow();
            }
        }
    }
}
