package dev.signalbox.host.session;

import dev.signalbox.schemas.spec.SessionSpec;
import dev.signalbox.schemas.spec.SilentHostPolicy;
import dev.signalbox.schemas.state.Host;
import java.time.Duration;
import java.util.Optional;

/// How long a session may run while its host is out of contact with the log. [Watch] keeps to it while the host
/// agent lives, and the session's own guard when not.
final class OutOfContact {
    static final String REASON = "the host was cut off from the log for longer than the session's policy allows";

    /// The host agent stops more gently than a guard, so it goes first.
    private static final Duration GUARD_WAITS = Duration.ofSeconds(2);

    private OutOfContact() {}

    /// Empty for a session that may run for ever. The time of a policy begins when the host's lease is over: then the
    /// decider calls it silent.
    static Optional<Duration> limit(SessionSpec spec) {
        SilentHostPolicy policy = spec.silentHost();
        Duration after = policy.after();
        boolean here = policy.action() == SilentHostPolicy.Action.STOP_ON_HOST
                || (policy.action() == SilentHostPolicy.Action.REPLACE && spec.exclusive());
        return here && after != null ? Optional.of(Host.LEASE.plus(after)) : Optional.empty();
    }

    static boolean tooLong(SessionSpec spec, Duration silence) {
        return limit(spec).filter(limit -> silence.compareTo(limit) > 0).isPresent();
    }

    /// The time that the session's guard is given; empty for a session that needs none.
    static Optional<Duration> guard(SessionSpec spec) {
        return limit(spec).map(GUARD_WAITS::plus);
    }
}
