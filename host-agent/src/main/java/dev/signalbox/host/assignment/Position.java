package dev.signalbox.host.assignment;

import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.codec.MalformedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// How far this host has read its directives. It may lag behind what was applied: each directive finds in the notes
/// that it was applied before.
///
/// @param seq the newest directive's sequence
/// @param offset where to read on
public record Position(long seq, long offset) {
    public static final Position START = new Position(0, 0);

    public static Position read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return START;
        }
        try {
            return Json.decode(Files.readAllBytes(file), Position.class);
        } catch (MalformedException _) {
            return START;
        }
    }

    void write(Path file) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".tmp");
        Files.write(draft, Json.encode(this));
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
