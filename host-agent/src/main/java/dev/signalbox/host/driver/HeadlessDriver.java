package dev.signalbox.host.driver;

import java.io.IOException;

/// Runs a session's process without a screen: its streams are files, or a terminal that nobody looks at.
public final class HeadlessDriver implements SessionDriver {
    public static final String NAME = "headless";

    private final ShimLauncher launcher;

    public HeadlessDriver(ShimLauncher launcher) {
        this.launcher = launcher;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public StartResult start(LaunchPlan plan) throws IOException {
        return switch (launcher.launch(NAME, plan)) {
            case ShimLauncher.Launched.Session(var session) -> new StartResult.Started(session);
            case ShimLauncher.Launched.Refused(var why) -> new StartResult.NotStarted(why);
        };
    }

    @Override
    public RecoverResult recover(PersistedHandle handle) throws IOException {
        return switch (launcher.find(NAME, handle.sessionId())) {
            case ShimLauncher.Found.Session(var session) -> session.found(session);
            case ShimLauncher.Found.Nothing(var why) -> new RecoverResult.Gone(why);
        };
    }
}
