package dev.signalbox.api.http;

import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.http.WsOutbox.Frame;
import dev.signalbox.schemas.error.ErrorCode;
import io.helidon.common.buffers.BufferData;
import io.helidon.websocket.WsSession;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One open WebSocket. Helidon's session is written by one thread only, because two corrupt it; it tells of no
/// broken connection, so that thread also looks after the lease: it pings, and what does not answer is ended. A
/// client for which somebody waits too long is closed behind what it has not read; a write that it does not take at
/// all is cut as with any stream.
final class WsConnection implements WsPeer, Streams.Open {
    private static final Logger log = LoggerFactory.getLogger(WsConnection.class);
    private static final int INBOX = 128;
    private static final int INTERNAL = 1011;
    private static final int LATER = 1013;
    private static final long LOOK_MILLIS = 500;
    private static final Duration CLOSING = Duration.ofSeconds(2);

    /// Stands in the inbox for a message that cannot be read; it is no message itself.
    static final String UNREADABLE = "\ufffd";

    private final WsUpgrade.Opening opening;
    private final WsSession session;
    private final Streams streams;
    private final Timing timing;
    private final Thread reader = Thread.currentThread();
    private final WsOutbox outbox = new WsOutbox();
    private final BlockingQueue<String> inbox = new ArrayBlockingQueue<>(INBOX);
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Lock writes = new ReentrantLock();
    private final Thread writer;
    private final Thread worker;
    private final WsProtocol.Conversation conversation;
    private final long opened = System.nanoTime();
    private volatile long heard = opened;
    private volatile @Nullable Principal principal;
    private Streams.Permit permit;
    private long writingSince;
    private boolean writing;
    private boolean dropped;
    private boolean cut;

    /// @param ping time between pings
    /// @param lease how long nothing may come from the client
    /// @param write how long a write may take
    record Timing(Duration ping, Duration lease, Duration write) {
        /// How long something may wait for room to be queued: less than a write may take, so that who reads again
        /// in time is told why it is closed.
        Duration room() {
            return write.dividedBy(2);
        }
    }

    /// Called on the thread that reads the connection.
    WsConnection(WsUpgrade.Opening opening, Streams.Permit permit, WsSession session, Streams streams, Timing timing) {
        this.opening = opening;
        this.principal = opening.principal();
        this.permit = permit;
        this.session = session;
        this.streams = streams;
        this.timing = timing;
        this.conversation = opening.beginning().begin(this);
        this.writer = Thread.ofVirtual().name("ws-writer").unstarted(this::write);
        this.worker = Thread.ofVirtual().name("ws-worker").unstarted(this::work);
    }

    void start() {
        streams.opened(this);
        writer.start();
        worker.start();
    }

