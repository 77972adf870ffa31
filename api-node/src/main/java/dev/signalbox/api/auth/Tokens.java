package dev.signalbox.api.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.signalbox.api.core.Capability;
import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.TokenMint;
import dev.signalbox.api.core.TokenVerifier;
import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.error.Check;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Makes and verifies tokens: JWT, HS256 and nothing else, by the one secret. What a token's header says about keys
/// is never looked at.
public final class Tokens implements TokenMint, TokenVerifier {
    /// `iss` and `aud` of every token.
    public static final String ISSUER = "signalbox";

    private static final String AUDIENCE = "signalbox-api";
    private static final String NAMESPACE = "ns";
    private static final String SCOPE = "scope";
    private static final Duration LEEWAY = Duration.ofSeconds(60);
    private static final Duration MAX_TTL = Duration.ofDays(3_660);
    private static final int MAX_TOKEN = 4_096;

    private final byte[] secret;
    private final InstantSource clock;

    public Tokens(byte[] secret, InstantSource clock) {
        if (secret.length < SecretFile.MIN_BYTES) {
            throw new IllegalArgumentException("the secret has fewer than " + SecretFile.MIN_BYTES + " bytes");
        }
        this.secret = secret.clone();
        this.clock = clock;
    }

    /// @param ttl at most ten years
    /// @throws dev.signalbox.schemas.error.InvalidFieldException for a namespace or a time that cannot be
    public Minted mint(String subject, String namespace, Set<Capability> capabilities, Duration ttl) {
        Check.name("namespace", namespace);
        Check.text("subject", subject, 128);
        Check.between("ttl", ttl, Duration.ofSeconds(1), MAX_TTL);
        Instant now = Instant.ofEpochSecond(clock.instant().getEpochSecond());
        var principal = new Principal(subject, namespace, capabilities, Ids.TOKEN.mint(), now.plus(ttl));
        var claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .subject(subject)
                .jwtID(principal.tokenId())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(ttl)))
                .claim(NAMESPACE, namespace)
                .claim(SCOPE, scope(capabilities))
                .build();
        var header = new JWSHeader.Builder(JWSAlgorithm.HS256)
                .type(JOSEObjectType.JWT)
                .build();
        var jwt = new SignedJWT(header, claims);
        try {
            jwt.sign(new MACSigner(secret));
        } catch (JOSEException e) {
            throw new IllegalStateException("a token cannot be signed", e);
        }
        return new Minted(jwt.serialize(), principal);
    }

    @Override
    public Minted joinToken(Principal by, Duration ttl) {
        return mint("host-of-" + by.namespace(), by.namespace(), EnumSet.of(Capability.JOIN), ttl);
    }

    @Override
    public Optional<Principal> verify(String token) {
        if (token.length() > MAX_TOKEN) {
            return Optional.empty();
        }
        try {
            var jwt = SignedJWT.parse(token);
            if (!JWSAlgorithm.HS256.equals(jwt.getHeader().getAlgorithm())
                    || !JOSEObjectType.JWT.equals(jwt.getHeader().getType())
                    || !jwt.verify(new MACVerifier(secret))) {
                return Optional.empty();
            }
            return Optional.ofNullable(principal(jwt.getJWTClaimsSet()));
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private @Nullable Principal principal(JWTClaimsSet claims) throws ParseException {
        Instant now = clock.instant();
        Date expires = claims.getExpirationTime();
        Date notBefore = claims.getNotBeforeTime();
        Date issued = claims.getIssueTime();
        String namespace = claims.getStringClaim(NAMESPACE);
        String scope = claims.getStringClaim(SCOPE);
        boolean current = expires != null
                && issued != null
                && now.isBefore(expires.toInstant().plus(LEEWAY))
                && !issued.toInstant().isAfter(now.plus(LEEWAY))
                && (notBefore == null || !notBefore.toInstant().isAfter(now.plus(LEEWAY)));
        boolean ours = ISSUER.equals(claims.getIssuer()) && List.of(AUDIENCE).equals(claims.getAudience());
        if (!current || !ours || namespace == null || scope == null || claims.getSubject() == null) {
            return null;
        }
        Check.name("namespace", namespace);
        return new Principal(
                claims.getSubject(), namespace, capabilities(scope), claims.getJWTID(), expires.toInstant());
    }

    private static String scope(Set<Capability> capabilities) {
        return capabilities.stream().sorted().map(Capability::wireName).collect(Collectors.joining(" "));
    }

    /// Scopes that nobody knows allow nothing.
    private static Set<Capability> capabilities(String scope) {
        Set<Capability> capabilities = EnumSet.noneOf(Capability.class);
        Arrays.stream(scope.split(" ")).forEach(name -> Capability.named(name).ifPresent(capabilities::add));
        return capabilities;
    }
}
