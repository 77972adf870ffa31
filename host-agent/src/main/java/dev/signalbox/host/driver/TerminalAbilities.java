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
}
