package dev.signalbox.api.http;

import dev.signalbox.schemas.codec.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a request is answered with.
public sealed interface Reply {
    String JSON = "application/json";

    int status();

    Map<String, String> headers();

    /// An answer that is there as a whole.
    @SuppressWarnings("ArrayRecordComponent") // bytes pass through; nobody compares or changes them
    record Whole(int status, Map<String, String> headers, String contentType, byte[] body) implements Reply {
        @Override
        public Whole header(String name, String value) {
            return new Whole(status, plus(headers, name, value), contentType, body);
        }
    }

    /// An answer that is written piece by piece.
    ///
    /// @param length in bytes; -1: not known
    record Streamed(int status, Map<String, String> headers, String contentType, long length, Body body)
            implements Reply {
        @Override
        public Streamed header(String name, String value) {
            return new Streamed(status, plus(headers, name, value), contentType, length, body);
        }
    }

    /// Writes until it has nothing more to say; an exception breaks the connection off, so that the client sees
    /// that something is missing.
    @FunctionalInterface
    interface Body {
        void write(StreamOutput out) throws Exception;
    }

    Reply header(String name, String value);

    static Whole json(int status, Object value) {
        return new Whole(status, Map.of(), JSON, Json.encode(value));
    }

    static Whole text(int status, String contentType, String text) {
        return new Whole(status, Map.of(), contentType, text.getBytes(StandardCharsets.UTF_8));
    }

    static Whole empty(int status) {
        return new Whole(status, Map.of(), "", new byte[0]);
    }

    private static Map<String, String> plus(Map<String, String> headers, String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return more;
    }
}
