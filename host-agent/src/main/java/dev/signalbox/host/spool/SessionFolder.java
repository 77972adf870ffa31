package dev.signalbox.host.spool;

import dev.signalbox.host.process.ProcessIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The folder of one session on the host's disk: what it was started with, what it wrote, how it ended. Its name
/// follows from the session's id alone, so that it is found again after a crash.
///
/// Only the shim writes `claim`, `shim`, `holder`, `in`, `out`, `err`, `status` and `exit.json`, only its guard
/// `overdue`, and only the launched shell writes `pid` and `start-error`.
public record SessionFolder(String sessionId, Path path) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    public SessionFolder {
        if (!ID.matcher(sessionId).matches()) {
            throw new IllegalArgumentException("not the id of a session: 1 to 64 letters, digits, '_' or '-'");
        }
    }

    /// The folder of a session under the host agent's data directory; it need not exist.
    public static SessionFolder in(Path dataDirectory, String sessionId) {
        return new SessionFolder(
                sessionId, dataDirectory.toAbsolutePath().resolve("sessions").resolve(sessionId));
    }

    /// Makes the folder, readable by its owner alone.
    ///
    /// @throws FileAlreadyExistsException when the session was started here before
    public void create() throws IOException {
        Path parent = path.getParent();
        if (parent != null) {
            Files.createDirectories(parent, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        }
        Files.createDirectory(path, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    }

    public boolean exists() {
        return Files.isDirectory(path);
    }

    public Path launch() {
        return path.resolve("launch");
    }

    public Path input() {
        return path.resolve("in");
    }

    public Path out() {
        return path.resolve("out");
    }

    public Path err() {
        return path.resolve("err");
    }

    public Path exitRecord() {
        return path.resolve("exit.json");
    }

    Path exitDraft() {
        return path.resolve("exit.tmp");
    }

    /// Bytes that the process wrote so far; 0 before the first.
    public static long length(Path stream) {
        try {
            return Files.size(stream);
        } catch (NoSuchFileException _) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Takes the launch away from a shim that has not come yet, so that it never will.
    ///
    /// @return false when a shim was there first
    public boolean forbidLaunch() throws IOException {
        try {
            Files.write(path.resolve("claim"), new byte[0], StandardOpenOption.CREATE_NEW);
            return true;
        } catch (FileAlreadyExistsException _) {
            return false;
        }
    }

    /// The process as it introduced itself before it became the user's program; empty when it has not (yet).
    public Optional<StartRecord> started() {
        return firstLine("pid").flatMap(StartRecord::parse);
    }

    /// Why the process could not become the user's program; empty when it could.
    public Optional<String> startError() {
        return firstLine("start-error");
    }

    public Optional<ProcessIdentity> shim() {
        return identity("shim");
    }

    /// The process that keeps `in` open for writing, so that the session's standard input does not end.
    public Optional<ProcessIdentity> holder() {
        return identity("holder");
    }

    /// How the process ended, once all its bytes are in the spool.
    public Optional<ExitRecord> exit() {
        if (!Files.exists(exitRecord())) {
            return Optional.empty();
        }
        try {
            return ExitRecord.parse(Files.readString(exitRecord(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// As [#exit], for a shim that is gone: its inner half, which waits for the process in its terminal, may
    /// have outlived it and knows better.
    public Optional<ExitRecord> exitWithoutShim() {
        Optional<String> inner = firstLine("status");
        if (inner.isEmpty()) {
            return exit();
        }
        try {
            return ExitRecord.ofStatus(
                    inner.get(),
                    Files.getLastModifiedTime(path.resolve("status")).toInstant());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Whether its guard ended it, because the host was out of contact for too long.
    public boolean overdue() {
        return Files.exists(path.resolve("overdue"));
    }

    /// What the shim itself complained about, for a message; at most 2,000 characters.
    public String complaints() {
        try {
            String text = Files.readString(path.resolve("shim.log"), StandardCharsets.ISO_8859_1);
            return text.substring(0, Math.min(2_000, text.length())).trim();
        } catch (IOException _) {
            return "";
        }
    }

    /// Removes the folder and everything in it. The caller knows that no process of the session runs.
    public void delete() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException _) {
            return;
        }
        Files.deleteIfExists(path);
    }

    private Optional<ProcessIdentity> identity(String file) {
        return firstLine(file).flatMap(line -> {
            String[] words = line.split(" ");
            return words.length == 3
                    ? Optional.of(new ProcessIdentity(Long.parseLong(words[0]), Long.parseLong(words[1]), words[2]))
                    : Optional.empty();
        });
    }

    /// A line counts only when it is whole, since its writer may be in the middle of it.
    private Optional<String> firstLine(String file) {
        try {
            String text = Files.readString(path.resolve(file), StandardCharsets.ISO_8859_1);
            int end = text.indexOf('\n');
            return end < 0 ? Optional.empty() : Optional.of(text.substring(0, end));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
