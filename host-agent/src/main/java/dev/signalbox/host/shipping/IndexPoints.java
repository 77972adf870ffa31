package dev.signalbox.host.shipping;

import dev.signalbox.schemas.output.OutputRecord;
import dev.signalbox.schemas.state.OutputIndex;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Decides which of a session's records become index points: the first, then one each 4 MiB or 30 s.
final class IndexPoints {
    private static final long EVERY_BYTES = 4L * 1024 * 1024;
    private static final Duration EVERY = Duration.ofSeconds(30);

    private OutputIndex.@Nullable Point last;

    synchronized Optional<OutputIndex.Point> acknowledged(OutputRecord record, long offset, Instant now) {
        OutputIndex.Point before = last;
        if (record.kind() != OutputRecord.Kind.BYTES || record.stream() != OutputRecord.Stream.OUT) {
            return Optional.empty();
        }
        boolean due = before == null
                || record.streamByte() - before.streamByte() >= EVERY_BYTES
                || Duration.between(before.at(), now).compareTo(EVERY) >= 0;
        if (!due) {
            return Optional.empty();
        }
        OutputIndex.Point point = new OutputIndex.Point(record.streamByte(), record.seq(), offset, now);
        last = point;
        return Optional.of(point);
    }
}
