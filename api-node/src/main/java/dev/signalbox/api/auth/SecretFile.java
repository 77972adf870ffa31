package dev.signalbox.api.auth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;

/// The secret that signs tokens: base64 of at least 32 random bytes in a file that only its owner can read. All API
/// nodes of an installation share it.
public final class SecretFile {
    /// HMAC with SHA-256 is as strong as its key, up to this length.
    public static final int MIN_BYTES = 32;

    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private SecretFile() {}

    /// Where a node keeps it that is told nothing else.
    public static Path in(Path dataDir) {
        return dataDir.resolve("api-secret");
    }

    /// Reads the secret, or makes it when there is none. Several processes may do so at once.
    ///
    /// @throws IllegalArgumentException that says what is wrong with the file
    public static byte[] load(Path file) {
        try {
            if (!Files.exists(file)) {
                create(file);
            }
            return read(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the secret in " + file, e);
        }
    }

    private static void create(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        byte[] secret = new byte[MIN_BYTES];
        new SecureRandom().nextBytes(secret);
        // Written aside and linked into place, so that nobody reads half of it and the first one wins.
        Path aside = Files.createTempFile(directory, ".secret", "", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        try {
            Files.writeString(
                    aside, Base64.getEncoder().encodeToString(secret) + "\n", StandardOpenOption.TRUNCATE_EXISTING);
            Files.createLink(file, aside);
        } catch (FileAlreadyExistsException e) {
            // Another process was first.
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    private static byte[] read(Path file) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        if (!OWNER_ONLY.containsAll(permissions)) {
            throw new IllegalArgumentException(file
                    + " can be read by others than its owner: chmod 600 it, and make a new secret if that matters");
        }
        byte[] secret;
        try {
            secret = Base64.getDecoder().decode(Files.readString(file).strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + " is not base64", e);
        }
        if (secret.length < MIN_BYTES) {
            throw new IllegalArgumentException(file + " holds fewer than " + MIN_BYTES + " bytes");
        }
        return secret;
    }
}
