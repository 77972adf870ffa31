package dev.signalbox.host.driver;

import dev.signalbox.host.process.EnvironmentMarker;
import dev.signalbox.host.process.ProcFs;
import dev.signalbox.host.process.ProcessIdentity;
import dev.signalbox.host.process.ProcessTree;
import dev.signalbox.host.refusal.Refusal;
import dev.signalbox.host.spool.LaunchFile;
import dev.signalbox.host.spool.SessionFolder;
import dev.signalbox.host.spool.Shim;
import dev.signalbox.host.spool.SpoolWatch;
import dev.signalbox.host.spool.StartRecord;
import dev.signalbox.schemas.error.ErrorCode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Starts and finds sessions that run under a shim; what the drivers have in common. One for the host agent.
public final class ShimLauncher implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(20);
    private static final Duration SETTLE = Duration.ofSeconds(10);

    private final Path dataDirectory;
    private final ProcFs procFs;
    private final Shim shim;
    private final SpoolWatch watch;

    private ShimLauncher(Path dataDirectory, ProcFs procFs, Shim shim, SpoolWatch watch) {
        this.dataDirectory = dataDirectory;
        this.procFs = procFs;
        this.shim = shim;
        this.watch = watch;
    }

    /// @throws IOException when this machine lacks a tool; the message says which
    public static ShimLauncher open(Path dataDirectory) throws IOException {
        return new ShimLauncher(
                dataDirectory.toAbsolutePath(), ProcFs.system(), Shim.install(dataDirectory), SpoolWatch.open());
    }

    Path dataDirectory() {
        return dataDirectory;
    }

    SessionFolder folder(String sessionId) {
        return SessionFolder.in(dataDirectory, sessionId);
    }

    /// What came of a launch: the session, or why there is none.
    sealed interface Launched {
        record Session(ShimSession session) implements Launched {}

        record Refused(Refusal why) implements Launched {}
    }

    Launched launch(String driver, LaunchPlan plan) throws IOException {
        Optional<Refusal> refusal = plan.refusal();
        if (refusal.isPresent()) {
            return new Launched.Refused(refusal.get());
        }
        SessionFolder folder = folder(plan.sessionId());
        try {
            folder.create();
        } catch (FileAlreadyExistsException _) {
            return refused("the session was started on this host before");
        }
        SpoolWatch.Bell bell = watch.bell(folder);
        shim.start(
                folder,
                plan.keepInputOpen(),
                plan.streams(),
                plan.outOfContact(),
                LaunchFile.render(folder, plan.argv(), plan.environment(), plan.workingDirectory(), plan.streams()));
        Optional<StartRecord> started = settled(folder, bell, START);
        return started.isEmpty()
                ? refused("the process did not come up: " + folder.complaints())
                : new Launched.Session(session(driver, folder, started.get(), bell));
    }

    private static Launched refused(String why) {
        return new Launched.Refused(new Refusal(ErrorCode.LAUNCH_FAILED, why));
    }

    /// What was found of a session.
    sealed interface Found {
        record Session(ShimSession session) implements Found {}

        record Nothing(String why) implements Found {}
    }

    Found find(String driver, String sessionId) throws IOException {
        SessionFolder folder = folder(sessionId);
        if (!folder.exists()) {
            return new Found.Nothing("it was never started here");
        }
        if (folder.forbidLaunch()) {
            Files.deleteIfExists(folder.launch());
            return new Found.Nothing("its launch was not begun");
        }
        SpoolWatch.Bell bell = watch.bell(folder);
        Optional<StartRecord> started = settled(folder, bell, SETTLE);
        return started.isEmpty()
                ? new Found.Nothing("its launch was begun, but no process came of it")
                : new Found.Session(session(driver, folder, started.get(), bell));
    }

    /// The process of a launch; empty when there is none and none will come: whoever hangs on the way to it is ended.
    ///
    /// @throws IOException when that is not known yet
    private Optional<StartRecord> settled(SessionFolder folder, SpoolWatch.Bell bell, Duration atMost)
            throws IOException {
        Optional<StartRecord> started = awaitStart(folder, bell, atMost);
        if (started.isEmpty() && !folder.forbidLaunch()) {
            endShim(folder);
            started = folder.started();
        }
        // It holds the values of the environment. The shell has read it by now, or never will.
        Files.deleteIfExists(folder.launch());
        return started;
    }

    private void endShim(SessionFolder folder) throws IOException {
        // A shim introduces itself after it has claimed the launch, so until then only its argv tells who it is.
        Optional<ProcessIdentity> shim =
                folder.shim().or(() -> procFs.called(folder.path().toString())).filter(procFs::alive);
        if (shim.isEmpty()) {
            return;
        }
        long pid = shim.get().pid();
        EnvironmentMarker marker = new EnvironmentMarker(folder.sessionId());
        ProcessTree tree = new ProcessTree(procFs, shim.get(), pid, pid, marker);
        try {
            if (!new Stopping(tree, false, Thread::sleep).stop(Duration.ZERO).isEmpty()) {
                throw new IOException("the shim of session " + folder.sessionId() + " hangs: " + folder.complaints());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the session started", e);
        }
    }

    private ShimSession session(String driver, SessionFolder folder, StartRecord started, SpoolWatch.Bell bell) {
        return new ShimSession(new PersistedHandle(driver, folder.sessionId()), folder, started, procFs, bell);
    }

    private Optional<StartRecord> awaitStart(SessionFolder folder, SpoolWatch.Bell bell, Duration atMost)
            throws IOException {
        long deadline = System.nanoTime() + atMost.toNanos();
        try {
            while (true) {
                long seen = bell.rings();
                boolean over = System.nanoTime() > deadline || shimIsGone(folder);
                Optional<StartRecord> started = folder.started();
                if (started.isPresent() || over) {
                    return started;
                }
                bell.await(seen, Duration.ofMillis(20));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the session started", e);
        }
    }

    private boolean shimIsGone(SessionFolder folder) {
        return folder.shim().filter(shimProcess -> !procFs.alive(shimProcess)).isPresent();
    }

    @Override
    public void close() throws IOException {
        watch.close();
    }
}
