package dev.signalbox.host.spool;

import dev.signalbox.host.process.Tool;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The script that runs each session's process, laid out on the disk under a name that contains its hash: shims
/// of an older host agent go on with the text that they began with.
public final class Shim {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final FileAttribute<Set<PosixFilePermission>> SECRET =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final int EXIT_RECORD_LENGTH = 128;

    private final Path script;

    private Shim(Path script) {
        this.script = script;
    }

    /// @throws IOException when it cannot be written, or this machine lacks a tool that it needs (the message
    /// says which)
    public static Shim install(Path dataDirectory) throws IOException {
        requireTools();
        return new Shim(layOut(dataDirectory, "shim"));
    }

    /// Writes a script of this package, as `<data>/shim/<name>-<hash>.sh`, if it is not there yet.
    public static Path layOut(Path dataDirectory, String name) throws IOException {
        byte[] text;
        try (InputStream resource = Shim.class.getResourceAsStream(name + ".sh")) {
            if (resource == null) {
                throw new IOException("the script " + name + ".sh is missing in the jar");
            }
            text = resource.readAllBytes();
        }
        Path folder = dataDirectory.toAbsolutePath().resolve("shim");
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path file = folder.resolve(name + "-" + hash(text) + ".sh");
        if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), text)) {
            Path draft = Files.createTempFile(folder, name, ".tmp");
            Files.write(draft, text);
            Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rwx------"));
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return file;
    }

    private static void requireTools() throws IOException {
        Tool.Outcome env =
                Tool.run(Tool.Call.of(List.of("env", "-i", "--default-signal", "/bin/sh", "-c", ":"), TIMEOUT));
        if (!env.ok()) {
            throw new IOException("env --default-signal is needed (GNU coreutils 8.31 or newer): " + env.err());
        }
        String need = "for t; do command -v \"$t\" >/dev/null || { echo \"$t\"; exit 1; }; done";
        Tool.Outcome tools = Tool.run(Tool.Call.of(
                List.of("/bin/sh", "-c", need, "sh", "setsid", "awk", "mkfifo", "sleep", "sync", "mv", "date", "grep"),
                TIMEOUT));
        if (!tools.ok()) {
            throw new IOException(
                    "this program is needed and not found: " + tools.out().trim());
        }
    }

    /// Starts a shim in a session of its own and returns at once; [SessionFolder#started] tells when the
    /// process runs. The folder exists and is empty.
    ///
    /// @param keepInputOpen false for /dev/null as standard input
    /// @param outOfContact see `LaunchPlan`; null for no guard
    /// @param launch text of [LaunchFile]
    public void start(
            SessionFolder folder,
            boolean keepInputOpen,
            Streams streams,
            @Nullable Duration outOfContact,
            String launch)
            throws IOException {
        Files.createFile(folder.launch(), SECRET);
        Files.writeString(folder.launch(), launch, StandardCharsets.UTF_8, StandardOpenOption.WRITE);
        Files.createFile(folder.exitDraft(), SECRET);
        Files.writeString(folder.exitDraft(), " ".repeat(EXIT_RECORD_LENGTH));
        Files.createFile(folder.out(), SECRET);
        Tool.Outcome outcome = Tool.run(Tool.Call.of(
                        List.of(
                                "setsid",
                                "--fork",
                                "/bin/sh",
                                script.toString(),
                                folder.path().toString(),
                                keepInputOpen ? "open" : "closed",
                                streams.word(),
                                outOfContact == null ? "-" : Long.toString(outOfContact.toSeconds())),
                        TIMEOUT)
                .with(Map.of("PATH", Tool.path())));
        if (!outcome.ok()) {
            throw new IOException(
                    "the shim could not be started: " + outcome.err().trim());
        }
    }

    private static String hash(byte[] text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text);
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
