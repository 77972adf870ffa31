package dev.signalbox.api.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// What waits to be written to one WebSocket, bounded in bytes: whoever adds waits for room. Nothing follows a close.
final class WsOutbox {
    private static final long CAPACITY = 1024 * 1024;

    private final Deque<Frame> frames = new ArrayDeque<>();
    private long bytes;
    private boolean closing;
    private boolean closed;

    /// One thing to write.
    sealed interface Frame {
        int size();

        record Text(String text) implements Frame {
            @Override
            public int size() {
                return text.length() + 16;
            }
        }

        @SuppressWarnings("ArrayRecordComponent") // bytes pass through; nobody compares or changes them
        record Binary(byte[] head, byte[] rest) implements Frame {
            @Override
            public int size() {
                return head.length + rest.length + 16;
            }
        }

        @SuppressWarnings("ArrayRecordComponent") // bytes pass through; nobody compares or changes them
        record Pong(byte[] bytes) implements Frame {
            @Override
            public int size() {
                return bytes.length + 16;
            }
        }

        record Close(int code, String reason) implements Frame {
            @Override
            public int size() {
                return 0;
            }
        }
    }

    /// False when there was no room in time.
    ///
    /// @throws WsPeer.ClosedException when it is closed or a close was added, or that happens meanwhile
    synchronized boolean put(Frame frame, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!closing && !closed && bytes > 0 && bytes + frame.size() > CAPACITY) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        if (closing || closed) {
            throw new WsPeer.ClosedException();
        }
        add(frame);
        return true;
    }

    /// Adds without waiting; false when there is no room. A close always finds room.
    synchronized boolean offer(Frame frame) {
        boolean close = frame instanceof Frame.Close;
        if (closing || closed || (bytes + frame.size() > CAPACITY && !close)) {
            return false;
        }
        closing = close;
        add(frame);
        return true;
    }

    /// Null when nothing came in time.
    synchronized @Nullable Frame take(long millis) throws InterruptedException {
        long deadline = System.nanoTime() + millis * 1_000_000;
        while (frames.isEmpty() && !closed) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return null;
            }
            wait(left);
        }
        Frame frame = frames.pollFirst();
        if (frame != null) {
            bytes -= frame.size();
            notifyAll();
        }
        return frame;
    }

    synchronized void close() {
        closed = true;
        frames.clear();
        notifyAll();
    }

    private void add(Frame frame) {
        frames.addLast(frame);
        bytes += frame.size();
        notifyAll();
    }
}
