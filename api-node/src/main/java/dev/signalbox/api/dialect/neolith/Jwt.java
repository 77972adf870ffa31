package dev.signalbox.api.dialect.neolith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.schemas.codec.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// JSON Web Tokens by HS256 and nothing else, with the original's words for what is wrong with one.
final class Jwt {
    private static final int MAX_TOKEN = 16 * 1024;
    private static final String HEADER = text("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");

    private final byte[] secret;

    /// @param secret at least 32 bytes
    Jwt(byte[] secret) {
        if (secret.length < 32) {
            throw new IllegalArgumentException("has fewer than 32 bytes");
        }
        this.secret = secret.clone();
    }

    /// What came of reading a token.
    sealed interface Read {
        record Valid(ObjectNode claims) implements Read {}

        /// @param reason one of the original's: jwt_malformed, jwt_expired, …
        record Invalid(String reason) implements Read {}
    }

    String sign(Map<String, Object> claims) {
        String body = HEADER + "." + base64(Json.encode(new LinkedHashMap<>(claims)));
        return body + "." + base64(mac(body));
    }

    /// @param now a token whose `exp` has come is none; without `exp` it is none either
    Read read(String token, Instant now) {
        String[] parts = token.split("\\.", -1);
        if (token.length() > MAX_TOKEN || parts.length != 3) {
            return new Read.Invalid("jwt_malformed");
        }
        ObjectNode header = object(parts[0]);
        if (header == null) {
            return new Read.Invalid("jwt_header_invalid");
        }
        if (!"HS256".equals(header.path("alg").asText())) {
            return new Read.Invalid("jwt_algorithm_unsupported");
        }
        byte[] signature = decode(parts[2]);
        if (signature == null || !MessageDigest.isEqual(signature, mac(parts[0] + "." + parts[1]))) {
            return new Read.Invalid("jwt_signature_invalid");
        }
        ObjectNode claims = object(parts[1]);
        if (claims == null) {
            return new Read.Invalid("jwt_payload_invalid");
        }
        if (!claims.path("exp").canConvertToLong() || !claims.path("exp").isNumber()) {
            return new Read.Invalid("jwt_payload_schema_invalid");
        }
        if (claims.path("nbf").asLong(0) > now.getEpochSecond()) {
            return new Read.Invalid("jwt_not_yet_valid");
        }
        if (claims.path("exp").asLong() <= now.getEpochSecond()) {
            return new Read.Invalid("jwt_expired");
        }
        return new Read.Valid(claims);
    }

    private byte[] mac(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    private static @Nullable ObjectNode object(String part) {
        byte[] json = decode(part);
        if (json == null) {
            return null;
        }
        try {
            JsonNode node = Json.mapper().readTree(json);
            return node instanceof ObjectNode object ? object : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static byte @Nullable [] decode(String part) {
        try {
            return Base64.getUrlDecoder().decode(part);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String text(String json) {
        return base64(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
