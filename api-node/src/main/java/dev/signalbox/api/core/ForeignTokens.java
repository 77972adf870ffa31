package dev.signalbox.api.core;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Says what a token of somebody else's issuer is worth.
@FunctionalInterface
public interface ForeignTokens {
    /// Empty when it is not valid now; why is nobody's business.
    ///
    /// @throws RefusedException UNAVAILABLE when that cannot be found out now
    Optional<Claims> verify(String token);

    /// What a valid token says.
    ///
    /// @param scopes null when it has no claim about them
    /// @param namespace null when it names none
    record Claims(
            String subject,
            @Nullable String id,
            Instant expiresAt,
            @Nullable Set<String> scopes,
            @Nullable String namespace) {}
}
