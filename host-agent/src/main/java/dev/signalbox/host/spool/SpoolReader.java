package dev.signalbox.host.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Follows a growing file of a session from a byte on. The file may not exist yet. For one thread.
public final class SpoolReader implements AutoCloseable {
    /// The most bytes in one chunk.
    public static final int MAX_CHUNK = 64 * 1024;

    /// How long a lost wake-up can go unnoticed.
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    private static final Duration GATHER = Duration.ofMillis(1);

    private final Path file;
    private final SpoolWatch.Bell bell;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(MAX_CHUNK);
    private @Nullable FileChannel channel;
    private long position;
    private long lastChunk = System.nanoTime() - GATHER.toNanos();

    /// @param from offset of the first byte to read
    public SpoolReader(Path file, long from, SpoolWatch.Bell bell) {
        if (from < 0) {
            throw new IllegalArgumentException("a stream begins at byte 0");
        }
        this.file = file;
        this.position = from;
        this.bell = bell;
    }

    /// Consecutive bytes.
    ///
    /// @param offset of the first one in the stream
    @SuppressWarnings("ArrayRecordComponent") // bytes pass through; nobody compares them
    public record Chunk(long offset, byte[] bytes) {
        public long end() {
            return offset + bytes.length;
        }
    }

    /// Offset of the next byte.
    public long position() {
        return position;
    }

    /// What is there now: 1 to [#MAX_CHUNK] bytes, or nothing.
    public Optional<Chunk> poll() throws IOException {
        FileChannel from = channel;
        if (from == null) {
            try {
                from = FileChannel.open(file, StandardOpenOption.READ);
                channel = from;
            } catch (NoSuchFileException _) {
                return Optional.empty();
            }
        }
        buffer.clear();
        int count = from.read(buffer, position);
        if (count <= 0) {
            return Optional.empty();
        }
        byte[] bytes = new byte[count];
        buffer.flip().get(bytes);
        Chunk chunk = new Chunk(position, bytes);
        position += count;
        return Optional.of(chunk);
    }

    /// As [#poll], but waits for the first byte. Returns early, with nothing, when something else changed in
    /// the session (its end, for instance). The first bytes after a pause come at once; behind them, bytes are
    /// gathered for a moment, so that a stream of small writes does not become a stream of small chunks.
    public Optional<Chunk> next(Duration atMost) throws IOException, InterruptedException {
        gather();
        long seen = bell.rings();
        Optional<Chunk> now = poll();
        if (now.isEmpty() && !atMost.isZero()) {
            bell.await(seen, atMost.compareTo(LOOK_AGAIN) < 0 ? atMost : LOOK_AGAIN);
            now = poll();
        }
        if (now.isPresent()) {
            lastChunk = System.nanoTime();
        }
        return now;
    }

    private void gather() throws IOException, InterruptedException {
        long left = lastChunk + GATHER.toNanos() - System.nanoTime();
        if (left > 0 && (channel == null || channel.size() - position < MAX_CHUNK)) {
            TimeUnit.NANOSECONDS.sleep(left);
        }
    }

    /// The last bytes of a stream, at most `max`.
    public static byte[] tail(Path file, int max) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer tail = ByteBuffer.allocate(max);
            long from = Math.max(0, channel.size() - max);
            int count = 0;
            while (count >= 0 && tail.hasRemaining()) {
                count = channel.read(tail, from + tail.position());
            }
            return Arrays.copyOf(tail.array(), tail.position());
        } catch (NoSuchFileException _) {
            return new byte[0];
        }
    }

    @Override
    public void close() throws IOException {
        FileChannel open = channel;
        if (open != null) {
            open.close();
        }
    }
}
