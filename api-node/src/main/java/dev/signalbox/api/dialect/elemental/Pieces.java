package dev.signalbox.api.dialect.elemental;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Cuts output into pieces that depend on its bytes alone: lines, or, of a screen, what came at once in whole
/// characters. Pure; not thread-safe.
final class Pieces {
    /// The longest line that is kept together.
    static final int MAX_LINE = 1024 * 1024;

    private static final int LONGEST_CHARACTER = 4;

    private final boolean lines;
    private final ByteArrayOutputStream rest = new ByteArrayOutputStream();
    private long end;

    /// @param text a line without its end
    /// @param whole false for a part of a line that is too long, and for pieces of a screen
    /// @param end the offset behind it, behind the line's end too
    record Piece(String text, boolean whole, long end) {}

    /// @param lines whether the output is lines; else it is a screen
    /// @param from the offset of the first byte that will come
    Pieces(boolean lines, long from) {
        this.lines = lines;
        this.end = from;
    }

    /// Takes the bytes that follow.
    List<Piece> take(byte[] bytes) {
        List<Piece> pieces = new ArrayList<>();
        int from = 0;
        for (int i = 0; lines && i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                rest.write(bytes, from, i - from);
                end += i + 1 - from;
                from = i + 1;
                pieces.add(line());
            }
        }
        rest.write(bytes, from, bytes.length - from);
        end += bytes.length - from;
        if (!lines || rest.size() > MAX_LINE) {
            part(pieces);
        }
        return pieces;
    }

    /// What is left when nothing follows, or something is missing before what follows.
    List<Piece> finish() {
        if (rest.size() == 0) {
            return List.of();
        }
        var last = new Piece(rest.toString(StandardCharsets.UTF_8), lines, end);
        rest.reset();
        return List.of(last);
    }

    /// Goes on at an offset: what lies before it is gone.
    void skipTo(long offset) {
        rest.reset();
        end = offset;
    }

    private Piece line() {
        byte[] line = rest.toByteArray();
        rest.reset();
        int length = line.length > 0 && line[line.length - 1] == '\r' ? line.length - 1 : line.length;
        return new Piece(new String(line, 0, length, StandardCharsets.UTF_8), true, end);
    }

    /// Everything up to the last whole character.
    private void part(List<Piece> pieces) {
        byte[] all = rest.toByteArray();
        int whole = wholeCharacters(all);
        if (whole == 0) {
            return;
        }
        rest.reset();
        rest.writeBytes(Arrays.copyOfRange(all, whole, all.length));
        pieces.add(new Piece(new String(all, 0, whole, StandardCharsets.UTF_8), false, end - (all.length - whole)));
    }

    private static int wholeCharacters(byte[] bytes) {
        for (int back = 1; back < LONGEST_CHARACTER && back <= bytes.length; back++) {
            int lead = bytes[bytes.length - back] & 0xff;
            if (lead >= 0xc0) {
                int needed = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
                return needed > back ? bytes.length - back : bytes.length;
            }
            if (lead < 0x80) {
                return bytes.length;
            }
        }
        return bytes.length;
    }
}
