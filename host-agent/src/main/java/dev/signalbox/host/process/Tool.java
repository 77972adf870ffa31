package dev.signalbox.host.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Runs a short command line tool (git, tmux, kill) and waits for it. The argv is passed as it is; no shell
/// reads it.
public final class Tool {
    private static final int MAX_OUTPUT = 64 * 1024 * 1024;
    private static final int MAX_ERROR = 64 * 1024;

    private Tool() {}

    /// What a tool did.
    ///
    /// @param code its exit code; 128 and the number for a signal
    public record Outcome(int code, String out, String err) {
        public boolean ok() {
            return code == 0;
        }
    }

    /// What to run.
    ///
    /// @param environment the whole environment: nothing of the host agent's own is inherited
    /// @param input bytes for its standard input, which ends after them
    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    public record Call(
            List<String> argv,
            @Nullable Path directory,
            Map<String, String> environment,
            byte[] input,
            Duration timeout) {

        public static Call of(List<String> argv, Duration timeout) {
            return new Call(argv, null, Map.of("PATH", path(), "LC_ALL", "C"), new byte[0], timeout);
        }

        public Call in(Path newDirectory) {
            return new Call(argv, newDirectory, environment, input, timeout);
        }

        public Call with(Map<String, String> newEnvironment) {
            return new Call(argv, directory, newEnvironment, input, timeout);
        }

        public Call reading(byte[] newInput) {
            return new Call(argv, directory, environment, newInput, timeout);
        }
    }

    /// The host agent's own search path for tools.
    public static String path() {
        String path = System.getenv("PATH");
        return path == null || path.isBlank() ? "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" : path;
    }

    /// @throws IOException when it cannot be started, or was killed because the time was over
    public static Outcome run(Call call) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(call.argv());
        builder.environment().clear();
        builder.environment().putAll(call.environment());
        if (call.directory() != null) {
            builder.directory(call.directory().toFile());
        }
        Process process = builder.start();
        try {
            CompletableFuture<byte[]> out = reading(process.getInputStream(), MAX_OUTPUT);
            CompletableFuture<byte[]> err = reading(process.getErrorStream(), MAX_ERROR);
            Thread.ofVirtual().start(() -> feed(process.getOutputStream(), call.input()));
            if (!process.waitFor(call.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException(call.argv().getFirst() + " did not end within " + call.timeout());
            }
            return new Outcome(process.exitValue(), text(out), text(err));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + call.argv().getFirst(), e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static void feed(OutputStream to, byte[] input) {
        try (to) {
            to.write(input);
        } catch (IOException _) {
            // The tool did not want to read it all; its exit code says whether that matters.
        }
    }

    /// A child of the tool may keep its output open (a daemon that it started), so the end of the stream is not
    /// awaited for ever.
    private static String text(CompletableFuture<byte[]> bytes) {
        return new String(
                bytes.completeOnTimeout(new byte[0], 2, TimeUnit.SECONDS).join(), StandardCharsets.UTF_8);
    }

    private static CompletableFuture<byte[]> reading(InputStream from, int max) {
        CompletableFuture<byte[]> result = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try (from) {
                byte[] bytes = from.readNBytes(max);
                from.transferTo(OutputStream.nullOutputStream());
                result.complete(bytes);
            } catch (IOException _) {
                result.complete(new byte[0]);
            }
        });
        return result;
    }
}
