package dev.signalbox.host.driver;

import dev.signalbox.host.refusal.Refusal;
import dev.signalbox.host.spool.Shim;
import dev.signalbox.host.spool.Streams;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.spec.TerminalSize;
import java.io.IOException;
import java.nio.file.Path;

/// Runs a session's process in a terminal that people can attach to. The terminal is the shim's; tmux shows it,
/// and may die without harm: the process, its bytes and its exit status do not depend on it, and the screen is
/// built again when it is needed.
public final class TmuxDriver implements SessionDriver {
    public static final String NAME = "tmux";

    private final ShimLauncher launcher;
    private final Tmux tmux;
    private final Path screenScript;

    private TmuxDriver(ShimLauncher launcher, Tmux tmux, Path screenScript) {
        this.launcher = launcher;
        this.tmux = tmux;
        this.screenScript = screenScript;
    }

    /// @throws IOException when this machine has no tmux
    public static TmuxDriver open(ShimLauncher launcher) throws IOException {
        Tmux tmux = new Tmux(TmuxSocket.in(launcher.dataDirectory()));
        tmux.requireTmux();
        return new TmuxDriver(launcher, tmux, Shim.layOut(launcher.dataDirectory(), "screen"));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public StartResult start(LaunchPlan plan) throws IOException {
        if (!(plan.streams() instanceof Streams.Terminal(var size)) || !plan.keepInputOpen()) {
            return new StartResult.NotStarted(new Refusal(
                    ErrorCode.INVALID_REQUEST, "interactive", "the driver tmux needs a terminal and an open input"));
        }
        return switch (launcher.launch(NAME, plan)) {
            case ShimLauncher.Launched.Session(var session) -> {
                TmuxSession shown = shown(session, size);
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
                TmuxSession shown = shown(session, TerminalSize.DEFAULT);
                RecoverResult found = session.found(shown);
                switch (found) {
                    case RecoverResult.Alive _ -> shown.show();
                    case RecoverResult.Exited _, RecoverResult.Gone _ -> tmux.killSession(handle.sessionId());
                }
                yield found;
            }
            case ShimLauncher.Found.Nothing(var why) -> new RecoverResult.Gone(why);
        };
    }

    private TmuxSession shown(ShimSession session, TerminalSize size) {
        return new TmuxSession(session, tmux, screenScript, size);
    }

    Tmux tmux() {
        return tmux;
    }
}
