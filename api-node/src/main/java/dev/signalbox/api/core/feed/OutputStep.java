package dev.signalbox.api.core.feed;

import dev.signalbox.api.core.cursor.Cursor;
import dev.signalbox.schemas.output.OutputRecord;
import dev.signalbox.schemas.state.Session;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a stream of output brings.
public sealed interface OutputStep {
    /// @param record BYTES or ITEM; KEYFRAME as the first of a stream that begins with [Start.Keyframe]
    /// @param cursor behind it
    /// @param at when its host wrote it to the log
    record Output(OutputRecord record, Cursor.Session cursor, Instant at) implements OutputStep {}

    /// Records `fromSeq` to `toSeq` are no more. Bytes are those of the stream that goes on, where they are known.
    /// Where nothing is left behind the gap, `toSeq` is the last record that is known of.
    record Gap(
            long fromSeq,
            long toSeq,
            @Nullable Long fromByte,
            @Nullable Long toByte,
            Cursor.Session cursor) implements OutputStep {
        /// What is there behind it.
        public Retained retained() {
            return new Retained(toSeq + 1, toByte);
        }
    }

    /// Everything that was there has been given.
    ///
    /// @param seq of the last record given, 0 for none
    record CaughtUp(long seq, Cursor.Session cursor) implements OutputStep {}

    /// The session is over and nothing more comes.
    ///
    /// @param complete whether all bytes that its end names were given, from where the stream began
    record End(Session session, boolean complete, Cursor.Session cursor) implements OutputStep {}

    /// Nothing came in time.
    ///
    /// @param away whether that is because the log cannot be reached
    record Idle(boolean away) implements OutputStep {}
}
