package dev.signalbox.api.http;

import dev.signalbox.api.core.Principal;

/// Whom an API lets in: one code path for HTTP, SSE and WebSocket. It may block, on the thread of the request.
@FunctionalInterface
public interface Access {
    /// @throws dev.signalbox.api.core.RefusedException UNAUTHENTICATED when nobody is known by these, or UNAVAILABLE
    /// when that cannot be found out now
    Principal principal(Credentials credentials);
}
