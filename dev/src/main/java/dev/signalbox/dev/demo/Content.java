package dev.signalbox.dev.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Bytes as they are compared: how many, and their SHA-256 in hexadecimal.
record Content(long length, String sha256) {
    /// Adds bytes up.
    static final class Sum {
        private final MessageDigest digest = sha256();
        private long length;

        synchronized void add(byte[] bytes, int count) {
            digest.update(bytes, 0, count);
            length += count;
        }

        synchronized long length() {
            return length;
        }

        synchronized Content content() {
            try {
                return new Content(length, HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest()));
            } catch (CloneNotSupportedException e) {
                throw new IllegalStateException("the JDK's own SHA-256 can be cloned", e);
            }
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK has SHA-256", e);
            }
        }
    }

    /// Reads to the end and closes.
    static Content of(InputStream in) throws IOException {
        var sum = new Sum();
        try (in) {
            var buffer = new byte[64 * 1024];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                sum.add(buffer, read);
            }
        }
        return sum.content();
    }

    /// Of a file; one that does not exist has no bytes.
    static Content of(Path file) throws IOException {
        try {
            return of(Files.newInputStream(file));
        } catch (NoSuchFileException _) {
            return new Sum().content();
        }
    }

    @Override
    public String toString() {
        return "%,d bytes, sha256 %s…".formatted(length, sha256.substring(0, 12));
    }
}
