package dev.signalbox.host.driver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
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
        Path folder = fits(wanted.resolve("socket"))
                ? wanted
                : Path.of(System.getProperty("java.io.tmpdir"), "signalbox-" + hash(wanted.toString()));
        requirePrivate(folder, Files.getOwner(dataDirectory));
        return folder.resolve("socket");
    }

    /// The socket that an operator chose, in a folder that is the operator's alone, as tmux itself wants it.
    static Path at(Path socket) throws IOException {
        Path folder = socket.toAbsolutePath().getParent();
        if (!socket.isAbsolute() || folder == null || !fits(socket)) {
            throw new IOException("tmux-socket must be an absolute path of at most " + MAX_PATH + " bytes: " + socket);
        }
        requirePrivate(folder, Files.getOwner(Path.of("/proc/self")));
        return socket;
    }

    private static boolean fits(Path socket) {
        return socket.toString().getBytes(StandardCharsets.UTF_8).length <= MAX_PATH;
    }

    private static void requirePrivate(Path folder, UserPrincipal owner) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        boolean ours = Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(owner)
                && PosixFilePermissions.toString(Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS))
                        .equals("rwx------");
        if (!ours) {
            throw new IOException(folder + " must belong to " + owner.getName() + ", with mode 0700");
        }
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
