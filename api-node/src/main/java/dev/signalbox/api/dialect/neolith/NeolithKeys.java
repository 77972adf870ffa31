package dev.signalbox.api.dialect.neolith;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.schemas.codec.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The daemon's own credentials, as its settings spell them. What cannot be is an [IllegalArgumentException] that
/// begins with the setting's key and shows nothing of what was given.
public final class NeolithKeys {
    private static final int MIN_SECRET = 32;
    private static final String HMAC = "HmacSHA256";

    private NeolithKeys() {}

    /// Keys of clients from JSON, `[{key, clientId, scopes?, role?}]`; who has no role is a user.
    ///
    /// @param setting whose value it is
    public static List<NeolithOptions.ApiKey> read(String setting, String json) {
        JsonNode array;
        try {
            array = Json.mapper().readTree(json);
        } catch (IOException e) {
            // Its message would show the keys.
            throw new IllegalArgumentException(setting + ": is not JSON");
        }
        if (array == null || !array.isArray() || array.isEmpty()) {
            throw new IllegalArgumentException(setting + ": must be a JSON array of {key, clientId, scopes?, role?}");
        }
        List<NeolithOptions.ApiKey> keys = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (JsonNode one : array) {
            String key = one.path("key").asText("");
            String clientId = one.path("clientId").asText("");
            Optional<Role> role = Role.named(one.path("role").asText("user"));
            if (key.length() < MIN_SECRET || clientId.isBlank() || role.isEmpty() || !seen.add(key)) {
                throw new IllegalArgumentException(setting + ": each needs a key of its own of at least " + MIN_SECRET
                        + " characters, a clientId, and a role that is admin, user or readonly");
            }
            Set<String> scopes = new LinkedHashSet<>();
            one.path("scopes").forEach(scope -> scopes.add(scope.asText()));
            keys.add(new NeolithOptions.ApiKey(key, clientId, scopes, role.get()));
        }
        return keys;
    }

    /// @param setting whose value it is
    public static byte[] secret(String setting, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < MIN_SECRET) {
            throw new IllegalArgumentException(setting + ": has fewer than " + MIN_SECRET + " bytes");
        }
        return bytes;
    }

    /// The same on all nodes that share the API's secret, and good for nothing else.
    public static byte[] derived(byte[] secret) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret, HMAC));
            return mac.doFinal("neolith: tokens of /api/daemon".getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + HMAC, e);
        }
    }
}
