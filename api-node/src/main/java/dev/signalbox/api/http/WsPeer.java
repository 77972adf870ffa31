package dev.signalbox.api.http;

import dev.signalbox.api.core.Principal;

/// The client at the other end of a WebSocket. When the token of its principal expires, the socket is closed with
/// [WsProtocol#closing]; when it does not read, so that what is sent waits for half the write deadline, with 1013.
public interface WsPeer {
    /// @throws dev.signalbox.api.core.RefusedException UNAUTHENTICATED while nobody is known
    Principal principal();

    boolean known();

    /// Says who it is; again, for instance with a newer token, it must be the same subject in the same namespace.
    ///
    /// @throws dev.signalbox.api.core.RefusedException FORBIDDEN when that is somebody else or is not
    /// allowed what [WsProtocol#needs] says, RATE_LIMITED when it has too many streams
    void introduce(Principal principal);

    /// What the upgrade showed: its headers and its query.
    Credentials credentials();

    /// Of the upgrade, without the API's prefix; not decoded.
    String path();

    /// Queues a text frame; waits while too much is queued.
    ///
    /// @throws ClosedException when the socket is closed
    void send(String text) throws InterruptedException;

    /// Queues a binary frame; waits while too much is queued.
    ///
    /// @throws ClosedException when the socket is closed
    void send(byte[] bytes) throws InterruptedException;

    /// Queues a binary frame of two parts; neither may be changed behind this.
    ///
    /// @throws ClosedException when the socket is closed
    void send(byte[] head, byte[] rest) throws InterruptedException;

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
