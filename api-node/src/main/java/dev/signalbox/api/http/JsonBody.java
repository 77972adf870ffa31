package dev.signalbox.api.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.api.core.Refusal;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.codec.MalformedException;
import dev.signalbox.schemas.error.ErrorCode;
import java.io.IOException;
import java.util.Locale;

/// Reads a request's body as a record: well-formed, bounded, and without members that nobody knows.
final class JsonBody {
    private JsonBody() {}

    static <R extends Record> R read(Request.Exchange exchange, Class<R> type, boolean needed) {
        ObjectNode tree = tree(exchange);
        if (needed && tree.isEmpty() && exchange.body().length == 0) {
            throw Refusal.of(ErrorCode.INVALID_REQUEST, "the request needs a body: a JSON object")
                    .asException();
        }
        JsonMembers.refuseUnknown(tree, type);
        try {
            return Json.decode(Json.encode(tree), type);
        } catch (MalformedException e) {
            throw Refusal.of(e.code(), e.field(), String.valueOf(e.getMessage()))
                    .asException();
        }
    }

    static ObjectNode tree(Request.Exchange exchange) {
        byte[] body = exchange.body();
        if (body.length == 0) {
            return Json.mapper().createObjectNode();
        }
        String contentType = exchange.header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        if (!contentType.startsWith("application/json")) {
            throw Refusal.of(ErrorCode.INVALID_REQUEST, "Content-Type", "a body must be application/json")
                    .asException();
        }
        JsonNode node;
        try {
            node = Json.mapper().readTree(body);
        } catch (JsonProcessingException e) {
            // Decoding the same bytes says what is wrong in our own words, without repeating them.
            throw Refusal.of(ErrorCode.INVALID_REQUEST, wrong(body)).asException();
        } catch (IOException e) {
            throw Refusal.of(ErrorCode.INVALID_REQUEST, "the body cannot be read")
                    .asException();
        }
        if (!(node instanceof ObjectNode object)) {
            throw Refusal.of(ErrorCode.INVALID_REQUEST, "the body must be a JSON object")
                    .asException();
        }
        return object;
    }

    private static String wrong(byte[] body) {
        try {
            Json.decode(body, JsonNode.class);
            return "the body is not well-formed JSON";
        } catch (MalformedException e) {
            return "the body: " + e.getMessage();
        }
    }
}
