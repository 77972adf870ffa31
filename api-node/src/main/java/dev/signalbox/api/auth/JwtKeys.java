package dev.signalbox.api.auth;

import java.security.interfaces.RSAPublicKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The public keys that an issuer of tokens signs with.
public interface JwtKeys {
    /// The key that a token names; empty when the issuer has none of that name.
    ///
    /// @param keyId null: the token names none, which will do where there is only one key
    /// @throws KeysAwayException when the issuer's keys cannot be had now
    Optional<RSAPublicKey> key(@Nullable String keyId);

    /// Whether a token is valid cannot be found out now.
    final class KeysAwayException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public KeysAwayException(String why) {
            super(why, null, false, false);
        }
    }
}
