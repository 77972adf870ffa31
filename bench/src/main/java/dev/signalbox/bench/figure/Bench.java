package dev.signalbox.bench.figure;

import dev.signalbox.bench.raw.RawKafka;
import dev.signalbox.bench.system.Dev;
import dev.signalbox.bench.system.Launcher;
import dev.signalbox.bench.system.Node;
import dev.signalbox.bench.system.Sessions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the figures of one run share: one running system, started when a figure first asks for it, and a directory that
/// goes away with the run.
public final class Bench implements AutoCloseable {
    /// The agent that the stand-in is taken for.
    static final String STAND_IN = "aider";

    private final Launcher launcher;
    private final Extent extent;
    private final Path home;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private @Nullable Dev dev;
    private @Nullable RawKafka raw;
    private final List<Node> nodes = new ArrayList<>();
    private int files;

    private Bench(Launcher launcher, Extent extent, Path home) {
        this.launcher = launcher;
        this.extent = extent;
        this.home = home;
    }

    public static Bench open(Launcher launcher, Extent extent) throws IOException {
        return new Bench(
                launcher, extent, Files.createTempDirectory("signalbox-bench-").toRealPath());
    }

    Launcher launcher() {
        return launcher;
    }

    Extent extent() {
        return extent;
    }

    /// A directory of the run's.
    Path home(String name) {
        return home.resolve(name);
    }

    Dev dev() throws IOException, InterruptedException {
        Dev running = dev;
        if (running == null) {
            running = Dev.start(launcher, home("dev"), Map.of("PATH", programs() + ":" + System.getenv("PATH")));
            dev = running;
            open.push(running);
        }
        return running;
    }

    /// A directory with a program that is taken for an agent, and does nothing: what starting one costs beside what the
    /// agent itself does.
    private Path programs() throws IOException {
        Path directory = Files.createDirectories(home("programs"));
        Path program = directory.resolve(STAND_IN);
        Files.writeString(
                program, "#!/bin/sh\n[ \"$1\" != --version ] || { echo 'aider 0.86.0'; exit; }\nexec sleep 3600\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return directory;
    }

    RawKafka raw() throws IOException, InterruptedException {
        RawKafka known = raw;
        if (known == null) {
            known = new RawKafka(dev().kafka());
            raw = known;
            open.push(known);
        }
        return known;
    }

    /// A client of each API node.
    List<Node> nodes() throws IOException, InterruptedException {
        if (nodes.isEmpty()) {
            Dev running = dev();
            for (var address : running.api()) {
                var node = new Node(address, running.token());
                nodes.add(node);
                open.push(node);
            }
        }
        return nodes;
    }

    Sessions sessions() throws IOException, InterruptedException {
        return new Sessions(nodes().getFirst());
    }

    /// A file of lines of text, where sessions can read it.
    Path file(long bytes) throws IOException, InterruptedException {
        Path file = dev().baseDir().resolve("bench-%d.txt".formatted(++files));
        Text.write(file, bytes);
        return file;
    }

    /// A FIFO at which sessions wait.
    Gate gate() throws IOException, InterruptedException {
        return Gate.in(dev().baseDir().resolve("gate-%d".formatted(++files)));
    }

    @Override
    public void close() throws IOException {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                System.err.println("bench: what was started did not end well: " + e);
            }
        }
        try (var all = Files.walk(home)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
