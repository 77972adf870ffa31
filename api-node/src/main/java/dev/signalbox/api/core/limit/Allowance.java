package dev.signalbox.api.core.limit;

import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.Refusal;
import dev.signalbox.schemas.error.ErrorCode;
import java.time.Duration;
import java.time.InstantSource;

/// How many commands each subject of a namespace may send to this node in a minute, by whatever way they come.
public final class Allowance {
    /// Whose commands are remembered at once.
    private static final int SUBJECTS = 10_000;

    private final RateLimiter limiter;
    private final Quota quota;

    /// @param most as in [Quota]
    public Allowance(InstantSource clock, int most) {
        this.limiter = new RateLimiter(clock, SUBJECTS);
        this.quota = new Quota("writes", most, Duration.ofMinutes(1));
    }

    /// Counts a command.
    ///
    /// @throws dev.signalbox.api.core.RefusedException RATE_LIMITED
    public void take(Principal who) {
        Verdict verdict = limiter.take(quota, key(who));
        if (!verdict.admitted()) {
            throw Refusal.of(ErrorCode.RATE_LIMITED, "more than " + quota.most() + " commands in a minute")
                    .hint("try again in " + verdict.secondsToMore() + " s")
                    .asException();
        }
    }

    /// What is left, without counting anything.
    public Verdict left(Principal who) {
        return limiter.look(quota, key(who));
    }

    private static String key(Principal who) {
        return who.namespace() + "/" + who.subject();
    }
}
