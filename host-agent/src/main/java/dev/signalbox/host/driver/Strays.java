package dev.signalbox.host.driver;

import dev.signalbox.host.process.EnvironmentMarker;
import dev.signalbox.host.process.ProcFs;
import dev.signalbox.host.process.ProcStat;
import dev.signalbox.host.process.ProcessIdentity;
import dev.signalbox.host.process.ProcessTree;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Ends what runs of a session of which nothing but its process is known any more.
public final class Strays {
    private static final long UNKNOWN = -1;

    private Strays() {}

    /// As [SessionHandle#stop].
    public static List<Long> stop(String sessionId, ProcessIdentity main, Duration grace)
            throws IOException, InterruptedException {
        ProcFs procFs = ProcFs.system();
        Optional<ProcStat> alive = procFs.stat(main.pid()).filter(_ -> procFs.alive(main));
        ProcessTree tree = new ProcessTree(
                procFs,
                main,
                alive.map(ProcStat::group).orElse(UNKNOWN),
                alive.map(ProcStat::session).orElse(UNKNOWN),
                new EnvironmentMarker(sessionId));
        return new Stopping(tree, false, Thread::sleep).stop(grace);
    }
}
