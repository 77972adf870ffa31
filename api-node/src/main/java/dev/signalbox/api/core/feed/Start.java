package dev.signalbox.api.core.feed;

import dev.signalbox.api.core.cursor.Cursor;
import dev.signalbox.schemas.output.OutputRecord.Stream;
import java.time.Instant;

/// Where a stream of output begins.
public sealed interface Start {
    /// With the first record.
    record Beginning() implements Start {}

    /// With what comes next.
    record End() implements Start {}

    /// With the newest keyframe of a terminal; where there is none, with the beginning of a short stream, or near
    /// the end of a long one.
    record Keyframe() implements Start {}

    /// Behind what the client last saw.
    ///
    /// @param field the parameter or header that carried it
    record Behind(String field, Cursor.Session cursor) implements Start {}

    /// With a byte of one of the streams.
    record AtByte(Stream stream, long offset) implements Start {}

    /// With the first record that the host wrote then or later.
    record Since(Instant time) implements Start {}
}
