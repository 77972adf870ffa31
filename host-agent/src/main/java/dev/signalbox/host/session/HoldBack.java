package dev.signalbox.host.session;

import dev.signalbox.host.driver.SessionHandle;
import dev.signalbox.host.process.Signal;
import dev.signalbox.host.shipping.SessionOutput;
import dev.signalbox.host.spool.SessionFolder;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Holds back a session that writes faster than the log takes it: beyond the quota its process group is stopped, and
/// goes
/// on once half of that is left. Nothing is cut.
final class HoldBack {
    private static final Logger log = LoggerFactory.getLogger(HoldBack.class);

    private final SessionHandle handle;
    private final SessionOutput output;
    private final long quota;
    private boolean held;

    /// @param quota bytes that may lie in the spool and not yet in the log
    HoldBack(SessionHandle handle, SessionOutput output, long quota) {
        this.handle = handle;
        this.output = output;
        this.quota = quota;
    }

    /// Called now and then.
    synchronized void check() throws IOException {
        long behind = SessionFolder.length(handle.folder().out()) - output.ackedOut();
        if (!held && behind > quota) {
            held = handle.signal(Signal.STOP);
            log.atWarn()
                    .addKeyValue("sessionId", handle.persisted().sessionId())
                    .log("held back: {} bytes wait for the log", behind);
        } else if (held && behind < quota / 2) {
            release();
        }
    }

    /// Lets it go on; before a stop, so that it can hear the gentle signal.
    synchronized void release() throws IOException {
        if (held) {
            held = false;
            handle.signal(Signal.CONT);
        }
    }
}
