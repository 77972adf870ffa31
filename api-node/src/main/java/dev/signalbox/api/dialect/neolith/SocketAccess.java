package dev.signalbox.api.dialect.neolith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.api.core.Capability;
import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.RefusedException;
import dev.signalbox.api.core.TokenVerifier;
import dev.signalbox.api.http.Access;
import dev.signalbox.api.http.Credentials;
import dev.signalbox.api.http.TokenAccess;
import dev.signalbox.schemas.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who is at the other end of the daemon's socket: by a token of this installation always, and by the
/// daemon's own credentials where there are any. Whoever shows a wrong one is refused with the original's
/// word for what is wrong; whoever shows none may still say it in a message.
final class SocketAccess implements Access {
    private static final String NATIVE = "the token is not valid";

    private final TokenVerifier verifier;
    private final NeolithOptions options;
    private final NeolithOptions.@Nullable SocketAuth auth;
    private final @Nullable Jwt jwt;
    private final Connections connections;

    SocketAccess(TokenVerifier verifier, NeolithOptions options, Connections connections) {
        this.verifier = verifier;
        this.options = options;
        this.auth = options.socketAuth();
        this.jwt = auth == null || auth.jwtSecret() == null ? null : new Jwt(auth.jwtSecret());
        this.connections = connections;
    }

    @Override
    public Principal principal(Credentials credentials) {
        Principal who = who(credentials);
        if (credentials.upgrade()) {
            connections.checkRoom(who);
        }
        return who;
    }

    private Principal who(Credentials credentials) {
        if (auth == null) {
            Optional<String> token = TokenAccess.token(credentials, TokenAccess.Query.UPGRADES);
            if (token.isPresent()) {
                return token(token.get());
            }
            if (credentials.open()) {
                return Principal.ANYBODY;
            }
            throw missing();
        }
        if (auth.allowLoopback() && credentials.local()) {
            return known("loopback", Role.ADMIN, Set.of(), null, null);
        }
        Optional<String> token = TokenAccess.token(credentials, TokenAccess.Query.UPGRADES);
        if (token.isPresent()) {
            return token(token.get());
        }
        Optional<String> key = credentials.header("x-api-key").or(() -> credentials.query("apiKey"));
        return apiKey(key.orElseThrow(SocketAccess::missing));
    }

    /// @throws RefusedException whose message is the original's word for what is wrong
    Principal token(String token) {
        Optional<Principal> own = verifier.verify(token);
        if (own.isPresent()) {
            return own.get();
        }
        if (jwt == null || auth == null) {
            throw wrong(auth == null ? NATIVE : "credentials_missing");
        }
        return switch (jwt.read(token, options.clock().instant())) {
            case Jwt.Read.Valid(var claims) -> claimed(claims, auth);
            case Jwt.Read.Invalid(var reason) -> throw wrong(reason);
        };
    }

    /// As [#token]. All keys are compared, each in the same time whatever it is.
    Principal apiKey(String presented) {
        byte[] bytes = presented.getBytes(StandardCharsets.UTF_8);
        NeolithOptions.ApiKey found = null;
        for (NeolithOptions.ApiKey key : auth == null ? List.<NeolithOptions.ApiKey>of() : auth.apiKeys()) {
            if (MessageDigest.isEqual(bytes, key.key().getBytes(StandardCharsets.UTF_8))) {
                found = key;
            }
        }
        if (found == null) {
            throw wrong("api_key_invalid");
        }
        return known(found.clientId(), found.role(), found.scopes(), null, null);
    }

    private Principal claimed(ObjectNode claims, NeolithOptions.SocketAuth expected) {
        String subject = claims.path("sub").asText("");
        if (subject.isBlank()
                || !claims.path("sub").isTextual()
                || !claims.path("iat").isNumber()) {
            throw wrong("jwt_payload_schema_invalid");
        }
        if (!expected.issuer().equals(claims.path("iss").asText())) {
            throw wrong("jwt_issuer_mismatch");
        }
        JsonNode audience = claims.path("aud");
        boolean meant = audience.isArray()
                ? texts(audience).contains(expected.audience())
                : expected.audience().equals(audience.asText());
        if (!meant) {
            throw wrong("jwt_audience_mismatch");
        }
        String role =
                claims.path("claims").path("role").asText(claims.path("role").asText("user"));
        return known(
                subject,
                Role.named(role).orElse(Role.READONLY),
                texts(claims.path("scopes")),
                claims.path("jti").asText("jwt"),
                Instant.ofEpochSecond(claims.path("exp").asLong()));
    }

    private Principal known(
            String clientId, Role role, Set<String> scopes, @Nullable String tokenId, @Nullable Instant expiresAt) {
        return new Principal(
                Caller.subject(clientId),
                options.namespace(),
                allowed(role, scopes),
                tokenId == null ? "daemon" : tokenId,
                expiresAt);
    }

    /// What both the role and the scopes allow; a scope is the type of a message, or a capability's name,
    /// or `*`. Whoever is known may look at what is its own.
    static Set<Capability> allowed(Role role, Set<String> scopes) {
        if (scopes.isEmpty() || scopes.contains("*")) {
            return role.capabilities();
        }
        Set<Capability> allowed = EnumSet.of(Capability.VIEW);
        for (String scope : scopes) {
            Role.neededFor(scope).or(() -> Capability.named(scope)).ifPresent(allowed::add);
        }
        allowed.retainAll(role.capabilities());
        return allowed;
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new LinkedHashSet<>();
        array.forEach(one -> texts.add(one.asText()));
        return texts;
    }

    private static RefusedException missing() {
        return Refusal.of(ErrorCode.UNAUTHENTICATED, "credentials_missing").asException();
    }

    /// Not UNAUTHENTICATED: whoever shows something wrong is not asked again.
    private static RefusedException wrong(String reason) {
        return Refusal.of(ErrorCode.FORBIDDEN, reason)
                .with(NeolithRefusals.UPGRADE, "401")
                .asException();
    }
}
