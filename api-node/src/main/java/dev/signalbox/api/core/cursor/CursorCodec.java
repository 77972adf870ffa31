package dev.signalbox.api.core.cursor;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The binary form of cursors. Whatever is not exactly what [#encode] makes is no cursor.
final class CursorCodec {
    static final byte VERSION = 1;
    private static final int MAX_LENGTH = 512;
    private static final int CHECKSUM = 4;

    private CursorCodec() {}

    static String encode(Cursor cursor) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            switch (cursor) {
                case Cursor.Session session -> {
                    out.writeByte('s');
                    write(out, session);
                }
                case Cursor.Text(var at, var standardOut, var standardError) -> {
                    out.writeByte('t');
                    write(out, at);
                    write(out, standardOut);
                    write(out, standardError);
                }
                case Cursor.Events(var namespace, var n, var hint) -> {
                    out.writeByte('e');
                    write(out, namespace);
                    out.writeLong(n);
                    write(out, hint);
                }
                case Cursor.State(var namespace, var n) -> {
                    out.writeByte('n');
                    write(out, namespace);
                    out.writeLong(n);
                }
                case Cursor.Page(var namespace, var list, var createdAt, var id) -> {
                    out.writeByte('p');
                    write(out, namespace);
                    write(out, list);
                    out.writeLong(createdAt);
                    write(out, id);
                }
            }
            byte[] body = bytes.toByteArray();
            out.writeInt(checksum(body, body.length));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    }

    /// Null when the text is no cursor.
    static @Nullable Cursor decode(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return null;
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            if (bytes.length <= CHECKSUM || bytes[0] != VERSION) {
                return null;
            }
            ByteBuffer in = ByteBuffer.wrap(bytes);
            int body = bytes.length - CHECKSUM;
            if (in.getInt(body) != checksum(bytes, body)) {
                return null;
            }
            in.position(1).limit(body);
            Cursor cursor = read(in);
            // Base64 has several spellings of some bytes; only ours counts.
            return cursor != null && !in.hasRemaining() && encode(cursor).equals(text) ? cursor : null;
        } catch (IllegalArgumentException | BufferUnderflowException | CharacterCodingException e) {
            return null;
        }
    }

    private static @Nullable Cursor read(ByteBuffer in) throws CharacterCodingException {
        return switch (in.get()) {
            case 's' -> session(in);
            case 't' -> new Cursor.Text(session(in), text(in), text(in));
            case 'e' -> new Cursor.Events(text(in), notNegative(in.getLong()), hint(in));
            case 'n' -> new Cursor.State(text(in), notNegative(in.getLong()));
            case 'p' -> new Cursor.Page(text(in), text(in), in.getLong(), text(in));
            default -> null;
        };
    }

    private static Cursor.Session session(ByteBuffer in) throws CharacterCodingException {
        String sessionId = text(in);
        long seq = notNegative(in.getLong());
        return new Cursor.Session(sessionId, seq, in.get() == 0 ? null : hint(in));
    }

    private static void write(DataOutputStream out, Cursor.Session session) throws IOException {
        write(out, session.sessionId());
        out.writeLong(session.seq());
        out.writeBoolean(session.hint() != null);
        if (session.hint() != null) {
            write(out, session.hint());
        }
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (utf8.length > 255) {
            throw new IllegalArgumentException("too long for a cursor");
        }
        out.writeByte(utf8.length);
        out.write(utf8);
    }

    private static void write(DataOutputStream out, Hint hint) throws IOException {
        out.writeLong(hint.topicId().getMostSignificantBits());
        out.writeLong(hint.topicId().getLeastSignificantBits());
        out.writeInt(hint.partition());
        out.writeLong(hint.offset());
    }

    private static Hint hint(ByteBuffer in) {
        return new Hint(new UUID(in.getLong(), in.getLong()), in.getInt(), in.getLong());
    }

    private static String text(ByteBuffer in) throws CharacterCodingException {
        byte[] utf8 = new byte[in.get() & 0xff];
        in.get(utf8);
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    }

    private static long notNegative(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("negative");
        }
        return value;
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(Arrays.copyOf(bytes, length));
        return (int) crc.getValue();
    }
}
