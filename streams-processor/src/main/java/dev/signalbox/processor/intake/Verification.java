package dev.signalbox.processor.intake;

import dev.signalbox.schemas.command.CommandRecord;
import dev.signalbox.schemas.report.ReportBatch;

/// What the verifier makes of a record.
public sealed interface Verification {

    /// It goes on to be decided, or at least answered.
    sealed interface Accepted extends Verification {}

    record AcceptedCommand(CommandRecord command) implements Accepted {}

    record AcceptedReports(ReportBatch batch) implements Accepted {}

    /// It is a dead letter; whoever wrote it is told that nothing was done.
    record Abandoned(CommandRecord command) implements Accepted {}

    /// It becomes a dead letter.
    record Rejected(Cause cause, String message) implements Verification {}

    /// It is counted and left: a removed host that has not heard of it yet would fill the dead letters.
    record Ignored(Cause cause) implements Verification {}

    /// Why a record is not decided; the name stands in the dead letter's header.
    enum Cause {
        /// Not JSON, not this kind of JSON, or out of its bounds.
        MALFORMED,
        /// The record stands in another partition than its namespace's, so it would be decided against wrong tables.
        WRONG_PARTITION,
        UNKNOWN_HOST,
        REMOVED_HOST,
        /// None, or not by the host's key over the value's bytes.
        BAD_SIGNATURE,
        /// An unexpected exception while it was decided.
        FAULT,
        /// Deciding it would write a value larger than allowed.
        TOO_LARGE,
        /// It ended the thread several times; it is not tried again.
        QUARANTINED
    }
}
