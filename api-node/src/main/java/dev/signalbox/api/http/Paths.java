package dev.signalbox.api.http;

import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.RefusedException;
import dev.signalbox.schemas.error.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Splits a path before it is decoded, so that an encoded slash or dot is text like any other. Pure.
final class Paths {
    private Paths() {}

    /// @throws RefusedException INVALID_REQUEST
    static List<String> segments(String rawPath) {
        List<String> segments = new ArrayList<>();
        String path = rawPath.startsWith("/") ? rawPath.substring(1) : rawPath;
        for (String segment : path.split("/", -1)) {
            segments.add(decode(segment));
        }
        return segments;
    }

    private static String decode(String segment) {
        if (segment.indexOf('%') < 0) {
            return segment;
        }
        var bytes = new ByteArrayOutputStream();
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            if (c != '%') {
                bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
                continue;
            }
            boolean whole = i + 2 < segment.length();
            int high = whole ? Character.digit(segment.charAt(i + 1), 16) : -1;
            int low = whole ? Character.digit(segment.charAt(i + 2), 16) : -1;
            if (high < 0 || low < 0) {
                throw malformed();
            }
            bytes.write(high * 16 + low);
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw malformed();
        }
    }

    private static RefusedException malformed() {
        return Refusal.of(ErrorCode.INVALID_REQUEST, "path", "the path is not well-formed")
                .asException();
    }
}
