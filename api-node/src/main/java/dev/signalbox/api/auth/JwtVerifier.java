package dev.signalbox.api.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.signalbox.api.core.ForeignTokens;
import dev.signalbox.api.core.Refusal;
import dev.signalbox.schemas.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Verifies tokens of a foreign issuer: one algorithm, chosen by the settings and never by the token, so that a public
/// key cannot be taken for a shared secret.
public final class JwtVerifier implements ForeignTokens {
    private static final Duration LEEWAY = Duration.ofSeconds(30);
    private static final int MAX_TOKEN = 16_384;
    private static final int MIN_SECRET = 32;

    private final Method method;
    private final @Nullable String issuer;
    private final @Nullable String audience;
    private final @Nullable String namespaceClaim;
    private final InstantSource clock;

    /// How tokens are signed.
    public sealed interface Method {
        /// RS256 by keys of the issuer.
        record Rs256(JwtKeys keys) implements Method {}

        /// HS256 by a secret of at least 32 bytes.
        record Hs256(String secret) implements Method {
            public Hs256 {
                if (secret.getBytes(StandardCharsets.UTF_8).length < MIN_SECRET) {
                    throw new IllegalArgumentException("the secret has fewer than " + MIN_SECRET + " bytes");
                }
            }

            @Override
            public String toString() {
                return "Hs256";
            }
        }
    }

    /// @param issuer null: any
    /// @param audience null: any
    /// @param namespaceClaim the claim that names the namespace; null: none does
    public JwtVerifier(
            Method method,
            @Nullable String issuer,
            @Nullable String audience,
            @Nullable String namespaceClaim,
            InstantSource clock) {
        this.method = method;
        this.issuer = issuer;
        this.audience = audience;
        this.namespaceClaim = namespaceClaim;
        this.clock = clock;
    }

    @Override
    public Optional<Claims> verify(String token) {
        if (token.length() > MAX_TOKEN) {
            return Optional.empty();
        }
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            JOSEObjectType type = jwt.getHeader().getType();
            boolean plain = type == null
                    || JOSEObjectType.JWT.equals(type)
                    || type.getType().equalsIgnoreCase("at+jwt");
            Optional<JWSVerifier> verifier = plain ? verifier(jwt) : Optional.empty();
            if (verifier.isEmpty() || !jwt.verify(verifier.get())) {
                return Optional.empty();
            }
            return Optional.ofNullable(claims(jwt.getJWTClaimsSet()));
        } catch (JwtKeys.KeysAwayException e) {
            throw Refusal.of(ErrorCode.UNAVAILABLE, String.valueOf(e.getMessage()))
                    .asException();
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Optional<JWSVerifier> verifier(SignedJWT jwt) throws JOSEException {
        JWSAlgorithm algorithm = jwt.getHeader().getAlgorithm();
        return switch (method) {
            case Method.Hs256(var secret) ->
                JWSAlgorithm.HS256.equals(algorithm)
                        ? Optional.of(new MACVerifier(secret.getBytes(StandardCharsets.UTF_8)))
                        : Optional.empty();
            case Method.Rs256(var keys) -> {
                Optional<RSAPublicKey> key = JWSAlgorithm.RS256.equals(algorithm)
                        ? keys.key(jwt.getHeader().getKeyID())
                        : Optional.empty();
                yield key.map(RSASSAVerifier::new);
            }
        };
    }

    private @Nullable Claims claims(JWTClaimsSet claims) throws ParseException {
        Instant now = clock.instant();
        Date expires = claims.getExpirationTime();
        Date notBefore = claims.getNotBeforeTime();
        Date issued = claims.getIssueTime();
        boolean current = expires != null
                && now.isBefore(expires.toInstant().plus(LEEWAY))
                && (notBefore == null || !notBefore.toInstant().isAfter(now.plus(LEEWAY)))
                && (issued == null || !issued.toInstant().isAfter(now.plus(LEEWAY)));
        boolean meant = (issuer == null || issuer.equals(claims.getIssuer()))
                && (audience == null || claims.getAudience().contains(audience));
        String subject = claims.getSubject();
        if (!current || !meant || subject == null || subject.isBlank()) {
            return null;
        }
        return new Claims(
                subject,
                claims.getJWTID(),
                expires.toInstant(),
                scopes(claims),
                namespaceClaim == null ? null : claims.getStringClaim(namespaceClaim));
    }

    private static @Nullable Set<String> scopes(JWTClaimsSet claims) throws ParseException {
        Object scope = claims.getClaim("scope");
        Object permissions = claims.getClaim("permissions");
        if (scope == null && permissions == null) {
            return null;
        }
        Set<String> scopes = new LinkedHashSet<>();
        if (scope instanceof String words) {
            scopes.addAll(Arrays.asList(words.split(" ")));
        } else if (scope != null) {
            scopes.addAll(claims.getStringListClaim("scope"));
        }
        if (permissions != null) {
            List<String> listed = claims.getStringListClaim("permissions");
            scopes.addAll(listed == null ? List.of() : listed);
        }
        return scopes;
    }
}
