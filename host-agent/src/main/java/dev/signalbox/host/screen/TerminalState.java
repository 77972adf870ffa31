package dev.signalbox.host.screen;

import java.util.Map;
import java.util.TreeMap;

/// Reads a terminal's bytes for what a picture of its screen does not show: modes, colours in use, the scroll
/// region, the character sets; and for whether the next byte begins something new. For one thread.
final class TerminalState {
    private static final int ESCAPE = 0x1b;
    private static final int MAX_SEQUENCE = 64;
    private static final int MAX_PEN = 256;

    private final Map<Integer, Boolean> modes = new TreeMap<>();
    private final StringBuilder sequence = new StringBuilder();
    private final StringBuilder pen = new StringBuilder();
    private In in = In.GROUND;
    private int continuations;
    private char designating;
    private String region = "";
    private String set0 = "";
    private String set1 = "";
    private boolean shifted;
    private boolean keypad;
    private boolean insert;

    private enum In {
        GROUND,
        ESCAPED,
        CONTROL,
        STRING,
        STRING_ESCAPED,
        DESIGNATION
    }

    /// Whether nothing is begun that the next byte would go on with.
    boolean ground() {
        return in == In.GROUND && continuations == 0;
    }

    void feed(byte[] bytes) {
        for (byte each : bytes) {
            feed(each & 0xff);
        }
    }

    private void feed(int b) {
        if (in == In.GROUND && b >= 0x20) {
            text(b);
            return;
        }
        continuations = 0;
        switch (in) {
            case GROUND -> control(b);
            case ESCAPED -> escaped(b);
            case CONTROL -> sequence(b);
            case STRING -> {
                if (b == ESCAPE) {
                    in = In.STRING_ESCAPED;
                } else if (b == 0x07 || b == 0x18 || b == 0x1a) {
                    in = In.GROUND;
                }
            }
            case STRING_ESCAPED -> {
                in = In.GROUND;
                if (b != '\\') {
                    escaped(b);
                }
            }
            case DESIGNATION -> designation(b);
        }
    }

    private void text(int b) {
        if (b >= 0xf0 && b < 0xf8) {
            continuations = 3;
        } else if (b >= 0xe0 && b < 0xf0) {
            continuations = 2;
        } else if (b >= 0xc0 && b < 0xe0) {
            continuations = 1;
        } else {
            continuations = b >= 0x80 && continuations > 0 ? continuations - 1 : 0;
        }
    }

    private void control(int b) {
        switch (b) {
            case ESCAPE -> in = In.ESCAPED;
            case 0x0e -> shifted = true;
            case 0x0f -> shifted = false;
            default -> {}
        }
    }

    private void escaped(int b) {
        in = In.GROUND;
        switch (b) {
            case '[' -> {
                in = In.CONTROL;
                sequence.setLength(0);
            }
            case ']', 'P', 'X', '^', '_' -> in = In.STRING;
            case '(', ')', '*', '+', '-', '.', '/', '#', '%', ' ' -> {
                in = In.DESIGNATION;
                designating = (char) b;
            }
            case ESCAPE -> in = In.ESCAPED;
            case 'c' -> reset();
            case '=' -> keypad = true;
            case '>' -> keypad = false;
            default -> {}
        }
    }

    /// Of sets that are named by several characters nothing is kept.
    private void designation(int b) {
        if (b == 0x18 || b == 0x1a) {
            in = In.GROUND;
        } else if (b < 0x20) {
            control(b);
        } else if (b < 0x30) {
            designating = (char) b;
        } else {
            in = In.GROUND;
            if (b < 0x7f && designating == '(') {
                set0 = "\u001b(" + (char) b;
            } else if (b < 0x7f && designating == ')') {
                set1 = "\u001b)" + (char) b;
            }
        }
    }

    private void sequence(int b) {
        if (b == ESCAPE) {
            in = In.ESCAPED;
        } else if (b == 0x18 || b == 0x1a) {
            in = In.GROUND;
        } else if (b < 0x20) {
            control(b);
        } else if (b < 0x40) {
            if (sequence.length() < MAX_SEQUENCE) {
                sequence.append((char) b);
            }
        } else {
            in = In.GROUND;
            finished(sequence.toString(), (char) b);
        }
    }

    private void finished(String parameters, char last) {
        switch (last) {
            case 'm' -> {
                if (parameters.isEmpty() || Character.isDigit(parameters.charAt(0)) || parameters.charAt(0) == ';') {
                    coloured(parameters);
                }
            }
            case 'h', 'l' -> set(parameters, last == 'h');
            case 'r' -> region = parameters.startsWith("?") ? region : parameters;
            case 'p' -> {
                if (parameters.equals("!")) {
                    reset();
                }
            }
            default -> {}
        }
    }

    private void coloured(String parameters) {
        if (parameters.isEmpty() || parameters.equals("0") || pen.length() > MAX_PEN) {
            pen.setLength(0);
        }
        if (parameters.startsWith("0;") || parameters.startsWith(";")) {
            pen.setLength(0);
        }
        if (!parameters.isEmpty() && !parameters.equals("0")) {
            pen.append("\u001b[").append(parameters).append('m');
        }
    }

    private void set(String parameters, boolean on) {
        if (parameters.equals("4")) {
            insert = on;
        }
        if (!parameters.startsWith("?")) {
            return;
        }
        for (String word : parameters.substring(1).split(";")) {
            // Which of the two screens is in use is seen on the picture.
            if (word.matches("\\d{1,4}") && !word.matches("47|104[789]")) {
                modes.put(Integer.valueOf(word), on);
            }
        }
    }

    private void reset() {
        modes.clear();
        pen.setLength(0);
        region = "";
        set0 = "";
        set1 = "";
        shifted = false;
        keypad = false;
        insert = false;
    }

    /// Colours that are in use, as bytes that set them.
    String pen() {
        return pen.toString();
    }

    /// Everything, as bytes that set it in a terminal that was reset. Setting the region moves the cursor.
    String restoring() {
        StringBuilder all = new StringBuilder();
        modes.forEach((mode, on) -> all.append("\u001b[?").append(mode).append(on ? 'h' : 'l'));
        all.append(keypad ? "\u001b=" : "");
        all.append(insert ? "\u001b[4h" : "");
        all.append(region.isEmpty() ? "" : "\u001b[" + region + "r");
        all.append(set1).append(set0).append(shifted ? "\u000e" : "");
        return all.append(pen).toString();
    }
}
