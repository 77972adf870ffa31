package dev.signalbox.host.session;

import dev.signalbox.host.disk.WholeFile;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.codec.MalformedException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The host's journal, one file a session: written, renamed and forced to the disk before the effect that it announces.
/// A note is whole or is not there.
public final class Notes {
    private static final Logger log = LoggerFactory.getLogger(Notes.class);
    private static final String SUFFIX = ".json";

    private final Path directory;

    public Notes(Path dataDirectory) throws IOException {
        directory = WholeFile.folder(dataDirectory.resolve("notes"));
    }

    public void write(SessionNote note) throws IOException {
        WholeFile.write(file(note.sessionId()), Json.encode(note));
    }

    public Optional<SessionNote> find(String sessionId) throws IOException {
        Path file = file(sessionId);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.decode(Files.readAllBytes(file), SessionNote.class));
        } catch (MalformedException e) {
            throw new IOException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /// All notes; one that cannot be read is logged and left alone.
    public List<SessionNote> all() throws IOException {
        List<SessionNote> notes = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                try {
                    find(name.substring(0, name.length() - SUFFIX.length())).ifPresent(notes::add);
                } catch (IOException e) {
                    log.error("{}", e.getMessage());
                }
            }
        }
        return notes;
    }

    public void delete(String sessionId) throws IOException {
        Files.deleteIfExists(file(sessionId));
    }

    private Path file(String sessionId) {
        return directory.resolve(sessionId + SUFFIX);
    }
}
