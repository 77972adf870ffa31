package dev.signalbox.api.dialect.elemental;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.api.core.gateway.Commands;
import dev.signalbox.api.http.Request;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.codec.MalformedException;
import dev.signalbox.schemas.error.Check;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.error.InvalidFieldException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The JSON body of a request, read as leniently as the original does: none is an empty object, whatever its
/// `Content-Type`; members that nobody knows are passed over; null is absent. What is malformed or of a wrong type is
/// refused. Pure.
record Body(ObjectNode json) {

    /// @throws InvalidFieldException INVALID_REQUEST
    static Body read(byte[] bytes) {
        if (new String(bytes, StandardCharsets.UTF_8).isBlank()) {
            return new Body(Json.mapper().createObjectNode());
        }
        try {
            if (Json.decode(bytes, JsonNode.class) instanceof ObjectNode object) {
                return new Body(object);
            }
            throw Check.invalid("body", "must be a JSON object");
        } catch (MalformedException e) {
            throw new InvalidFieldException(e.code(), "body", "body: " + e.getMessage());
        }
    }

    /// Commands of a request with this body: decided once, however often it is sent under one `Idempotency-Key`.
    Commands once(Commands commands, Request request) {
        return commands.repeatable(request.repetition(json));
    }

    boolean has(String name) {
        return json.hasNonNull(name);
    }

    /// A short text, null when absent.
    @Nullable
    String text(String name) {
        return text(name, Check.MAX_NAME);
    }

    /// A prompt, null when absent.
    @Nullable
    String prompt(String name) {
        return text(name, Check.MAX_TEXT);
    }

    private @Nullable String text(String name, int most) {
        JsonNode value = json.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw Check.invalid(name, "must be a string");
        }
        return Check.text(name, value.asText(), most);
    }

    boolean truth(String name, boolean absent) {
        JsonNode value = json.get(name);
        if (value == null || value.isNull()) {
            return absent;
        }
        if (!value.isBoolean()) {
            throw Check.invalid(name, "must be true or false");
        }
        return value.asBoolean();
    }

    /// Short texts, null when absent.
    @Nullable
    List<String> texts(String name) {
        JsonNode value = json.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isArray()) {
            throw Check.invalid(name, "must be a list of strings");
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode element : value) {
            if (!element.isTextual()) {
                throw Check.invalid(name, "must be a list of strings");
            }
            texts.add(Check.text(name, element.asText(), Check.MAX_NAME));
        }
        return Check.list(name, texts, 256);
    }

    /// Any JSON as plain values, null when absent.
    ///
    /// @throws InvalidFieldException TOO_LARGE beyond 16 KiB
    @Nullable
    Object any(String name) {
        JsonNode value = json.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (Json.encode(value).length > 16 * 1024) {
            throw new InvalidFieldException(ErrorCode.TOO_LARGE, name, name + " is larger than 16384 bytes");
        }
        return Json.mapper().convertValue(value, Object.class);
    }

    /// An object as plain values, null when absent.
    @Nullable
    Map<?, ?> object(String name) {
        Object value = any(name);
        if (value != null && !(value instanceof Map<?, ?>)) {
            throw Check.invalid(name, "must be an object");
        }
        return (Map<?, ?>) value;
    }
}
