package dev.signalbox.host.driver;

import java.io.IOException;

/// A way to run the process of a session so that it outlives the host agent. What not every driver can do is an
/// interface of its own on its handles ([TerminalAbilities]).
public interface SessionDriver {
    /// The name that stands in a [PersistedHandle].
    String name();

    /// Starts the process. When this returns [StartResult.NotStarted], none runs and none will.
    ///
    /// @throws IOException when the machine fails (disk, missing tool); a process may then be running, and
    /// [#recover] tells
    StartResult start(LaunchPlan plan) throws IOException;

    /// Finds what an earlier host agent, or this one before a failure, started under this handle. May be called
    /// any number of times.
    RecoverResult recover(PersistedHandle handle) throws IOException;
}
