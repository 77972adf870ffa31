package dev.signalbox.e2e.system;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Bytes as they are compared: how many, and their SHA-256 in hexadecimal.
public record Bytes(long length, String sha256) {
    /// Reads to the end and closes.
    public static Bytes of(InputStream in) throws IOException {
        MessageDigest digest = empty();
        long length = 0;
        try (in) {
            var buffer = new byte[64 * 1024];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
                length += read;
            }
        }
        return new Bytes(length, HexFormat.of().formatHex(digest.digest()));
    }

    public static Bytes of(byte[] bytes) {
        return new Bytes(bytes.length, HexFormat.of().formatHex(empty().digest(bytes)));
    }

    public static Bytes of(Path file) throws IOException {
        return of(Files.newInputStream(file));
    }

    private static MessageDigest empty() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
