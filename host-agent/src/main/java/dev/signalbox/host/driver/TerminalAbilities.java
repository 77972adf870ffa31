package dev.signalbox.host.driver;

import dev.signalbox.schemas.spec.TerminalSize;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a handle can do whose process has a terminal that people attach to. Keystrokes are
/// [SessionHandle#send].
public interface TerminalAbilities {
    /// Name of the tmux session that shows the terminal: the one that was asked for, else the session's id.
    String tmuxSession();

    /// The tmux pane, `%` and a number. It changes when the screen had to be built again.
    String tmuxPane() throws IOException;

    /// The pane that was seen last, without a look; null before the first.
    @Nullable
    String lastPane();

    /// What a person types to attach.
    List<String> attachCommand();

    /// Pastes the text byte for byte, bracketed where the program asked for that, then presses Enter.
    Sending prompt(String text) throws IOException;

    void resize(TerminalSize size) throws IOException;

    /// What a terminal of the session's size shows after these bytes and then bytes `from` to `to` of the main
    /// stream. The session's own screen is not touched.
    Shown shown(byte[] before, long from, long to) throws IOException;

    /// @param lines of the screen in use, with what was scrolled out of it above, as text with colours
    /// @param main of the main screen while a program uses the alternate one; null when it does not
    /// @param mainCursor where it was when the main screen was left; null as `main`
    record Shown(
            List<String> lines,
            Cursor cursor,
            @Nullable List<String> main,
            @Nullable Cursor mainCursor) {
        public Shown {
            lines = List.copyOf(lines);
            main = main == null ? null : List.copyOf(main);
        }
    }

    /// Where the cursor is, counted from 0.
    record Cursor(int row, int column) {}
}
