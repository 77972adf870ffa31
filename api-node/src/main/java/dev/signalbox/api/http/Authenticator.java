package dev.signalbox.api.http;

import dev.signalbox.api.core.Principal;
import java.util.Optional;

/// Says who a token speaks for: one code path for HTTP, SSE and WebSocket.
public interface Authenticator {
    /// Empty when the token is not valid; why is nobody's business.
    Optional<Principal> authenticate(String token);

    /// Whom a request without a token speaks for, empty where a token is needed.
    Optional<Principal> anonymous();
}
