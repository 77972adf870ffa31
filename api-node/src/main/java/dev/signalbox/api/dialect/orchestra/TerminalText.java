package dev.signalbox.api.dialect.orchestra;

import dev.signalbox.api.core.text.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/// Makes text of a terminal's bytes, which may be cut anywhere: the beginning of a character, or of an escape
/// sequence, waits for its end. Bytes that are no UTF-8 become U+FFFD; a sequence that never ends is given all the
/// same.
final class TerminalText {
    private static final int LONGEST_SEQUENCE = 4096;
    private static final char ESC = 0x1b;
    private static final char BEL = 0x07;
    private static final char CAN = 0x18;
    private static final char SUB = 0x1a;

    private final Utf8 utf8 = new Utf8();
    private final StringBuilder held = new StringBuilder();
    private State state = State.GROUND;

    private enum State {
        GROUND,
        ESCAPE,
        CONTROL,
        TEXT,
        TEXT_ESCAPE
    }

    /// The text that is whole now; perhaps empty.
    String add(byte[] bytes) {
        String text = utf8.decode(bytes);
        StringBuilder all = new StringBuilder(held.length() + text.length()).append(held);
        int whole = 0;
        for (int i = held.length(); i < held.length() + text.length(); i++) {
            char c = text.charAt(i - held.length());
            all.append(c);
            state = next(state, c);
            if (state == State.GROUND) {
                whole = i + 1;
            }
        }
        if (all.length() - whole > LONGEST_SEQUENCE) {
            whole = all.length();
            state = State.GROUND;
        }
        held.setLength(0);
        held.append(all, whole, all.length());
        return all.substring(0, whole);
    }

    /// The bytes that still wait; added to a fresh one they bring it where this one is.
    byte[] waiting() {
        byte[] text = held.toString().getBytes(StandardCharsets.UTF_8);
        byte[] character = HexFormat.of().parseHex(utf8.waiting());
        byte[] all = Arrays.copyOf(text, text.length + character.length);
        System.arraycopy(character, 0, all, text.length, character.length);
        return all;
    }

    /// What still waits, when nothing more comes.
    String end() {
        String last = held + utf8.end();
        held.setLength(0);
        state = State.GROUND;
        return last;
    }

    /// The states of ECMA-48 sequences, as far as it takes to know where one ends.
    private static State next(State state, char c) {
        if (c == CAN || c == SUB) {
            return State.GROUND;
        }
        return switch (state) {
            case GROUND -> c == ESC ? State.ESCAPE : State.GROUND;
            case ESCAPE ->
                switch (c) {
                    case '[' -> State.CONTROL;
                    case ']', 'P', 'X', '^', '_' -> State.TEXT;
                    case ESC -> State.ESCAPE;
                    default -> c >= ' ' && c <= '/' ? State.ESCAPE : State.GROUND;
                };
            case CONTROL -> c == ESC ? State.ESCAPE : c >= '@' && c <= '~' ? State.GROUND : State.CONTROL;
            case TEXT -> c == BEL ? State.GROUND : c == ESC ? State.TEXT_ESCAPE : State.TEXT;
            case TEXT_ESCAPE -> c == '\\' ? State.GROUND : State.TEXT;
        };
    }
}
