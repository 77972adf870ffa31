package dev.signalbox.host.driver;

import dev.signalbox.host.process.Signal;
import dev.signalbox.host.process.Usage;
import dev.signalbox.host.spool.SessionFolder;
import dev.signalbox.host.spool.SpoolReader;
import dev.signalbox.host.spool.StartRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A session's process, as this host agent holds it. Safe for several threads. Closing it, or losing it with
/// the host agent, leaves the process alone.
public interface SessionHandle extends AutoCloseable {
    PersistedHandle persisted();

    StartRecord process();

    SessionFolder folder();

    /// Follows the main stream from a byte on.
    SpoolReader output(long from);

    /// Follows standard error, where it is kept apart; else a stream without bytes.
    SpoolReader errors(long from);

    /// Writes to standard input, byte for byte. Calls do not mix.
    Sending send(byte[] bytes, Duration atMost) throws IOException;

    /// Lets the process read end of file after what was sent.
    ///
    /// @return false when it has no open input, or it had ended before
    boolean endInput() throws IOException;

    /// Signals the process group.
    ///
    /// @return false when none of it runs
    boolean signal(Signal signal) throws IOException;

    /// Ends every process of the session: asks the process group, waits for the grace, then kills what is left,
    /// wherever it went. Zero grace: kills at once.
    ///
    /// @return pids of the session that still run (stuck in the kernel, or another user's); mostly none
    List<Long> stop(Duration grace) throws IOException, InterruptedException;

    SessionState look();

    /// Waits for the end of the main process. A process whose exit status can no longer be recorded, because
    /// its shim is gone, is stopped and [SessionExit.Lost]. Bytes that remaining grandchildren write later
    /// still reach the spool.
    ///
    /// @return empty when the time is over
    Optional<SessionExit> awaitExit(Duration atMost) throws IOException, InterruptedException;

    /// Memory and processor time of the whole session; empty when nothing runs.
    Optional<Usage> usage();

    @Override
    void close() throws IOException;
}