    /// A whole text message; waits while many are still to be worked on, so that the client is held back.
    void received(String text) {
        heard();
        try {
            while (!ended.get() && !inbox.offer(text, LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                heard();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void heard() {
        heard = System.nanoTime();
    }

    void pinged(byte[] data) {
        heard();
        boolean _ = outbox.offer(new Frame.Pong(data));
    }

    @Override
    public Principal principal() {
        Principal known = principal;
        if (known == null) {
            throw Refusal.of(ErrorCode.UNAUTHENTICATED, "who this is has not been said")
                    .asException();
        }
        return known;
    }

    @Override
    public boolean known() {
        return principal != null;
    }

    @Override
    public synchronized void introduce(Principal who) {
        if (ended.get()) {
            throw new ClosedException();
        }
        Principal before = principal;
        if (before != null
                && !(before.subject().equals(who.subject())
                        && before.namespace().equals(who.namespace()))) {
            throw Refusal.of(ErrorCode.FORBIDDEN, "this socket is somebody else's")
                    .asException();
        }
        who.require(opening.protocol().needs());
        if (before == null) {
            Streams.Permit counted = streams.admit(who);
            permit.close();
            permit = counted;
        }
        principal = who;
    }

    @Override
    public Credentials credentials() {
        return opening.credentials();
    }

    @Override
    public String path() {
        return opening.path();
    }

    @Override
    public void send(String text) throws InterruptedException {
        put(new Frame.Text(text));
    }

    @Override
    public void send(byte[] bytes) throws InterruptedException {
        put(new Frame.Binary(bytes, new byte[0]));
    }

    @Override
    public void send(byte[] head, byte[] rest) throws InterruptedException {
        put(new Frame.Binary(head, rest));
    }

    private void put(Frame frame) throws InterruptedException {
        if (!outbox.put(frame, timing.room())) {
            drop();
            throw new ClosedException();
        }
    }

    private void drop() {
        synchronized (this) {
            if (dropped) {
                return;
            }
            dropped = true;
        }
        streams.tooSlow();
        close(LATER, "the client is too slow");
    }

    @Override
    public void close(int code, String reason) {
        boolean _ = outbox.offer(new Frame.Close(code, reason));
    }

    /// The client has closed it, or it broke. Returns when nothing of ours is being written any more: the caller
    /// answers the client's close over what the writer may still be clearing up behind its last frame.
    void closed() {
        end();
        // Nothing is written any more; it only waits for what is.
        write(() -> session);
    }

    /// Lets everything go; may be called by any thread and more than once.
    void end() {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        streams.closed(this);
        outbox.close();
        worker.interrupt();
        try {
            conversation.end();
        } finally {
            synchronized (this) {
                permit.close();
            }
        }
    }

    @Override
    public void stop() {
        var farewell = opening.protocol().farewell();
        close(farewell.code(), farewell.reason());
    }

    @Override
    public synchronized boolean cutIfLate(long now) {
        if (writing && !cut && now - writingSince > timing.write().toNanos()) {
            cut = true;
            writer.interrupt();
            return !dropped;
        }
        return false;
    }

    private void write() {
        long nextPing = System.nanoTime() + timing.ping().toNanos();
        try {
            while (!ended.get()) {
                Frame frame = outbox.take(LOOK_MILLIS);
                if (frame != null) {
                    write(() -> send(frame));
                    if (frame instanceof Frame.Close) {
                        awaitClosed();
                        return;
                    }
                }
                long now = System.nanoTime();
                if (!reader.isAlive() || now - heard > timing.lease().toNanos()) {
                    return;
                }
                String over = over(now);
                if (over != null) {
                    write(() -> session.close(opening.protocol().closing(), over));
                    awaitClosed();
                    return;
                }
                if (now >= nextPing) {
                    nextPing = now + timing.ping().toNanos();
                    write(() -> session.ping(BufferData.create(new byte[0])));
                }
            }
            // The reader has ended it, and is answering the client's close: an interrupt now would break that off.
            awaitClosed();
        } catch (InterruptedException | RuntimeException e) {
            log.atDebug().log("a socket broke: {}", e.getMessage());
        } finally {
            end();
            // The reader is not told that the connection is over; an interrupt closes the channel under it.
            reader.interrupt();
        }
    }

    /// Why it may not go on; null: it may.
    private @Nullable String over(long now) {
        Principal known = principal;
        if (known == null) {
            boolean late = now - opened > opening.protocol().introduction().toNanos();
            return late ? "who this is was not said in time" : null;
        }
        Instant expires = known.expiresAt();
        return expires != null && !Instant.now().isBefore(expires)
                ? opening.protocol().expired()
                : null;
    }

    private WsSession send(Frame frame) {
        return switch (frame) {
            case Frame.Text(var text) -> session.send(text, true);
            case Frame.Binary(var head, var rest) ->
                session.send(BufferData.create(BufferData.create(head), BufferData.create(rest)), true);
            case Frame.Pong(var bytes) -> session.pong(BufferData.create(bytes));
            case Frame.Close(var code, var reason) -> session.close(code, reason);
        };
    }

    /// Writes, unless it has ended: from then on the reader may be answering the client's close.
    private void write(Supplier<WsSession> frame) {
        writes.lock();
        try {
            if (!ended.get()) {
                begin();
                var _ = frame.get();
                done();
            }
        } finally {
            writes.unlock();
        }
    }

    /// The client answers a close with its own; one that does not is cut off.
    private void awaitClosed() throws InterruptedException {
        boolean _ = reader.join(CLOSING);
    }

    private synchronized void begin() {
        writing = true;
        writingSince = System.nanoTime();
    }

    private synchronized void done() {
        writing = false;
    }

    private void work() {
        try {
            while (!ended.get()) {
                String text = inbox.take();
                if (text.equals(UNREADABLE)) {
                    conversation.unreadable();
                } else {
                    conversation.message(text);
                }
            }
        } catch (InterruptedException | ClosedException e) {
            // The socket is closed.
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("a message failed");
            close(INTERNAL, "an unexpected fault; it is in the log");
        }
    }
}
