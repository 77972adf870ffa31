package dev.signalbox.e2e.dialect.neolith;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.e2e.dialect.Heard;
import dev.signalbox.e2e.dialect.Wire;
import dev.signalbox.e2e.dialect.Wire.Answer;
import dev.signalbox.e2e.dialect.Wire.Ask;
import dev.signalbox.schemas.codec.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletionException;

/// What the daemon is asked over its socket, as if it were a request: a socket of its own for each, and of its answer
/// the status that HTTP has for it.
final class Asked {
    private static final String METHOD = "SAY";
    private static final Map<String, String> ANSWERS =
            Map.of("session_status", "session_status_update", "list_sessions", "sessions_list");

    private Asked() {}

    /// @param type `session_status` or `list_sessions`
    static Ask of(String type, Map<String, ?> payload) {
        return new Ask(METHOD, "/", Map.of(), Json.encode(Map.of("type", type, "payload", payload)));
    }

    static boolean overSocket(Ask ask) {
        return ask.method().equals(METHOD);
    }

    static Answer send(Wire wire, URI base, Ask ask) {
        JsonNode question = json(new String(ask.body(), StandardCharsets.UTF_8));
        try (var heard = Heard.socket(wire, base, ask)) {
            heard.say(question.toString());
            while (true) {
                String text = heard.next().data();
                JsonNode said = json(text);
                if (said.path("type").asText().equals("error")) {
                    return answer(status(said.path("error").asText()), text);
                }
                if (answers(question, said)) {
                    return answer(200, text);
                }
            }
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                var response = refused.getResponse();
                byte[] body = String.valueOf(response.body()).getBytes(StandardCharsets.UTF_8);
                return new Answer(response.statusCode(), response.headers().map(), body);
            }
            throw e;
        }
    }

    /// News of other sessions come in between.
    private static boolean answers(JsonNode question, JsonNode said) {
        JsonNode session = question.at("/payload/sessionId");
        return said.path("type")
                        .asText()
                        .equals(ANSWERS.get(question.path("type").asText()))
                && (session.isMissingNode() || said.at("/session/id").equals(session));
    }

    private static int status(String error) {
        return switch (error) {
            case "not_authenticated" -> 401;
            case "insufficient_permissions" -> 403;
            default -> error.startsWith("Session not found") ? 404 : 400;
        };
    }

    private static Answer answer(int status, String text) {
        return new Answer(status, Map.of(), text.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode json(String text) {
        try {
            return Json.mapper().readTree(text);
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }

    /// Fails unless the body is one of the dialect's errors: a frame, a refused upgrade, or either of the two forms
    /// of `/api/daemon`.
    static void error(Answer answer) {
        JsonNode body = answer.json();
        if (body.path("error").isObject()) {
            assertThat(answer.header("Content-Type")).contains("application/json");
            assertThat(body.at("/error/code").asText()).matches("[A-Z_]+");
            assertThat(body.at("/error/message").asText()).isNotEmpty();
        } else {
            assertThat(body.path("error").asText()).as("%s", answer).isNotEmpty();
        }
    }
}
