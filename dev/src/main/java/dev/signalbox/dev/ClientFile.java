package dev.signalbox.dev;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;

/// The file from which the cli takes its server and its token. Its owner alone can read it, from its first byte on.
record ClientFile(Path path) {
    private static final String OURS = "# Written by signalbox dev";

    static ClientFile in(Folders folders) {
        return new ClientFile(folders.config().resolve("config"));
    }

    /// Replaces what an earlier `dev` wrote; a file that somebody else wrote stays as it is.
    ///
    /// @return false when it was left alone
    boolean write(List<URI> servers, String token) throws IOException {
        if (Files.exists(path) && !Files.readString(path).startsWith(OURS)) {
            return false;
        }
        Files.createDirectories(path.toAbsolutePath().getParent());
        Path draft = path.resolveSibling(
                "config.%d".formatted(ProcessHandle.current().pid()));
        Files.deleteIfExists(draft);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                draft,
                "%s, which replaces it at its next start.%nserver = %s%ntoken = %s%n"
                        .formatted(OURS, servers.stream().map(URI::toString).collect(Collectors.joining(",")), token));
        Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
        return true;
    }
}
