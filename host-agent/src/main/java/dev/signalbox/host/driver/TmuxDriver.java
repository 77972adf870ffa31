package dev.signalbox.host.driver;

import dev.signalbox.host.refusal.Refusal;
import dev.signalbox.host.spool.Shim;
import dev.signalbox.host.spool.Streams;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.spec.TerminalSize;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Runs a session's process in a terminal that people can attach to. The terminal is the shim's; tmux shows it,
/// and may die without harm: the process, its bytes and its exit status do not depend on it, and the screen is
/// built again when it is needed.
public final class TmuxDriver implements SessionDriver {
    public static final String NAME = "tmux";

    private final ShimLauncher launcher;
    private final Tmux tmux;
    private final Path screenScript;
    private final Screenshots screenshots;

    private TmuxDriver(ShimLauncher launcher, Tmux tmux, Path screenScript, Screenshots screenshots) {
        this.launcher = launcher;
        this.tmux = tmux;
        this.screenScript = screenScript;
        this.screenshots = screenshots;
    }

    /// @param socket of a tmux server that people use too; null: a server of our own
    /// @throws IOException when this machine has no tmux
    public static TmuxDriver open(ShimLauncher launcher, @Nullable Path socket) throws IOException {
        Tmux tmux =
                socket == null ? Tmux.own(TmuxSocket.in(launcher.dataDirectory())) : Tmux.shared(TmuxSocket.at(socket));
        tmux.requireTmux();
        return new TmuxDriver(
                launcher,
                tmux,
                Shim.layOut(launcher.dataDirectory(), "screen"),
                Screenshots.open(launcher.dataDirectory()));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public StartResult start(LaunchPlan plan) throws IOException {
        if (!(plan.streams() instanceof Streams.Terminal(var size)) || !plan.keepInputOpen()) {
            return new StartResult.NotStarted(
                    new Refusal(ErrorCode.INVALID_REQUEST, "the driver tmux needs a terminal and an open input"));
        }
        Tmux.Screen screen = new Tmux.Screen(plan.sessionId(), plan.terminalName());
        if (tmux.takenByAnother(screen)) {
            return new StartResult.NotStarted(new Refusal(
                    ErrorCode.NAME_TAKEN,
                    "this host's tmux has a session named '" + screen.name() + "' that is not ours"));
        }
        return switch (launcher.launch(NAME, plan)) {
            case ShimLauncher.Launched.Session(var session) -> {
                TmuxSession shown = shown(session, screen, size);
                shown.show();
                yield new StartResult.Started(shown);
            }
            case ShimLauncher.Launched.Refused(var why) -> new StartResult.NotStarted(why);
        };
    }

    @Override
    public RecoverResult recover(PersistedHandle handle) throws IOException {
        return switch (launcher.find(NAME, handle.sessionId())) {
            case ShimLauncher.Found.Session(var session) -> {
                Tmux.Screen screen = new Tmux.Screen(handle.sessionId(), handle.terminalName());
                TmuxSession shown = shown(
                        session, screen, TerminalDevice.size(session.process().terminal()));
                RecoverResult found = session.found(shown);
                switch (found) {
                    case RecoverResult.Alive _ -> shown.show();
                    case RecoverResult.Exited _, RecoverResult.Gone _ -> shown.hide();
                }
                yield found;
            }
            case ShimLauncher.Found.Nothing(var why) -> new RecoverResult.Gone(why);
        };
    }

    private TmuxSession shown(ShimSession session, Tmux.Screen screen, TerminalSize size) {
        return new TmuxSession(session, tmux, screen, screenScript, screenshots, size);
    }

    Tmux tmux() {
        return tmux;
    }
}
