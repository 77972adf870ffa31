package dev.signalbox.host.screen;

import dev.signalbox.host.driver.TerminalAbilities.Cursor;
import dev.signalbox.host.driver.TerminalAbilities.Shown;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes the bytes that bring a terminal to show a picture. Pure.
final class Picture {
    private static final String ESCAPE = "\u001b";

    /// Resets what a program may have left, without touching what was scrolled out of the terminal; the second
    /// character set is the one with which tmux writes lines and corners.
    private static final String BEGIN = "\u001b[!p\u001b[?1049l\u001b)0\u000f\u001b[0m\u001b[H\u001b[2J";

    private Picture() {}

    /// @param restoring sets what a picture does not show, see [TerminalState#restoring]
    /// @param max bytes for the lines of each of the two screens; what was scrolled out goes first
    static byte[] bytes(Shown shown, String restoring, int max) {
        StringBuilder all = new StringBuilder(BEGIN);
        List<String> main = shown.main();
        if (main != null) {
            draw(all, main, max);
            move(all, shown.mainCursor());
            all.append(ESCAPE)
                    .append("[?1049h")
                    .append(ESCAPE)
                    .append("[0m")
                    .append(ESCAPE)
                    .append("[H");
        }
        draw(all, shown.lines(), max);
        all.append(ESCAPE).append("[0m").append(restoring);
        move(all, shown.cursor());
        return all.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void move(StringBuilder all, @Nullable Cursor to) {
        if (to != null) {
            all.append(ESCAPE)
                    .append('[')
                    .append(to.row() + 1)
                    .append(';')
                    .append(to.column() + 1)
                    .append('H');
        }
    }

    /// Colours go on from line to line, so those of lines that are left out are kept.
    private static void draw(StringBuilder all, List<String> lines, int max) {
        Deque<String> kept = new ArrayDeque<>();
        int size = 0;
        int from = lines.size();
        while (from > 0) {
            int length = lines.get(from - 1).getBytes(StandardCharsets.UTF_8).length + 2;
            if (size + length > max) {
                break;
            }
            size += length;
            from--;
            kept.addFirst(lines.get(from));
        }
        TerminalState before = new TerminalState();
        for (String line : lines.subList(0, from)) {
            before.feed(line.getBytes(StandardCharsets.UTF_8));
        }
        all.append(before.pen()).append(String.join("\r\n", kept));
    }
}
