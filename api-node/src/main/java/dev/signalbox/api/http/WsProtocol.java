package dev.signalbox.api.http;

/// What is spoken over a WebSocket.
public interface WsProtocol {
    /// The path of its upgrade.
    String path();

    /// The subprotocol that it is; clients that offer one must offer this.
    String name();

    /// A client has connected.
    Conversation begin(WsPeer peer);

    /// One client's conversation.
    interface Conversation {
        /// A whole text message; messages come one after the other on one thread, which may block.
        void message(String text) throws InterruptedException;

        /// The socket is closed, for whatever reason; called once.
        void end();
    }
}
