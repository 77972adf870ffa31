package dev.signalbox.host.shipping;

import dev.signalbox.schemas.output.OutputRecord;

/// How much of a session's output the log has.
///
/// @param seq of its newest record, 0 before the first
/// @param outByte end of the main stream's bytes
/// @param errByte end of standard error's bytes, where it is kept apart
/// @param itemByte end of the newest source line whose items are there
/// @param ended whether the stream was closed
public record Shipped(long seq, long outByte, long errByte, long itemByte, boolean ended) {
    public static final Shipped NOTHING = new Shipped(0, 0, 0, 0, false);

    /// After one more record; one that was counted already changes nothing.
    public Shipped plus(OutputRecord record) {
        if (record.seq() <= seq) {
            return this;
        }
        boolean out = record.stream() == OutputRecord.Stream.OUT;
        return switch (record.kind()) {
            case BYTES ->
                new Shipped(
                        record.seq(),
                        out ? record.endByte() : outByte,
                        out ? errByte : record.endByte(),
                        itemByte,
                        ended);
            case ITEM -> new Shipped(record.seq(), outByte, errByte, record.streamByte(), ended);
            case END -> new Shipped(record.seq(), outByte, errByte, itemByte, true);
            case KEYFRAME -> new Shipped(record.seq(), outByte, errByte, itemByte, ended);
            case FENCE -> this;
        };
    }
}
