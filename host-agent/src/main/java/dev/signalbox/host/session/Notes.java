package dev.signalbox.host.session;

import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.codec.MalformedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
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
        directory = dataDirectory.resolve("notes");
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    public void write(SessionNote note) throws IOException {
        Path file = file(note.sessionId());
        Path draft = file.resolveSibling(file.getFileName() + ".tmp");
        try (FileChannel channel = FileChannel.open(
                draft, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(Json.encode(note));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel folder = FileChannel.open(directory, StandardOpenOption.READ)) {
            folder.force(true);
        }
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
