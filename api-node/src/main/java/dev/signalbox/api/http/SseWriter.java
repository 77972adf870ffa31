package dev.signalbox.api.http;

import dev.signalbox.schemas.codec.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// Writes server-sent events: one line of JSON each, collected until flushed or large.
public final class SseWriter {
    private static final int LARGE = 256 * 1024;
    private static final int SMALL = 8 * 1024;
    private static final byte[] ID = utf8("id: ");
    private static final byte[] EVENT = utf8("event: ");
    private static final byte[] DATA = utf8("data: ");

    private final StreamOutput out;
    private byte[] buffer = new byte[SMALL];
    private int filled;
    private byte[] encoded = new byte[0];

    public SseWriter(StreamOutput out) {
        this.out = out;
    }

    /// @param id null: none; without line breaks
    /// @param name without line breaks
    /// @param data becomes one line of JSON, which escapes every control character
    public void event(@Nullable String id, String name, Object data) throws IOException {
        event(id, name, Json.encode(data));
    }

    /// @param json one line
    public void event(@Nullable String id, String name, byte[] json) throws IOException {
        head(id, name);
        line(DATA, json);
        end();
    }

    /// An event whose JSON is these three one after the other, the one in the middle as Base64: bytes that flow
    /// fast are not made a text first.
    ///
    /// @param before one line
    /// @param after one line
    public void event(@Nullable String id, String name, String before, byte[] bytes, String after) throws IOException {
        head(id, name);
        put(DATA);
        put(checked(utf8(before)));
        int length = (bytes.length + 2) / 3 * 4;
        if (encoded.length < length) {
            encoded = new byte[length];
        }
        put(encoded, Base64.getEncoder().encode(bytes, encoded));
        put(checked(utf8(after)));
        put((byte) '\n');
        end();
    }

    private void head(@Nullable String id, String name) {
        if (id != null) {
            line(ID, utf8(id));
        }
        line(EVENT, utf8(name));
    }

    private void end() throws IOException {
        put((byte) '\n');
        if (filled >= LARGE) {
            flush();
        }
    }

    /// A line that clients pass over; it opens the stream.
    public void comment(String text) {
        line(new byte[] {':'}, utf8(text));
        put((byte) '\n');
    }

    public boolean pending() {
        return filled > 0;
    }

    public void flush() throws IOException {
        if (filled > 0) {
            int length = filled;
            filled = 0;
            out.write(buffer, 0, length);
        }
    }

    private void line(byte[] field, byte[] value) {
        put(field);
        put(checked(value));
        put((byte) '\n');
    }

    private static byte[] checked(byte[] value) {
        for (byte b : value) {
            if (b == '\n' || b == '\r') {
                throw new IllegalArgumentException("a line break would begin another field");
            }
        }
        return value;
    }

    private void put(byte b) {
        room(1);
        buffer[filled++] = b;
    }

    private void put(byte[] bytes) {
        put(bytes, bytes.length);
    }

    private void put(byte[] bytes, int length) {
        room(length);
        System.arraycopy(bytes, 0, buffer, filled, length);
        filled += length;
    }

    private void room(int more) {
        if (buffer.length - filled < more) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, filled + more));
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
