package dev.signalbox.api.core.feed;

import dev.signalbox.schemas.output.OutputRecord.Stream;
import dev.signalbox.schemas.state.Session;

/// Decides whether a session's stream is over. Pure.
final class StreamEnd {
    private StreamEnd() {}

    /// Bytes alone do not prove that nothing comes: items follow the bytes that they are about, and END follows all.
    ///
    /// @param caughtUp whether everything that is in the log has been given
    /// @param settled whether END has had its time to come
    /// @param nothingComes whether the host will never write again, or what it wrote is no more
    static boolean reached(
            Session session, OutputTracker tracker, boolean caughtUp, boolean settled, boolean nothingComes) {
        if (!session.status().terminal()) {
            return false;
        }
        if (tracker.ended()) {
            return true;
        }
        return caughtUp
                && (session.hostId() == null
                        || nothingComes
                        || !proven(session)
                        || ((settled || session.process() == null) && delivered(session, tracker)));
    }

    /// Whether the host writes an END: of a process that was seen to be over.
    static boolean written(Session session) {
        return session.status().terminal() && proven(session) && session.process() != null;
    }

    /// Whether bytes that a proven end names are still to come.
    static boolean waiting(Session session, OutputTracker tracker) {
        return session.status().terminal() && proven(session) && !delivered(session, tracker);
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
