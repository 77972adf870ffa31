package dev.signalbox.api.dialect.elemental;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.api.core.text.Iso;
import dev.signalbox.schemas.codec.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An event of an agent's stream.
///
/// @param type the name of its server-sent event is `agent_` and this
/// @param end the offset behind the output that it tells
/// @param json as it stands on the wire
record AgentEvent(String type, long end, ObjectNode json) {

    /// What a line of an agent says, before it has a place.
    ///
    /// @param content its text for people
    record Said(
            String type,
            @Nullable String subtype,
            @Nullable JsonNode message,
            @Nullable String content,
            @Nullable JsonNode tool) {}

    /// Output that is no event: a line of a program, or a piece of a screen.
    static AgentEvent output(String text, long end, Instant at) {
        ObjectNode json = Json.mapper().createObjectNode();
        json.put("type", "output");
        json.put("content", text);
        json.put("receivedAt", Iso.of(at));
        return new AgentEvent("output", end, json);
    }

    /// @param raw the agent's line as it wrote it
    static AgentEvent of(Said said, ObjectNode raw, long end, Instant at) {
        ObjectNode json = Json.mapper().createObjectNode();
        json.put("type", said.type());
        if (said.subtype() != null) {
            json.put("subtype", said.subtype());
        }
        json.put("receivedAt", Iso.of(at));
        json.set("raw", raw);
        if (said.message() != null) {
            json.set("message", said.message());
        }
        if (said.content() != null) {
            json.put("content", said.content());
        }
        if (said.tool() != null) {
            json.set("tool", said.tool());
        }
        if (said.type().equals("error")) {
            json.put("error", error(raw));
        }
        return new AgentEvent(said.type(), end, json);
    }

    /// An agent's own error has the name of a failing process's, so it has its member too.
    private static String error(ObjectNode raw) {
        for (JsonNode told : new JsonNode[] {raw.path("error"), raw.at("/error/message"), raw.path("message")}) {
            if (told.isTextual()) {
                return told.asText();
            }
        }
        return raw.toString();
    }
}
