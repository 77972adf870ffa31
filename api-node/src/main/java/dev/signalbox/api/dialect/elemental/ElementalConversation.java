package dev.signalbox.api.dialect.elemental;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.api.core.RefusedException;
import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.http.WsPeer;
import dev.signalbox.api.http.WsProtocol;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.codec.MalformedException;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.error.Check;
import dev.signalbox.schemas.error.InvalidFieldException;
import dev.signalbox.schemas.spec.TerminalSize;
import dev.signalbox.schemas.state.Session;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One client of the WebSocket: it follows one agent at a time. What nobody understands is passed over in silence, as
/// in the original.
final class ElementalConversation implements WsProtocol.Conversation {
    private final ApiCore core;
    private final Directory directory;
    private final Typing typing;
    private final WsPeer peer;
    private volatile @Nullable AgentFollower follower;
    private volatile boolean terminal;
    private volatile boolean ended;

    ElementalConversation(ApiCore core, Directory directory, Typing typing, WsPeer peer) {
        this.core = core;
        this.directory = directory;
        this.typing = typing;
        this.peer = peer;
    }

    @Override
    public void message(String text) throws InterruptedException {
        try {
            JsonNode json = Json.decode(text.getBytes(StandardCharsets.UTF_8), JsonNode.class);
            switch (json.path("type").asText("")) {
                case "subscribe" -> subscribe(json.path("agentId").asText(""));
                case "input" -> input(json.path("input"));
                case "resize" -> resize(json);
                case "ping" -> send(object("pong"));
                default -> {}
            }
        } catch (MalformedException e) {
            // The original does not answer either.
        } catch (InvalidFieldException e) {
            send(object("error").put("error", e.getMessage()));
        } catch (RefusedException e) {
            send(object("error").put("error", e.refusal().message()));
        }
    }

    @Override
    public void unreadable() {
        // No JSON either.
    }

    @Override
    public void end() {
        ended = true;
        leave();
        typing.release();
    }

    /// From here on nothing of the agent before is sent, and nothing goes to it.
    private void subscribe(String agentId) throws InterruptedException {
        if (agentId.isEmpty()) {
            return;
        }
        directory.ready();
        AgentFollower before = follower;
        follower = null;
        if (before != null) {
            before.close();
        }
        typing.release();
        // Looked up once: a session that begins from here on is a later one.
        Session newest = directory.sessionsOf(peer.principal(), agentId, 1).stream()
                .findFirst()
                .orElse(null);
        var next = new AgentFollower(core, directory, peer, agentId, newest, () -> terminal);
        next.takePlace();
        boolean said = false;
        try {
            send(object("subscribed").put("agentId", agentId).put("hasSession", next.hasSession()));
            said = true;
        } finally {
            if (!said) {
                next.drop();
            }
        }
        follower = next;
        next.start();
        if (ended) {
            leave();
        }
    }

    /// To whatever session the agent has now; dropped when it has none.
    private void input(JsonNode input) throws InterruptedException {
        AgentFollower following = follower;
        if (following == null || !input.isTextual() || input.asText().isEmpty()) {
            return;
        }
        Optional<Session> active = directory.active(peer.principal(), following.agentId());
        if (active.isEmpty()) {
            return;
        }
        String text = Check.text("input", input.asText(), Check.MAX_TEXT);
        if (terminal && active.get().spec().interactive()) {
            typing.keys(peer.principal(), active.get(), text);
        } else {
            typing.say(peer.principal(), active.get(), text);
        }
    }

    /// Only a terminal has a size: from here on its input is keys, and it is sent what a screen gets.
    private void resize(JsonNode json) throws InterruptedException {
        terminal = true;
        AgentFollower following = follower;
        Optional<Session> active =
                following == null ? Optional.empty() : directory.active(peer.principal(), following.agentId());
        if (active.isPresent() && active.get().spec().interactive()) {
            var size = new TerminalSize(
                    json.path("cols").asInt(), json.path("rows").asInt());
            var _ = core.commands()
                    .accepted(
                            peer.principal(),
                            new Command.ResizeSession(active.get().id(), size));
        }
    }

    private void leave() {
        AgentFollower following = follower;
        if (following != null) {
            // Not waited for: nothing is sent to a socket that is closed.
            following.abandon();
        }
    }

    private void send(ObjectNode message) throws InterruptedException {
        peer.send(AgentFollower.text(message));
    }

    private static ObjectNode object(String type) {
        return Json.mapper().createObjectNode().put("type", type);
    }
}
