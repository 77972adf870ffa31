package dev.signalbox.host.assignment;

import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.codec.MalformedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Where the [Position] stands on the disk. It is forced there: what it has passed may be forgotten.
public final class PositionFile {
    private final Path file;
    private volatile Position written;

    /// @throws IOException when it is there and cannot be read
    public PositionFile(Path file) throws IOException {
        this.file = file;
        this.written = read(file);
    }

    private static Position read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Position.START;
        }
        try {
            return Json.decode(Files.readAllBytes(file), Position.class);
        } catch (MalformedException _) {
            return Position.START;
        }
    }

    /// What the disk says.
    public Position written() {
        return written;
    }

    void write(Position position) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".tmp");
        try (FileChannel channel = FileChannel.open(
                draft, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(Json.encode(position)));
            channel.force(true);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel folder = FileChannel.open(file.resolveSibling("."), StandardOpenOption.READ)) {
            folder.force(true);
        }
        written = position;
    }
}
