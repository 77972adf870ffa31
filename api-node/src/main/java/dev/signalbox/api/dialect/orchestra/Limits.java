package dev.signalbox.api.dialect.orchestra;

import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.limit.Quota;
import dev.signalbox.api.core.limit.RateLimiter;
import dev.signalbox.api.http.RateLimits;
import dev.signalbox.api.http.Route;
import java.time.Duration;
import java.time.InstantSource;

/// How often a subject may do what, whatever connections it does it over.
final class Limits {
    private static final int MAX_SUBJECTS = 100_000;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final RateLimiter limiter;
    private final RateLimits routes;
    private final Quota spawns;
    private final Quota delegations;
    private final Quota messagesPerSecond;
    private final Quota messagesPerMinute;

    Limits(Orchestra.Rates rates, InstantSource clock) {
        this.limiter = new RateLimiter(clock, MAX_SUBJECTS);
        this.routes = new RateLimits(limiter, RateLimits::classic);
        this.spawns = new Quota("orchestra-spawn", rates.spawnsPerMinute(), MINUTE);
        this.delegations = new Quota("orchestra-delegate", rates.delegationsPerMinute(), MINUTE);
        this.messagesPerSecond = new Quota("orchestra-messages-second", rates.messagesPerSecond(), SECOND);
        this.messagesPerMinute = new Quota("orchestra-messages-minute", rates.messagesPerMinute(), MINUTE);
    }

    /// The route with the limit in front and its headers on each of its answers, refusals too.
    Route spawning(Route route) {
        return routes.limit(route, spawns);
    }

    Route delegating(Route route) {
        return routes.limit(route, delegations);
    }

    /// Whether one more message of the subject may be taken.
    boolean message(Principal principal) {
        String subject = principal.namespace() + "/" + principal.subject();
        return limiter.take(messagesPerSecond, subject).admitted()
                && limiter.take(messagesPerMinute, subject).admitted();
    }
}
