package dev.signalbox.host.driver;

import dev.signalbox.host.driver.TerminalAbilities.Shown;
import dev.signalbox.host.spool.SessionFolder;
import dev.signalbox.host.spool.Shim;
import dev.signalbox.schemas.spec.TerminalSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Tells what a terminal shows after so many bytes, by a terminal that is fed them and lives no longer: the one
/// that people look at shows exactly so many bytes at no moment. They are terminals of our own tmux server.
final class Screenshots {
    private static final String NAME = "keyframe-";
    private static final Duration AT_MOST = Duration.ofSeconds(5);

    private final Tmux tmux;
    private final Path script;

    private Screenshots(Tmux tmux, Path script) {
        this.tmux = tmux;
        this.script = script;
    }

    static Screenshots open(Path dataDirectory) throws IOException {
        return new Screenshots(Tmux.own(TmuxSocket.in(dataDirectory)), Shim.layOut(dataDirectory, "keyframe"));
    }

    Shown take(SessionFolder folder, TerminalSize size, byte[] before, long from, long to) throws IOException {
        Tmux.Screen screen = new Tmux.Screen(NAME + folder.sessionId(), null);
        Path fed = Files.write(folder.path().resolve("keyframe-before"), before);
        String title = NAME + to;
        try {
            tmux.kill(screen);
            tmux.newSession(
                    screen,
                    size,
                    List.of(
                            "/bin/sh",
                            script.toString(),
                            folder.path().toString(),
                            Long.toString(from + 1),
                            Long.toString(to - from),
                            title));
            return tmux.shown(screen.name(), title, AT_MOST)
                    .orElseThrow(() -> new IOException("the terminal did not take the output in time"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a terminal was looked at", e);
        } finally {
            tmux.kill(screen);
            Files.deleteIfExists(fed);
        }
    }
}
