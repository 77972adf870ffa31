package dev.signalbox.schemas.spec;

import dev.signalbox.schemas.error.Check;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What becomes of a session whose host fell silent, counted on the lease clock from the end of the host's lease.
///
/// @param after null for [Action#KEEP], else 1 s to 30 d
public record SilentHostPolicy(Action action, @Nullable Duration after) {
    public static final SilentHostPolicy KEEP = new SilentHostPolicy(Action.KEEP, null);

    public enum Action {
        /// Wait for the host; the session stays UNKNOWN until it returns.
        KEEP,
        /// Declare the session LOST after the time, and start a replacement of it from the beginning. Of a
        /// resumed one the conversation lies on the silent host: what replaces it has the resumption's prompt.
        REPLACE,
        /// The host stops it by its own monotonic clock after the time; the record says LOST when that must have
        /// happened.
        STOP_ON_HOST
    }

    public SilentHostPolicy {
        Check.present("action", action);
        Check.between("after", after, Duration.ofSeconds(1), Duration.ofDays(30));
        if ((action == Action.KEEP) != (after == null)) {
            throw Check.invalid("after", "is needed for REPLACE and STOP_ON_HOST, and only there");
        }
    }
}
