package dev.signalbox.host.reporting;

import dev.signalbox.host.process.ProcFs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The file `contact`: when this host was last in contact with the log, for the guards of sessions that must not
/// outlive it, and for the next host agent. One line: whole seconds of the machine's uptime, and the boot that they
/// belong to.
///
/// It is written over, at its full length, so that a full disk does not end sessions.
public final class Contact {
    private static final Logger log = LoggerFactory.getLogger(Contact.class);
    private static final int DIGITS = 12;

    private final Path file;
    private final String bootId;

    public Contact(Path dataDirectory) {
        this.file = dataDirectory.resolve("contact");
        this.bootId = ProcFs.system().bootId();
    }

    /// When an earlier host agent was last in contact; empty when there was none since the machine started.
    Optional<Duration> last() {
        try {
            String[] words =
                    Files.readString(file, StandardCharsets.US_ASCII).trim().split(" +");
            return words.length == 2 && words[1].equals(bootId) && words[0].matches("\\d{1,12}")
                    ? Optional.of(Duration.ofSeconds(Long.parseLong(words[0])))
                    : Optional.empty();
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @param at by the machine's uptime
    public void write(Duration at) {
        String line = ("%-" + DIGITS + "d %s%n").formatted(at.toSeconds(), bootId);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)), 0);
        } catch (IOException e) {
            log.error("the contact with the log cannot be written down: {}", e.getMessage());
        }
    }
}
