package dev.signalbox.api.core.gateway;

import dev.signalbox.schemas.error.Check;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// What a client gives so that its request is carried out once, however often it is sent.
///
/// @param key the client's, unique among the requests of its principal
/// @param hash of what was asked: another request under the same key is refused
public record Repetition(String key, String hash) {
    /// The header that carries the key.
    public static final String HEADER = "Idempotency-Key";

    private static final int LONGEST = 256;

    /// @throws dev.signalbox.schemas.error.InvalidFieldException that names the header
    public Repetition {
        if (key.isBlank()) {
            throw Check.invalid(HEADER, "must not be empty");
        }
        var _ = Check.text(HEADER, key, LONGEST);
    }

    /// @param asked all that makes the request the one that it is
    public static Repetition of(String key, String asked) {
        return new Repetition(key, digest(asked));
    }

    /// That of the request's nth command, from 1.
    Repetition nth(int n) {
        return n == 1 ? this : new Repetition(digest(key) + "/" + n, hash);
    }

    /// Hexadecimal SHA-256.
    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
