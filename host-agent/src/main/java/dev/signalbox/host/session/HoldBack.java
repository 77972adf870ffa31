package dev.signalbox.host.session;

import dev.signalbox.host.process.Signal;
import dev.signalbox.host.spool.SessionFolder;
import java.io.IOException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Holds back a session that writes faster than the log takes it: beyond the quota its process group is stopped, and
/// goes on once half of that is left. Nothing is cut.
final class HoldBack {
    private static final Logger log = LoggerFactory.getLogger(HoldBack.class);

    private final SessionFolder folder;
    private final Signals signals;
    private final LongSupplier acked;
    private final long quota;
    private @Nullable Boolean held;

    /// Sends a signal to the process group; false when nobody is there to get it.
    @FunctionalInterface
    interface Signals {
        boolean send(Signal signal) throws IOException;
    }

    /// @param acked bytes of all streams that the log has
    /// @param quota bytes that may lie in the spool and not yet in the log
    /// @param fresh whether no host agent had it before
    HoldBack(SessionFolder folder, Signals signals, LongSupplier acked, long quota, boolean fresh) {
        this.folder = folder;
        this.signals = signals;
        this.acked = acked;
        this.quota = quota;
        this.held = fresh ? false : null;
    }

    /// Called now and then. Whether an earlier host agent held it back is not known, so the first check says it anew.
    synchronized void check() throws IOException {
        long behind = SessionFolder.length(folder.out()) + SessionFolder.length(folder.err()) - acked.getAsLong();
        boolean holding = held != null && held;
        if (!holding && behind > quota) {
            held = signals.send(Signal.STOP);
            log.atWarn()
                    .addKeyValue("sessionId", folder.sessionId())
                    .log("held back: {} bytes wait for the log", behind);
        } else if (held == null || (holding && behind < quota / 2)) {
            release();
        }
    }

    /// Lets it go on; before a stop, so that it can hear the gentle signal.
    synchronized void release() throws IOException {
        if (held == null || held) {
            signals.send(Signal.CONT);
            held = false;
        }
    }
}
