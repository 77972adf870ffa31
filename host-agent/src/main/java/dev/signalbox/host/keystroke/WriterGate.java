package dev.signalbox.host.keystroke;

import java.time.Instant;

/// Lets each keystroke of the newest writer through once and in order, and nothing else. Pure but for its own counters;
/// for one thread.
///
/// Keystrokes travel faster than the grant that allows them: those of a newer epoch are held until it comes.
final class WriterGate {
    private long epoch;
    private long lastSeq;
    private boolean restored;

    /// What to do with one record.
    enum Verdict {
        APPLY,
        /// A newer epoch than was granted: ask again after the next grant.
        HOLD,
        /// An older writer's, or one that was applied, or one that comes too late.
        DROP,
        /// Something before it is missing: what follows would not be what was typed.
        GAP
    }

    /// A writer of this epoch has the keyboard; an older grant changes nothing.
    void grant(long newEpoch) {
        if (newEpoch > epoch) {
            epoch = newEpoch;
            lastSeq = 0;
            restored = false;
        }
    }

    /// As an earlier host agent left it: what was typed last is not known, so the first one that comes counts.
    void restore(long knownEpoch) {
        grant(knownEpoch);
        restored = true;
    }

    Verdict judge(long itsEpoch, long seq, Instant notAfter, Instant now) {
        if (itsEpoch > epoch) {
            return Verdict.HOLD;
        }
        if (itsEpoch < epoch || seq <= lastSeq || now.isAfter(notAfter)) {
            return Verdict.DROP;
        }
        if (seq != lastSeq + 1 && !restored) {
            return Verdict.GAP;
        }
        restored = false;
        lastSeq = seq;
        return Verdict.APPLY;
    }

    /// After a gap was told, the writer goes on from here.
    void skipTo(long seq) {
        lastSeq = Math.max(lastSeq, seq);
    }

    long epoch() {
        return epoch;
    }
}
