package dev.signalbox.host.keystroke;

import dev.signalbox.host.kafka.TopicReader;
import dev.signalbox.schemas.output.Keystrokes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes in what is typed on the API nodes. The place behind each record is written down before it is typed, over the
/// one before and not forced, so that the next host agent types nothing twice and tells what nobody typed.
public final class KeystrokeIntake implements TopicReader.Handler, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(KeystrokeIntake.class);
    private static final int DIGITS = 19;

    private final Keyboard keyboard;
    private final FileChannel file;
    private final @Nullable Long from;
    private final long live;

    private KeystrokeIntake(Keyboard keyboard, FileChannel file, @Nullable Long from, long live) {
        this.keyboard = keyboard;
        this.file = file;
        this.from = from;
        this.live = live;
    }

    /// @param live the offset from which on records come from now on
    public static KeystrokeIntake open(Path file, Keyboard keyboard, long live) throws IOException {
        Long from = read(file);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        return new KeystrokeIntake(keyboard, channel, from, live);
    }

    private static @Nullable Long read(Path file) throws IOException {
        try {
            String text = Files.readString(file, StandardCharsets.US_ASCII);
            return text.matches("\\d{" + DIGITS + "}") ? Long.valueOf(text) : null;
        } catch (NoSuchFileException _) {
            return null;
        }
    }

    /// Where to begin: behind what an earlier host agent read.
    public long from() {
        return from == null ? live : Math.min(from, live);
    }

    @Override
    public void record(ConsumerRecord<byte[], byte[]> message) {
        passed(message.offset() + 1);
        Keystrokes typed = Keystrokes.of(TopicReader.key(message), TopicReader.headers(message), message.value());
        if (typed == null) {
            return;
        }
        if (message.offset() < live) {
            keyboard.missed(typed);
        } else {
            keyboard.typed(typed);
        }
    }

    private void passed(long offset) {
        try {
            String text = ("%0" + DIGITS + "d").formatted(offset);
            file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), 0);
        } catch (IOException e) {
            log.warn("the place in the keystrokes cannot be written down: {}", e.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
