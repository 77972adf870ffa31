package dev.signalbox.api.core;

import java.util.Optional;

/// Says whom a token of this installation speaks for, whatever protocol it came by.
@FunctionalInterface
public interface TokenVerifier {
    /// Empty when it is not valid now; why is nobody's business.
    Optional<Principal> verify(String token);
}
