package dev.signalbox.host.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What the kernel tells about processes. Every answer may be out of date when it arrives; a process that
/// vanishes while it is read is absent.
public final class ProcFs {
    private final Path root;
    private final String bootId;

    private ProcFs(Path root) {
        this.root = root;
        try {
            this.bootId =
                    Files.readString(root.resolve("sys/kernel/random/boot_id")).trim();
        } catch (IOException e) {
            throw new UncheckedIOException("no boot id under " + root, e);
        }
    }

    /// This machine's /proc.
    public static ProcFs system() {
        return new ProcFs(Path.of("/proc"));
    }

    static ProcFs at(Path root) {
        return new ProcFs(root);
    }

    public String bootId() {
        return bootId;
    }

    public Optional<ProcStat> stat(long pid) {
        try {
            byte[] line = Files.readAllBytes(root.resolve(pid + "/stat"));
            return ProcStat.parse(new String(line, StandardCharsets.ISO_8859_1));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /// The identity of a running process; empty for none and for a zombie.
    public Optional<ProcessIdentity> identity(long pid) {
        return stat(pid).filter(ProcStat::alive).map(this::identity);
    }

    ProcessIdentity identity(ProcStat stat) {
        return new ProcessIdentity(stat.pid(), stat.startTicks(), bootId);
    }

    /// Whether this very process runs: not another one with its pid, not a zombie, not one from before a
    /// reboot.
    public boolean alive(ProcessIdentity identity) {
        return bootId.equals(identity.bootId())
                && stat(identity.pid())
                        .filter(ProcStat::alive)
                        .filter(stat -> stat.startTicks() == identity.startTicks())
                        .isPresent();
    }

    /// Every process that runs.
    public List<ProcStat> processes() {
        List<ProcStat> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root, "[1-9]*")) {
            for (Path entry : entries) {
                stat(Long.parseLong(entry.getFileName().toString()))
                        .filter(ProcStat::alive)
                        .ifPresent(found::add);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (DirectoryIteratorException e) {
            throw new UncheckedIOException(e.getCause());
        }
        return found;
    }

    /// The first process that has this word in its argv; empty for none.
    public Optional<ProcessIdentity> called(String word) {
        return processes().stream()
                .filter(stat -> argv(stat.pid()).contains(word))
                .findFirst()
                .map(this::identity);
    }

    private List<String> argv(long pid) {
        try {
            byte[] line = Files.readAllBytes(root.resolve(pid + "/cmdline"));
            return List.of(new String(line, StandardCharsets.UTF_8).split("\0"));
        } catch (IOException _) {
            return List.of();
        }
    }

    /// Whether the process was started with this variable and value. The environment of another user's process
    /// cannot be read and carries nothing.
    public boolean carries(long pid, EnvironmentMarker marker) {
        try {
            byte[] environment = Files.readAllBytes(root.resolve(pid + "/environ"));
            byte[] wanted = marker.bytes();
            for (int start = 0; start < environment.length; ) {
                int end = start;
                while (end < environment.length && environment[end] != 0) {
                    end++;
                }
                if (Arrays.equals(environment, start, end, wanted, 0, wanted.length)) {
                    return true;
                }
                start = end + 1;
            }
            return false;
        } catch (IOException _) {
            return false;
        }
    }
}
