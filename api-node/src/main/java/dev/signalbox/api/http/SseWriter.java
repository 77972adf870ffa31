package dev.signalbox.api.http;

import dev.signalbox.schemas.codec.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Writes server-sent events: one line of JSON each, collected until flushed or large.
public final class SseWriter {
    private static final int LARGE = 64 * 1024;
    private static final byte[] ID = ascii("id: ");
    private static final byte[] EVENT = ascii("event: ");
    private static final byte[] DATA = ascii("data: ");

    private final StreamOutput out;
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();

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
        if (id != null) {
            line(ID, ascii(id));
        }
        line(EVENT, ascii(name));
        line(DATA, json);
        buffer.write('\n');
        if (buffer.size() >= LARGE) {
            flush();
        }
    }

    /// A line that clients pass over; it opens the stream.
    public void comment(String text) {
        line(new byte[] {':'}, ascii(text));
        buffer.write('\n');
    }

    public boolean pending() {
        return buffer.size() > 0;
    }

    public void flush() throws IOException {
        if (buffer.size() > 0) {
            out.write(buffer.toByteArray());
            buffer.reset();
        }
    }

    private void line(byte[] field, byte[] value) {
        for (byte b : value) {
            if (b == '\n' || b == '\r') {
                throw new IllegalArgumentException("a line break would begin another field");
            }
        }
        buffer.writeBytes(field);
        buffer.writeBytes(value);
        buffer.write('\n');
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
