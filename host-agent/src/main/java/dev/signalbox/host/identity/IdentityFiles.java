package dev.signalbox.host.identity;

import dev.signalbox.host.disk.WholeFile;
import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.codec.MalformedException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// What a host agent keeps of itself in its data directory: `identity.json`, `incarnation`, and a lock, so that one
/// directory never has two agents.
public final class IdentityFiles implements AutoCloseable {
    private final Path directory;
    private final FileChannel lockFile;

    private IdentityFiles(Path directory, FileChannel lockFile) {
        this.directory = directory;
        this.lockFile = lockFile;
    }

    /// @throws IOException when another host agent has the directory, or it cannot be written
    public static IdentityFiles open(Path directory) throws IOException {
        WholeFile.folder(directory);
        FileChannel channel =
                FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException _) {
            lock = null;
        }
        if (lock == null) {
            channel.close();
            throw new IOException("another host agent runs on the data directory " + directory);
        }
        return new IdentityFiles(directory, channel);
    }

    /// The identity; minted at the first call.
    public HostIdentity identity() throws IOException {
        Path file = directory.resolve("identity.json");
        if (Files.exists(file)) {
            try {
                return Json.decode(Files.readAllBytes(file), HostIdentity.class);
            } catch (MalformedException e) {
                throw new IOException(file + " cannot be read: " + e.getMessage(), e);
            }
        }
        HostIdentity minted = HostIdentity.mint(Ids.HOST.mint());
        WholeFile.write(file, Json.encode(minted));
        return minted;
    }

    public HostIdentity joined(HostIdentity identity, HostIdentity.Membership membership) throws IOException {
        HostIdentity member = identity.joined(membership);
        WholeFile.write(directory.resolve("identity.json"), Json.encode(member));
        return member;
    }

    /// The next incarnation; it is on disk before it is returned.
    public long nextIncarnation() throws IOException {
        Path file = directory.resolve("incarnation");
        long last = 0;
        if (Files.exists(file)) {
            try {
                last = Long.parseLong(Files.readString(file).trim());
            } catch (NumberFormatException e) {
                throw new IOException(file + " does not hold a number", e);
            }
        }
        WholeFile.write(file, Long.toString(last + 1).getBytes(StandardCharsets.US_ASCII));
        return last + 1;
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
