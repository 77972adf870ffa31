package dev.signalbox.api.dialect.orchestra;

import dev.signalbox.api.http.WsPeer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Faults of ours in the background of a socket: it is closed, since a stream that stopped and says nothing looks like
/// one in which nothing happens.
final class Faults {
    private static final int FAULT = 1011;

    private static final Logger log = LoggerFactory.getLogger(Faults.class);

    private Faults() {}

    static void end(WsPeer peer, RuntimeException fault) {
        log.atError().setCause(fault).log("a socket of Orchestra's is closed for a fault");
        peer.close(FAULT, "a fault of the server; connect again");
    }
}
