package dev.signalbox.e2e.dialect;

import dev.signalbox.e2e.system.RunningSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// What a session says: `waiting`, again and again, until it is to begin; then two thirds of its lines,
/// `line 1`, `line 2` …; `waiting` again until it is to go on; then the rest. A program says it, and whatever else of
/// a dialect can be watched. To be closed when nobody says it any more.
public final class Speech implements AutoCloseable {
    public static final String WAITING = "waiting";
    private static final String PROGRAM = """
        pad=$(head -c "$2" /dev/zero | tr '\\0' x)
        await() { until [ -e "$1" ]; do echo waiting; sleep 0.1; done; }
        say() { for i in $(seq "$1" "$2"); do echo "line $i $pad"; sleep "$3"; done; }
        await "$4/begin"
        say 1 "$5" "$3"
        await "$4/rest"
        say $(($5 + 1)) "$1" "$3"
        sleep 600
        """;

    private final int lines;
    private final int width;
    private final Path folder;
    private final CompletableFuture<Void> begun = new CompletableFuture<>();
    private final CompletableFuture<Void> resumed = new CompletableFuture<>();

    private Speech(int lines, int width) {
        this.lines = lines;
        this.width = width;
        try {
            this.folder = Files.createTempDirectory(RunningSystem.shared().baseDir(), "speech-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Short lines, about fifty a second.
    public static Speech of(int lines) {
        return new Speech(lines, 0);
    }

    /// As much as is taken at once.
    ///
    /// @param width of each line, in bytes
    public static Speech flood(int lines, int width) {
        return new Speech(lines, width);
    }

    public int lines() {
        return lines;
    }

    /// How many it says before it waits to go on.
    public int first() {
        return lines * 2 / 3;
    }

    /// The arguments of a program that says it.
    public List<String> program() {
        return List.of(
                "bash",
                "-c",
                PROGRAM,
                "speech",
                Integer.toString(lines),
                Integer.toString(width),
                width == 0 ? "0.02" : "0",
                folder.toString(),
                Integer.toString(first()));
    }

    /// As the program says it, but in characters of three bytes: some fields are bounded in characters.
    public String line(int number) {
        return "line " + number + " " + "\u20ac".repeat(width / 3);
    }

    public CompletableFuture<Void> begun() {
        return begun;
    }

    public CompletableFuture<Void> resumed() {
        return resumed;
    }

    public void begin() {
        mark("begin");
        begun.complete(null);
    }

    public void goOn() {
        mark("rest");
        resumed.complete(null);
    }

    private void mark(String name) {
        try {
            Files.createFile(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        begun.cancel(false);
        resumed.cancel(false);
    }
}
