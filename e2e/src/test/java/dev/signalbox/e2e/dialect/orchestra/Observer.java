package dev.signalbox.e2e.dialect.orchestra;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.e2e.dialect.Heard;
import dev.signalbox.e2e.dialect.Wire;
import dev.signalbox.schemas.codec.Json;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A client of `/ws/observe`.
final class Observer implements AutoCloseable {
    private final Heard heard;

    private Observer(Heard heard) {
        this.heard = heard;
    }

    static Observer at(Wire wire, URI base, String token) {
        return new Observer(Heard.socket(wire, base, Wire.Ask.get("/ws/observe?token=" + token)));
    }

    void send(Map<String, ?> message) {
        heard.say(new String(Json.encode(message), StandardCharsets.UTF_8));
    }

    /// @param cursor empty: with what is there
    void subscribe(String session, String cursor) {
        Map<String, String> message = new HashMap<>(Map.of("type", "subscribe_terminal", "session_id", session));
        if (!cursor.isEmpty()) {
            message.put("cursor", cursor);
        }
        send(message);
    }

    void tell(String session, String content) {
        send(Map.of("type", "user_message", "session_id", session, "content", content));
    }

    @Nullable
    JsonNode poll(Duration patience) {
        Heard.Said said = heard.poll(patience);
        return said == null ? null : json(said);
    }

    /// The next message that fits; others are passed over.
    JsonNode until(Predicate<JsonNode> fits) {
        while (true) {
            JsonNode message = json(heard.next());
            if (fits.test(message)) {
                return message;
            }
        }
    }

    JsonNode untilType(String type) {
        return until(message -> message.path("type").asText().equals(type));
    }

    /// What the terminal puts out, until the text has been in it.
    String untilOutput(String session, String text) {
        var all = new StringBuilder();
        while (all.indexOf(text) < 0) {
            JsonNode message = json(heard.next());
            if (message.path("type").asText().equals("terminal_output")
                    && message.path("session_id").asText().equals(session)) {
                all.append(message.path("data").asText());
            }
        }
        return all.toString();
    }

    private static JsonNode json(Heard.Said said) {
        try {
            return Json.mapper().readTree(said.data());
        } catch (JsonProcessingException e) {
            throw new AssertionError(said.data(), e);
        }
    }

    @Override
    public void close() {
        heard.close();
    }
}
