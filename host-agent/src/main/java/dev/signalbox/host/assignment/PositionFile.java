package dev.signalbox.host.assignment;

import dev.signalbox.host.disk.WholeFile;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.codec.MalformedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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
        WholeFile.write(file, Json.encode(position));
        written = position;
    }
}
