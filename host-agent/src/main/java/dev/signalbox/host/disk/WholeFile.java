package dev.signalbox.host.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// How the host agent writes a small file anew: as a draft beside it, `<name>.tmp`, which takes its name when it is
/// complete. Whoever reads the name finds the old bytes or the new ones, whatever is killed and however full the disk
/// is. Their owner alone can read them. One file is written by one thread at a time.
public final class WholeFile {
    private static final Set<OpenOption> ANEW =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
    private static final FileAttribute<Set<PosixFilePermission>> OWN_FILE = permissions("rw-------");
    private static final FileAttribute<Set<PosixFilePermission>> OWN_FOLDER = permissions("rwx------");

    private WholeFile() {}

    /// When this returns, not even the loss of power brings the old bytes back.
    public static void write(Path file, byte[] bytes) throws IOException {
        replace(file, bytes, true);
        force(folderOf(file));
    }

    /// For what the host agent can do without: the loss of power may bring the old bytes back, or leave none.
    public static void writeHint(Path file, byte[] bytes) throws IOException {
        replace(file, bytes, false);
    }

    /// Makes a folder, and those above it that are missing, so that the loss of power does not take it away again.
    public static Path folder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Path above = folderOf(folder);
            folder(above);
            Files.createDirectories(folder, OWN_FOLDER);
            force(above);
        }
        return folder;
    }

    private static void replace(Path file, byte[] bytes, boolean forced) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".tmp");
        try (FileChannel channel = FileChannel.open(draft, ANEW, OWN_FILE)) {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            if (forced) {
                channel.force(true);
            }
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /// The names in a folder are bytes of the folder.
    private static void force(Path folder) throws IOException {
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    private static Path folderOf(Path path) {
        Path absolute = path.toAbsolutePath();
        Path parent = absolute.getParent();
        return parent == null ? absolute : parent;
    }

    private static FileAttribute<Set<PosixFilePermission>> permissions(String text) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
    }
}
