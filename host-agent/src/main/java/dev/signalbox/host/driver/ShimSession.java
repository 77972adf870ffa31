package dev.signalbox.host.driver;

import dev.signalbox.host.process.EnvironmentMarker;
import dev.signalbox.host.process.ProcFs;
import dev.signalbox.host.process.ProcessIdentity;
import dev.signalbox.host.process.ProcessTree;
import dev.signalbox.host.process.Signal;
import dev.signalbox.host.process.Usage;
import dev.signalbox.host.spool.ExitRecord;
import dev.signalbox.host.spool.SessionFolder;
import dev.signalbox.host.spool.SpoolReader;
import dev.signalbox.host.spool.SpoolWatch;
import dev.signalbox.host.spool.StartRecord;
import dev.signalbox.schemas.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A session under a shim; the handle of the `headless` driver, and the greater part of that of `tmux`.
final class ShimSession implements SessionHandle {
    /// How long a shim may take to record an exit, before its session counts as lost.
    private static final Duration RECORD = Duration.ofSeconds(8);

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

    private final PersistedHandle persisted;
    private final SessionFolder folder;
    private final StartRecord started;
    private final ProcFs procFs;
    private final SpoolWatch.Bell bell;
    private final Optional<ProcessIdentity> shim;
    private final InputPipe input;
    private final ProcessTree tree;
    private final ReentrantLock treeLock = new ReentrantLock();
    private volatile @Nullable SessionExit ended;
    private volatile @Nullable Long deadSinceNanos;

    ShimSession(
            PersistedHandle persisted, SessionFolder folder, StartRecord started, ProcFs procFs, SpoolWatch.Bell bell) {
        this.persisted = persisted;
        this.folder = folder;
        this.started = started;
        this.procFs = procFs;
        this.bell = bell;
        this.shim = folder.shim();
        this.input = new InputPipe(folder.input());
        this.tree = new ProcessTree(
                procFs,
                started.process(),
                started.group(),
                started.session(),
                new EnvironmentMarker(folder.sessionId()));
    }

    @Override
    public PersistedHandle persisted() {
        return persisted;
    }

    @Override
    public StartRecord process() {
        return started;
    }

    @Override
    public SessionFolder folder() {
        return folder;
    }

    @Override
    public SpoolReader output(long from) {
        return new SpoolReader(folder.out(), from, bell);
    }

    @Override
    public SpoolReader errors(long from) {
        return new SpoolReader(folder.err(), from, bell);
    }

    @Override
    public Sending send(byte[] bytes, Duration atMost) throws IOException {
        if (!procFs.alive(started.process())) {
            return new Sending.NotSent(ErrorCode.SESSION_ENDED);
        }
        if (!Files.exists(folder.input())
                || folder.holder().filter(procFs::alive).isEmpty()) {
            return new Sending.NotSent(ErrorCode.SINGLE_TURN);
        }
        return input.write(bytes, atMost);
    }

    @Override
    public boolean endInput() throws IOException {
        Optional<ProcessIdentity> holder = folder.holder().filter(procFs::alive);
        boolean alive = procFs.alive(started.process());
        input.close();
        if (holder.isPresent()) {
            ProcessTree.kill(holder.get());
        }
        return alive && holder.isPresent();
    }

    @Override
    public boolean signal(Signal signal) throws IOException {
        treeLock.lock();
        try {
            return tree.signalGroup(signal);
        } finally {
            treeLock.unlock();
        }
    }

    @Override
    public List<Long> stop(Duration grace) throws IOException, InterruptedException {
        treeLock.lockInterruptibly();
        try {
            return new Stopping(tree, started.hasTerminal(), this::awaitChange).stop(grace);
        } finally {
            treeLock.unlock();
        }
    }

    @Override
    public SessionState look() {
        SessionExit known = ended;
        if (known != null) {
            return new SessionState.Ended(known);
        }
        boolean shimAlive = shim.filter(procFs::alive).isPresent();
        boolean alive = procFs.alive(started.process());
        // Read after the look at the processes: a record written in between is found.
        Optional<ExitRecord> exit = shimAlive ? folder.exit() : folder.exitWithoutShim();
        if (alive) {
            return shimAlive && exit.isEmpty() ? new SessionState.Running() : new SessionState.Unsupervised();
        }
        if (exit.isPresent()) {
            return end(exitOf(exit.get()));
        }
        if (shimAlive && !overdue()) {
            return new SessionState.Running();
        }
        return end(new SessionExit.Lost(
                procFs.bootId().equals(started.process().bootId())
                        ? "its shim did not record how it ended"
                        : "the machine was restarted",
                Instant.now()));
    }

    private boolean overdue() {
        Long since = deadSinceNanos;
        if (since == null) {
            since = System.nanoTime();
            deadSinceNanos = since;
        }
        return System.nanoTime() - since > RECORD.toNanos();
    }

    private SessionExit exitOf(ExitRecord exit) {
        Integer code = exit.code();
        Optional<String> startError = folder.startError();
        if (startError.isPresent()) {
            return new SessionExit.NotExecuted(startError.get(), exit.endedAt());
        }
        if (code != null) {
            return new SessionExit.Exited(code, exit.endedAt());
        }
        Integer signal = exit.signal();
        return new SessionExit.Killed(signal == null ? 0 : signal, exit.endedAt());
    }

    private SessionState end(SessionExit exit) {
        ended = exit;
        input.close();
        return new SessionState.Ended(exit);
    }

    @Override
    public Optional<SessionExit> awaitExit(Duration atMost) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (true) {
            long seen = bell.rings();
            switch (look()) {
                case SessionState.Ended(var exit) -> {
                    sweepHolder();
                    return Optional.of(exit);
                }
                case SessionState.Unsupervised _ -> {
                    stop(Duration.ZERO);
                    sweepHolder();
                }
                case SessionState.Running _ -> {
                    long left = deadline - System.nanoTime();
                    if (left <= 0) {
                        return Optional.empty();
                    }
                    bell.await(seen, Duration.ofNanos(Math.min(left, LOOK_AGAIN.toNanos())));
                }
            }
        }
    }

    /// A shim that was killed leaves the process behind that held the input open.
    private void sweepHolder() throws IOException {
        if (shim.filter(procFs::alive).isEmpty()) {
            Optional<ProcessIdentity> holder = folder.holder().filter(procFs::alive);
            if (holder.isPresent()) {
                ProcessTree.kill(holder.get());
            }
        }
    }

    @Override
    public Optional<Usage> usage() {
        treeLock.lock();
        try {
            return tree.usage();
        } finally {
            treeLock.unlock();
        }
    }

    /// What a driver tells that found this session again.
    ///
    /// @param shown the handle that it hands out
    RecoverResult found(SessionHandle shown) {
        return switch (look()) {
            case SessionState.Running _, SessionState.Unsupervised _ -> new RecoverResult.Alive(shown);
            case SessionState.Ended(var exit) -> new RecoverResult.Exited(shown, exit);
        };
    }

    /// Waits for a change in the session's folder.
    void awaitChange(Duration atMost) throws InterruptedException {
        bell.await(bell.rings(), atMost);
    }

    @Override
    public void close() {
        input.close();
    }
}
