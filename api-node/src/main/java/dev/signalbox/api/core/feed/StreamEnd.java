package dev.signalbox.api.core.feed;

import dev.signalbox.schemas.output.OutputRecord.Stream;
import dev.signalbox.schemas.state.Session;

/// Decides whether a session's stream is over. Pure.
final class StreamEnd {
    private StreamEnd() {}

    /// @param caughtUp whether everything that is in the log has been given
    /// @param hostGone whether the host will never write again
    static boolean reached(Session session, OutputTracker tracker, boolean caughtUp, boolean hostGone) {
        if (!session.status().terminal()) {
            return false;
        }
        if (tracker.ended()) {
            return true;
        }
        return caughtUp && (session.hostId() == null || hostGone || !proven(session) || delivered(session, tracker));
    }

    static boolean complete(Session session, OutputTracker tracker) {
        return proven(session) && !tracker.gaps() && delivered(session, tracker);
    }

    private static boolean proven(Session session) {
        var end = session.end();
        return end != null && end.proven();
    }

    private static boolean delivered(Session session, OutputTracker tracker) {
        var end = session.end();
        if (end == null) {
            return true;
        }
        return tracker.ended()
                || (at(tracker, Stream.OUT) >= end.outBytes() && at(tracker, Stream.ERR) >= end.errBytes());
    }

    private static long at(OutputTracker tracker, Stream stream) {
        return Math.max(0, tracker.position(stream));
    }
}
