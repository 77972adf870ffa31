package dev.signalbox.host.driver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Where the socket of the host agent's tmux server stands: in the data directory, in a folder for its owner
/// alone. A Unix socket's path has at most 107 bytes; under a longer data directory it stands in a folder of
/// the temporary directory whose name follows from the data directory.
final class TmuxSocket {
    private static final int MAX_PATH = 107;

    private TmuxSocket() {}

    static Path in(Path dataDirectory) throws IOException {
        Path wanted = dataDirectory.toAbsolutePath().resolve("tmux");
        Path folder = wanted.resolve("socket").toString().getBytes(StandardCharsets.UTF_8).length <= MAX_PATH
                ? wanted
                : Path.of(System.getProperty("java.io.tmpdir"), "signalbox-" + hash(wanted.toString()));
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        boolean ours = Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(dataDirectory))
                && PosixFilePermissions.toString(Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS))
                        .equals("rwx------");
        if (!ours) {
            throw new IOException(folder + " must belong to the owner of " + dataDirectory + ", with mode 0700");
        }
        return folder.resolve("socket");
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
