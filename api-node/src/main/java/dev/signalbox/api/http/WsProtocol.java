package dev.signalbox.api.http;

import dev.signalbox.api.core.Capability;
import dev.signalbox.api.core.Principal;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is spoken over a WebSocket.
public interface WsProtocol {
    int MAX_MESSAGE = 1024 * 1024;

    /// The path of its upgrade, without the API's prefix; empty: any.
    Optional<String> path();

    /// The subprotocol that it is. A client that offers it is told so; one that offers none is served as well.
    default Optional<String> subprotocol() {
        return Optional.empty();
    }

    /// What whoever connects must be allowed.
    default Capability needs() {
        return Capability.VIEW;
    }

    default Unknown unknown() {
        return Unknown.REFUSED;
    }

    /// How long whoever is unknown may stay so.
    default Duration introduction() {
        return Duration.ofSeconds(10);
    }

    /// The code with which a socket is closed whose client is not known, or not any more.
    default int closing() {
        return 1008;
    }

    /// What a client is told whose token's time is over.
    default String expired() {
        return "the token has expired";
    }

    /// With what a socket is closed when the server stops.
    default Farewell farewell() {
        return Farewell.GOING_AWAY;
    }

    /// In characters; a longer message closes the socket with 1009.
    default int maxMessage() {
        return MAX_MESSAGE;
    }

    /// Whether a binary message of a client is text all the same; else it closes the socket with 1003.
    default boolean binaryIsText() {
        return false;
    }

    /// Before the upgrade is answered: a client that hears of it may at once do what it then wants to hear of.
    ///
    /// @param who null: not known
    default Beginning prepared(@Nullable Principal who) throws InterruptedException {
        return this::begin;
    }

    /// A client has connected.
    Conversation begin(WsPeer peer);

    /// What begins the conversation of a client that has connected.
    @FunctionalInterface
    interface Beginning {
        Conversation begin(WsPeer peer);
    }

    /// The last thing that a client is told.
    record Farewell(int code, String reason) {
        static final Farewell GOING_AWAY = new Farewell(1001, "the server stops");
    }

    /// What becomes of an upgrade whose client is not known. Pages of foreign origins are always refused.
    enum Unknown {
        /// The upgrade itself is answered 401.
        REFUSED,
        /// The socket opens and is closed at once with [#closing]: a browser can see that, and not a status.
        CLOSED,
        /// The socket opens; a message is to say who it is, and the conversation calls [WsPeer#introduce].
        ASKED
    }

    /// One client's conversation.
    interface Conversation {
        /// A whole text message; messages come one after the other on one thread, which may block.
        void message(String text) throws InterruptedException;

        /// A message was not UTF-8, or held U+FFFD, which cannot be told from that: JSON can say `\\ufffd`.
        void unreadable() throws InterruptedException;

        /// The socket is closed, for whatever reason; called once.
        void end();
    }
}
