package dev.signalbox.api.http;

import dev.signalbox.api.core.Principal;

/// The client at the other end of a WebSocket.
public interface WsPeer {
    Principal principal();

    /// Queues a text frame; waits while too much is queued.
    ///
    /// @throws ClosedException when the socket is closed
    void send(String text) throws InterruptedException;

    /// Queues a binary frame; waits while too much is queued.
    ///
    /// @throws ClosedException when the socket is closed
    void send(byte[] bytes) throws InterruptedException;

    /// Closes after what is queued.
    void close(int code, String reason);

    /// The socket is closed.
    final class ClosedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ClosedException() {
            super("the socket is closed", null, false, false);
        }
    }
}
