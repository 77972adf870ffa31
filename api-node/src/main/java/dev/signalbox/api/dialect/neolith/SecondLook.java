package dev.signalbox.api.dialect.neolith;

import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.gateway.Commands;
import dev.signalbox.api.core.limit.Quota;
import dev.signalbox.api.core.limit.RateLimiter;
import dev.signalbox.schemas.error.ErrorCode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/// What a node does not know may have been made at another one a moment ago: before it says that something is not
/// there it reads all that was decided, and looks again. That writes to the log, so it is limited for each subject.
final class SecondLook {
    private static final Quota QUOTA = new Quota("neolith-unknown", 60, Duration.ofMinutes(1));
    private static final int SUBJECTS = 10_000;

    private final Commands commands;
    private final RateLimiter limiter;

    SecondLook(Commands commands, InstantSource clock) {
        this.commands = commands;
        this.limiter = new RateLimiter(clock, SUBJECTS);
    }

    /// @throws dev.signalbox.api.core.RefusedException UNAVAILABLE when this node cannot read so far, RATE_LIMITED
    <T> Optional<T> at(Principal who, Supplier<Optional<T>> look) throws InterruptedException {
        Optional<T> found = look.get();
        if (found.isPresent()) {
            return found;
        }
        if (!limiter.take(QUOTA, who.namespace() + "/" + who.subject()).admitted()) {
            throw Refusal.of(ErrorCode.RATE_LIMITED, "too much is asked for that is not there")
                    .asException();
        }
        commands.catchUp(who);
        return look.get();
    }
}
