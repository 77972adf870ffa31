package dev.signalbox.api.dialect.v1;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Decodes a stream of UTF-8 that may be cut anywhere: the beginning of a character waits for its end. Bytes that
/// are none become U+FFFD.
final class Utf8 {
    private static final int LONGEST = 4;

    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private ByteBuffer rest = ByteBuffer.allocate(0);

    String decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.allocate(rest.remaining() + bytes.length)
                .put(rest)
                .put(bytes)
                .flip();
        CharBuffer out = CharBuffer.allocate(in.remaining() + LONGEST);
        decoder.decode(in, out, false);
        rest = ByteBuffer.allocate(in.remaining()).put(in).flip();
        return out.flip().toString();
    }
}
