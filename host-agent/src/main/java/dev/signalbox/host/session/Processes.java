package dev.signalbox.host.session;

import dev.signalbox.host.driver.SessionHandle;
import dev.signalbox.host.driver.TerminalAbilities;
import dev.signalbox.host.process.ProcessIdentity;
import dev.signalbox.schemas.state.ProcessRef;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Puts a session's process into the record's words.
final class Processes {
    private Processes() {}

    /// The same process with the pane that shows its terminal now.
    static ProcessRef shown(ProcessRef process, TerminalAbilities terminal) {
        String pane = terminal.lastPane();
        return new ProcessRef(
                process.pid(),
                process.startTicks(),
                process.bootId(),
                process.startedAt(),
                process.cwd(),
                process.branch(),
                process.baseCommit(),
                terminal.tmuxSession(),
                pane == null ? process.tmuxPane() : pane,
                terminal.attachCommand());
    }

    /// A process as it was found. Nothing is asked of tmux: a terminal that cannot be shown has no pane, and runs.
    static ProcessRef ref(SessionHandle handle, SessionNote.@Nullable Place place) {
        ProcessIdentity process = handle.process().process();
        TerminalAbilities terminal = handle instanceof TerminalAbilities t ? t : null;
        return new ProcessRef(
                process.pid(),
                process.startTicks(),
                process.bootId(),
                Instant.now(),
                place == null ? "" : place.directory(),
                place == null ? null : place.branch(),
                place == null ? null : place.baseCommit(),
                terminal == null ? null : terminal.tmuxSession(),
                terminal == null ? null : terminal.lastPane(),
                terminal == null ? List.of() : terminal.attachCommand());
    }
}
