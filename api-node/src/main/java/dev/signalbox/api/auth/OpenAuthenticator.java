package dev.signalbox.api.auth;

import dev.signalbox.api.core.Principal;
import dev.signalbox.api.http.Authenticator;
import java.util.Optional;

/// For an open loopback listener: whoever sends no token speaks for the default namespace. A token still counts.
public final class OpenAuthenticator implements Authenticator {
    private static final Principal ANYBODY = new Principal("anonymous", "default", Principal.PERSON, null, null);

    private final Tokens tokens;

    public OpenAuthenticator(Tokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public Optional<Principal> authenticate(String token) {
        return tokens.verify(token);
    }

    @Override
    public Optional<Principal> anonymous() {
        return Optional.of(ANYBODY);
    }
}
