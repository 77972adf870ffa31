package dev.signalbox.api.dialect.neolith;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.RefusedException;
import dev.signalbox.api.core.feed.LogSource.LogAwayException;
import dev.signalbox.api.http.WsPeer;
import dev.signalbox.api.http.WsProtocol;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.codec.MalformedException;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.error.InvalidFieldException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One client's conversation with the daemon. A bad message is answered with an error and ends nothing.
final class DaemonConversation implements WsProtocol.Conversation {
    private static final String INVALID = "Invalid message format";

    private final Daemon daemon;
    private final WsPeer peer;
    private final Outlet outlet;
    private final boolean authenticates;
    private @Nullable Principal counted;
    private @Nullable SessionTalk talk;
    private volatile boolean ended;

    DaemonConversation(Daemon daemon, WsPeer peer) {
        this.daemon = daemon;
        this.peer = peer;
        this.outlet = new Outlet(peer);
        this.authenticates = daemon.options().socketAuth() != null || !peer.known();
        greet();
        if (peer.known()) {
            known();
        }
    }

    @Override
    public void message(String text) throws InterruptedException {
        JsonNode message;
        try {
            message = Json.decode(text.getBytes(StandardCharsets.UTF_8), JsonNode.class);
        } catch (MalformedException e) {
            unreadable();
            return;
        }
        if (!message.isObject() || !message.path("type").isTextual()) {
            outlet.send(Frames.error(INVALID, null));
            return;
        }
        try {
            if (admitted(message)) {
                take(message.path("type").asText(), message);
            }
        } catch (RefusedException e) {
            outlet.send(Frames.error(wording(e), session(message)));
        } catch (InvalidFieldException | LogAwayException e) {
            outlet.send(Frames.error(String.valueOf(e.getMessage()), session(message)));
        }
    }

    @Override
    public void unreadable() throws InterruptedException {
        outlet.send(Frames.error(authenticates ? "invalid_json" : INVALID, null));
    }

    @Override
    public void end() {
        ended = true;
        SessionTalk open;
        synchronized (this) {
            open = talk;
            if (counted != null) {
                daemon.connections().closed(counted);
                counted = null;
            }
        }
        if (open != null) {
            open.close();
        }
    }

    /// Whether the message is to be served: by somebody who is known and does not send too many.
    private boolean admitted(JsonNode message) throws InterruptedException {
        if (message.path("type").asText().equals("auth")) {
            authenticate(message);
            return false;
        }
        if (authenticates && message.path("auth").isObject()) {
            introduce(shown(message.path("auth")));
        }
        if (!peer.known()) {
            outlet.send(Frames.error("not_authenticated", null));
            return false;
        }
        Principal who = peer.principal();
        Instant expires = who.expiresAt();
        if (expires != null && !daemon.options().clock().instant().isBefore(expires)) {
            expired();
            return false;
        }
        if (!daemon.admits(who)) {
            outlet.send(Frames.error("rate_limit_exceeded", null));
            return false;
        }
        return true;
    }

    private void authenticate(JsonNode message) throws InterruptedException {
        if (!authenticates) {
            outlet.send(Frames.AUTH_OK);
            return;
        }
        try {
            introduce(shown(message));
            outlet.send(Frames.AUTH_OK);
        } catch (RefusedException e) {
            outlet.send(Frames.error(e.refusal().message(), null));
            peer.close(DaemonSocket.NOT_KNOWN, "Not authenticated");
        }
    }

    private Principal shown(JsonNode credentials) {
        if (credentials.path("token").isTextual()) {
            return daemon.access().token(credentials.path("token").asText());
        }
        return daemon.access().apiKey(credentials.path("apiKey").asText(""));
    }

    private void introduce(Principal who) {
        boolean before = peer.known();
        if (!before) {
            daemon.connections().checkRoom(who);
        }
        peer.introduce(who);
        if (before) {
            open().changed();
        } else {
            known();
        }
    }

    private synchronized void known() {
        if (ended) {
            return;
        }
        Principal who = peer.principal();
        counted = who;
        daemon.connections().opened(who);
        talk = new SessionTalk(daemon, outlet);
    }

    private void take(String type, JsonNode message) throws InterruptedException {
        var needed = Role.neededFor(type);
        if (needed.isEmpty()) {
            outlet.send(Frames.error("Unknown message type", null));
            return;
        }
        peer.principal().require(needed.get());
        JsonNode payload = message.path("payload");
        switch (type) {
            case "ping" -> outlet.send(Frames.PONG);
            case "health_check" -> outlet.send(Frames.HEALTHY);
            case "daemon_status" -> open().daemonStatus();
            case "list_sessions" -> ready().list();
            case "spawn_session" -> ready().spawn(needed(payload));
            case "execute_task" -> ready().execute(needed(payload));
            case "session_status" -> ready().status(needed(payload));
            default -> ready().stop(needed(payload));
        }
    }

    private SessionTalk ready() {
        daemon.core().readiness().requireViews();
        return open();
    }

    private static JsonNode needed(JsonNode payload) {
        if (!payload.isObject()) {
            throw new InvalidFieldException(ErrorCode.INVALID_REQUEST, "payload", INVALID);
        }
        return payload;
    }

    private synchronized SessionTalk open() {
        if (talk == null) {
            throw new IllegalStateException("nobody is known");
        }
        return talk;
    }

    private static @Nullable String session(JsonNode message) {
        JsonNode id = message.path("payload").path("sessionId");
        return id.isTextual() ? id.asText() : null;
    }

    private static String wording(RefusedException e) {
        return e.refusal().code() == ErrorCode.FORBIDDEN && !e.refusal().more().containsKey(NeolithRefusals.UPGRADE)
                ? "insufficient_permissions"
                : e.refusal().message();
    }

    private void greet() {
        try {
            outlet.send(Frames.HEALTHY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void expired() throws InterruptedException {
        outlet.send(Frames.error("token_expired", null));
        peer.close(DaemonSocket.NOT_KNOWN, "Token expired");
    }
}
