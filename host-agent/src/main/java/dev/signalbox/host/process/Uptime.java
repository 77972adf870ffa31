package dev.signalbox.host.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// The time since the machine started. It is monotonic, goes on while the machine sleeps, and every process reads
/// the same one, a shell too.
public final class Uptime {
    private static final Path FILE = Path.of("/proc/uptime");

    private Uptime() {}

    public static Duration now() {
        try {
            String text = Files.readString(FILE, StandardCharsets.US_ASCII);
            return Duration.ofMillis(Math.round(Double.parseDouble(text.substring(0, text.indexOf(' '))) * 1000));
        } catch (IOException e) {
            throw new UncheckedIOException("the machine's uptime cannot be read", e);
        }
    }
}
