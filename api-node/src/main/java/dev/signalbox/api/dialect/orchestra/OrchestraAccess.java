package dev.signalbox.api.dialect.orchestra;

import dev.signalbox.api.core.Capability;
import dev.signalbox.api.core.ForeignTokens;
import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.TokenVerifier;
import dev.signalbox.api.http.Access;
import dev.signalbox.api.http.Credentials;
import dev.signalbox.api.http.TokenAccess;
import dev.signalbox.schemas.error.Check;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.error.InvalidFieldException;
import dev.signalbox.schemas.state.Namespace;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// By JWTs of the configured issuer, and by this installation's own tokens. With no issuer configured it is a machine
/// for development: whoever is on it, and no proxy's client, is `local-debug`, whatever token it shows.
///
/// @param foreign null: no issuer is configured
/// @param insecureSockets whether a WebSocket from this machine needs no token although one is
record OrchestraAccess(TokenVerifier own, @Nullable ForeignTokens foreign, boolean insecureSockets) implements Access {
    private static final Principal LOCAL =
            new Principal("local-debug", Namespace.DEFAULT, Principal.PERSON, null, null);

    @Override
    public Principal principal(Credentials credentials) {
        Optional<String> token = TokenAccess.token(credentials, TokenAccess.Query.UPGRADES);
        Optional<Principal> known = token.flatMap(own::verify);
        if (known.isPresent()) {
            return known.get();
        }
        if (foreign == null) {
            return credentials.open() ? LOCAL : nobody();
        }
        if (token.isEmpty()) {
            return insecureSockets && credentials.upgrade() && credentials.local() ? LOCAL : nobody();
        }
        return foreign.verify(token.get())
                .map(claims -> principal(claims, credentials.upgrade()))
                .orElseGet(OrchestraAccess::nobody);
    }

    private static Principal nobody() {
        throw Refusal.of(ErrorCode.UNAUTHENTICATED, "a valid token is needed").asException();
    }

    private static Principal principal(ForeignTokens.Claims claims, boolean upgrade) {
        String namespace = claims.namespace() == null ? Namespace.DEFAULT : claims.namespace();
        try {
            Check.name("namespace", namespace);
        } catch (InvalidFieldException e) {
            return nobody();
        }
        return new Principal(
                claims.subject(), namespace, capabilities(claims.scopes(), upgrade), claims.id(), claims.expiresAt());
    }

    /// `observe` opens the socket, `agents:read` the answers, and each nothing else; `agents:write` also lets one speak
    /// to agents over an open socket. Scopes of others allow nothing.
    static Set<Capability> capabilities(@Nullable Set<String> scopes, boolean upgrade) {
        if (scopes == null) {
            return Principal.PERSON;
        }
        Set<Capability> capabilities = EnumSet.noneOf(Capability.class);
        for (String scope : scopes) {
            switch (scope) {
                case "agents:read" -> add(capabilities, !upgrade, Capability.VIEW);
                case "observe" -> add(capabilities, upgrade, Capability.VIEW);
                case "agents:write" -> {
                    capabilities.add(Capability.CREATE);
                    capabilities.add(Capability.STOP);
                    capabilities.add(Capability.INPUT);
                }
                case "delegate" -> {
                    capabilities.add(Capability.DELEGATE);
                    add(capabilities, !upgrade, Capability.VIEW);
                }
                default -> {}
            }
        }
        return capabilities;
    }

    private static void add(Set<Capability> capabilities, boolean when, Capability capability) {
        if (when) {
            capabilities.add(capability);
        }
    }
}
