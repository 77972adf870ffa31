package dev.signalbox.api.auth;

import dev.signalbox.api.core.Principal;
import dev.signalbox.api.http.Authenticator;
import java.util.Optional;

/// Every request needs a token.
public final class TokenAuthenticator implements Authenticator {
    private final Tokens tokens;

    public TokenAuthenticator(Tokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public Optional<Principal> authenticate(String token) {
        return tokens.verify(token);
    }

    @Override
    public Optional<Principal> anonymous() {
        return Optional.empty();
    }
}
