package dev.signalbox.dev.stack;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/// The directory of a stack, held by one stack at a time. Its owner alone can look inside.
final class DataDirectory implements AutoCloseable {
    private final FileChannel lock;

    private DataDirectory(FileChannel lock) {
        this.lock = lock;
    }

    /// @throws IOException when it cannot be used, or another stack has it
    static DataDirectory hold(Path directory) throws IOException {
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path file = directory.resolve("dev.lock");
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                channel.truncate(0);
                channel.write(StandardCharsets.US_ASCII.encode(
                        Long.toString(ProcessHandle.current().pid())));
                return new DataDirectory(channel);
            }
        } catch (OverlappingFileLockException _) {
            // Held within this JVM: told like any other holder.
        }
        String holder = Files.readString(file);
        channel.close();
        throw new IOException(
                "%s is in use by another `signalbox dev` (process %s): stop it, or give another --data-dir"
                        .formatted(directory, holder));
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
