package dev.signalbox.api.core.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Decodes a stream of UTF-8 that may be cut anywhere: the beginning of a character waits for its end. Bytes that
/// are none become U+FFFD.
public final class Utf8 {
    private static final int LONGEST = 4;

    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private ByteBuffer rest = ByteBuffer.allocate(0);

    /// The characters that are whole now.
    public String decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.allocate(rest.remaining() + bytes.length)
                .put(rest)
                .put(bytes)
                .flip();
        CharBuffer out = CharBuffer.allocate(in.remaining() + LONGEST);
        decoder.decode(in, out, false);
        rest = ByteBuffer.allocate(in.remaining()).put(in).flip();
        return out.flip().toString();
    }

    /// What still waits, when nothing more comes: U+FFFD for the beginning of a character, else nothing.
    public String end() {
        String last = rest.hasRemaining() ? "\ufffd" : "";
        rest = ByteBuffer.allocate(0);
        return last;
    }
}
