package dev.signalbox.api.http;

import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.limit.Quota;
import dev.signalbox.api.core.limit.RateLimiter;
import dev.signalbox.api.core.limit.Verdict;
import dev.signalbox.schemas.error.ErrorCode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/// Limits how often somebody may call a route. Every answer of such a route says what is left.
///
/// @param fields what an answer says of a verdict: [#standard], or a dialect's own names
public record RateLimits(RateLimiter limiter, Function<Verdict, Map<String, String>> fields) {
    /// The same route, at most so often for each subject of each namespace.
    ///
    /// @param route needs a principal
    public Route limit(Route route, Quota quota) {
        return new Route(route.method(), route.template(), route.needs(), route.query(), request -> {
            take(request, quota);
            return route.handler().handle(request);
        });
    }

    /// Counts one call, in the depths of a handler that is not limited as a whole.
    ///
    /// @throws dev.signalbox.api.core.RefusedException RATE_LIMITED
    public void take(Request request, Quota quota) {
        Principal who = request.principal();
        Verdict verdict = limiter.take(quota, who.namespace() + "/" + who.subject());
        fields.apply(verdict).forEach(request::promise);
        if (!verdict.admitted()) {
            request.promise("Retry-After", Long.toString(verdict.secondsToMore()));
            throw Refusal.of(
                            ErrorCode.RATE_LIMITED,
                            "more than %d calls of this kind in %d s"
                                    .formatted(quota.most(), quota.window().toSeconds()))
                    .hint("try again in " + verdict.secondsToMore() + " s")
                    .asException();
        }
    }

    /// `RateLimit-Policy` and `RateLimit` of the IETF's draft.
    public static Map<String, String> standard(Verdict verdict) {
        Quota quota = verdict.quota();
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(
                "RateLimit-Policy",
                "\"%s\";q=%d;w=%d"
                        .formatted(quota.name(), quota.most(), quota.window().toSeconds()));
        fields.put(
                "RateLimit", "\"%s\";r=%d;t=%d".formatted(quota.name(), verdict.remaining(), verdict.secondsToMore()));
        return fields;
    }

    /// `X-RateLimit-Limit`, `-Remaining` and `-Reset`, the last in seconds since 1970.
    public static Map<String, String> classic(Verdict verdict) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("X-RateLimit-Limit", Integer.toString(verdict.quota().most()));
        fields.put("X-RateLimit-Remaining", Integer.toString(verdict.remaining()));
        fields.put("X-RateLimit-Reset", Long.toString(verdict.at().getEpochSecond() + verdict.secondsToMore()));
        return fields;
    }
}
