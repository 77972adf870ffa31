package dev.signalbox.host.shipping;

import dev.signalbox.schemas.output.OutputRecord;
import dev.signalbox.schemas.state.OutputIndex;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Decides which of a session's records become index points: the first, then one each 4 MiB or 30 s, each keyframe,
/// and the first after a silence in which others put out much, so that a reader need not read through that. Each point
/// is a fact that the decider writes down: of the last kind there is one each 5 s at most, but where others flooded.
final class IndexPoints {
    private static final long EVERY_BYTES = 4L * 1024 * 1024;
    private static final Duration EVERY = Duration.ofSeconds(30);

    private static final Duration SILENCE = Duration.ofMillis(200);
    private static final long OTHERS_RECORDS = 32;
    private static final long FLOOD_RECORDS = 1024;
    private static final Duration NOT_SOONER = Duration.ofSeconds(5);

    private OutputIndex.@Nullable Point last;
    private long newestOffset;
    private @Nullable Instant newestAt;

    synchronized Optional<OutputIndex.Point> acknowledged(OutputRecord record, long offset, Instant now) {
        long others = othersInSilence(offset, now);
        newestOffset = offset;
        newestAt = now;
        OutputIndex.Point before = last;
        if (record.kind() == OutputRecord.Kind.KEYFRAME) {
            last = new OutputIndex.Point(record.streamByte(), record.seq(), offset, now, true);
            return Optional.of(last);
        }
        if (record.kind() != OutputRecord.Kind.BYTES || record.stream() != OutputRecord.Stream.OUT) {
            return Optional.empty();
        }
        boolean due = before == null
                || others > FLOOD_RECORDS
                || (others > OTHERS_RECORDS
                        && Duration.between(before.at(), now).compareTo(NOT_SOONER) >= 0)
                || record.streamByte() - before.streamByte() >= EVERY_BYTES
                || Duration.between(before.at(), now).compareTo(EVERY) >= 0;
        if (!due) {
            return Optional.empty();
        }
        OutputIndex.Point point = new OutputIndex.Point(record.streamByte(), record.seq(), offset, now);
        last = point;
        return Optional.of(point);
    }

    synchronized Optional<OutputIndex.Point> newest() {
        return Optional.ofNullable(last);
    }

    /// Records of others since the session's newest one; none where it was not silent.
    private long othersInSilence(long offset, Instant now) {
        Instant newest = newestAt;
        boolean silent = newest != null && Duration.between(newest, now).compareTo(SILENCE) >= 0;
        return silent ? offset - newestOffset - 1 : 0;
    }
}
