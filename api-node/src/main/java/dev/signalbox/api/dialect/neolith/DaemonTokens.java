package dev.signalbox.api.dialect.neolith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.schemas.Ids;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The tokens of `/api/daemon`: an access token of an hour, a refresh token of a week. Both name the
/// session that they were made with, and are worth nothing once it is gone.
final class DaemonTokens {
    static final String ACCESS = "access";
    static final String REFRESH = "refresh";
    private static final Duration ACCESS_TTL = Duration.ofHours(1);

    private final Jwt jwt;
    private final InstantSource clock;

    DaemonTokens(byte[] secret, InstantSource clock) {
        this.jwt = new Jwt(secret);
        this.clock = clock;
    }

    /// @param sessionId the daemon's session that the token was made with
    /// @param expiresAt of a token that was read
    record Claims(String orchestratorId, String daemonId, String sessionId, List<String> scopes, Instant expiresAt) {}

    record Made(String token, Instant expiresAt) {}

    /// What a token is worth.
    sealed interface Read {
        record Valid(Claims claims) implements Read {}

        record Invalid(boolean expired) implements Read {}
    }

    Made access(Claims claims) {
        return made(claims, ACCESS, ACCESS_TTL);
    }

    Made refresh(Claims claims) {
        return made(claims, REFRESH, Records.KEPT);
    }

    private Made made(Claims claims, String type, Duration ttl) {
        Instant now = Instant.ofEpochSecond(clock.instant().getEpochSecond());
        Instant expires = now.plus(ttl);
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("orchestratorId", claims.orchestratorId());
        all.put("daemonId", claims.daemonId());
        all.put("scopes", claims.scopes());
        all.put("type", type);
        all.put("sid", claims.sessionId());
        all.put("jti", Ids.TOKEN.mint());
        all.put("iat", now.getEpochSecond());
        all.put("exp", expires.getEpochSecond());
        return new Made(jwt.sign(all), expires);
    }

    /// @param type access or refresh; the other one is not valid
    Read read(String token, String type) {
        return switch (jwt.read(token, clock.instant())) {
            case Jwt.Read.Invalid(var reason) -> new Read.Invalid(reason.equals("jwt_expired"));
            case Jwt.Read.Valid(var claims) ->
                claims.path("type").asText().equals(type) && named(claims)
                        ? new Read.Valid(claims(claims))
                        : new Read.Invalid(false);
        };
    }

    private static boolean named(ObjectNode claims) {
        return claims.path("orchestratorId").isTextual()
                && claims.path("daemonId").isTextual()
                && claims.path("sid").isTextual();
    }

    private static Claims claims(ObjectNode claims) {
        List<String> scopes = new ArrayList<>();
        for (JsonNode scope : claims.path("scopes")) {
            scopes.add(scope.asText());
        }
        return new Claims(
                claims.path("orchestratorId").asText(),
                claims.path("daemonId").asText(),
                claims.path("sid").asText(),
                scopes,
                Instant.ofEpochSecond(claims.path("exp").asLong()));
    }
}
