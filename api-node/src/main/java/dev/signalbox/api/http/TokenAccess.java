package dev.signalbox.api.http;

import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.TokenVerifier;
import dev.signalbox.schemas.error.ErrorCode;
import java.util.Optional;

/// By tokens of this installation, and nothing where [Credentials#open].
///
/// @param query where a token may also be the query parameter `token`
public record TokenAccess(TokenVerifier verifier, Query query) implements Access {
    /// Query strings end up in the logs of others; they are for clients that can set no header.
    public enum Query {
        NEVER,
        UPGRADES,
        ALWAYS
    }

    @Override
    public Principal principal(Credentials credentials) {
        return token(credentials, query)
                .map(verifier::verify)
                .orElseGet(() -> credentials.open() ? Optional.of(Principal.ANYBODY) : Optional.empty())
                .orElseThrow(() -> Refusal.of(ErrorCode.UNAUTHENTICATED, "a valid token is needed")
                        .hint("send Authorization: Bearer <token>; signalbox token create makes one")
                        .asException());
    }

    /// The token that is presented; what stands in the header wins.
    public static Optional<String> token(Credentials credentials, Query query) {
        boolean inQuery = query == Query.ALWAYS || (query == Query.UPGRADES && credentials.upgrade());
        return credentials.bearer().or(() -> inQuery ? credentials.query("token") : Optional.empty());
    }
}
