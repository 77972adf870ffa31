package dev.signalbox.schemas.state;

import dev.signalbox.schemas.error.Check;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where in the host's output topic a session's output stands, so that a resume need not search its history. Its id
/// is the session's.
///
/// @param points ascending by `seq`; at most [#MAX_POINTS]: when full, every second one goes, but for the newest
/// keyframe
public record OutputIndex(String id, String hostId, List<Point> points, Cause cause) implements Entity {
    public static final int MAX_POINTS = 256;

    /// @param streamByte offset in the main stream of the record's first byte
    /// @param seq the session's sequence number of the record
    /// @param offset the record's offset in the only partition of `output.<hostId>`
    /// @param at when the host wrote it
    /// @param keyframe true when the record is one, else null
    public record Point(
            long streamByte,
            long seq,
            long offset,
            Instant at,
            @Nullable Boolean keyframe) {
        /// A point that is no keyframe.
        public Point(long streamByte, long seq, long offset, Instant at) {
            this(streamByte, seq, offset, at, null);
        }
    }

    /// The newest keyframe, empty when there is none.
    public static Optional<Point> newestKeyframe(List<Point> points) {
        return points.reversed().stream()
                .filter(point -> Boolean.TRUE.equals(point.keyframe()))
                .findFirst();
    }

    public OutputIndex {
        points = Check.list("points", points, MAX_POINTS);
    }

    @Override
    public EntityRef ref() {
        return new EntityRef(EntityType.OUTPUT_INDEX, id);
    }

    /// The index with further points; ones that do not go on from the last are left out.
    public OutputIndex plus(List<Point> more, Cause because) {
        List<Point> all = new ArrayList<>(points);
        for (Point point : more) {
            if (all.isEmpty() || point.seq() > all.getLast().seq()) {
                all.add(point);
            }
        }
        while (all.size() > MAX_POINTS) {
            List<Point> thinned = new ArrayList<>();
            Point keyframe = newestKeyframe(all).orElse(null);
            for (int i = 0; i < all.size(); i++) {
                if (i % 2 == 0 || i == all.size() - 1 || all.get(i).equals(keyframe)) {
                    thinned.add(all.get(i));
                }
            }
            all = thinned;
        }
        return new OutputIndex(id, hostId, all, because);
    }
}
