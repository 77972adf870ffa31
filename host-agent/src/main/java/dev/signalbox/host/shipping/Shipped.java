package dev.signalbox.host.shipping;

import dev.signalbox.schemas.output.OutputRecord;

/// How much of a session's output the log has.
///
/// @param seq of its newest record, 0 before the first
/// @param outByte end of the main stream's bytes
/// @param errByte end of standard error's bytes, where it is kept apart
/// @param itemByte end of the newest source line whose items are there
/// @param items how many items of that line are there
/// @param ended whether the stream was closed
public record Shipped(long seq, long outByte, long errByte, long itemByte, int items, boolean ended) {
    public static final Shipped NOTHING = new Shipped(0, 0, 0, 0, 0, false);

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
                        items,
                        ended);
            case ITEM -> {
                boolean more = record.streamByte() == itemByte;
                yield new Shipped(record.seq(), outByte, errByte, record.streamByte(), more ? items + 1 : 1, ended);
            }
            case END -> new Shipped(record.seq(), outByte, errByte, itemByte, items, true);
            case KEYFRAME -> new Shipped(record.seq(), outByte, errByte, itemByte, items, ended);
            case FENCE -> this;
        };
    }

    /// Whether an item is there.
    ///
    /// @param endByte end of its line
    /// @param index how many items of the same line come before it
    public boolean hasItem(long endByte, int index) {
        return endByte < itemByte || (endByte == itemByte && index < items);
    }
}
