package dev.signalbox.api.core.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Decodes a stream of UTF-8 that may be cut anywhere: the beginning of a character waits for its end. Bytes that
/// are none become U+FFFD.
public final class Utf8 {
    private static final int LONGEST = 4;

    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private byte[] rest;

    public Utf8() {
        this("");
    }

    /// Goes on where another was.
    ///
    /// @param waiting what [#waiting] of that one gave
    /// @throws IllegalArgumentException for what it cannot have given
    public Utf8(String waiting) {
        byte[] bytes = HexFormat.of().parseHex(waiting);
        if (bytes.length >= LONGEST) {
            throw new IllegalArgumentException("longer than a beginning of a character");
        }
        this.rest = bytes;
    }

    /// The characters that are whole now.
    public String decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.allocate(rest.length + bytes.length)
                .put(rest)
                .put(bytes)
                .flip();
        CharBuffer out = CharBuffer.allocate(in.remaining() + LONGEST);
        decoder.decode(in, out, false);
        rest = new byte[in.remaining()];
        in.get(rest);
        return out.flip().toString();
    }

    /// The bytes that wait for the end of their character, in hexadecimal.
    public String waiting() {
        return HexFormat.of().formatHex(rest);
    }

    /// What still waits, when nothing more comes: U+FFFD for the beginning of a character, else nothing.
    public String end() {
        String last = rest.length > 0 ? "\ufffd" : "";
        rest = new byte[0];
        return last;
    }
}
