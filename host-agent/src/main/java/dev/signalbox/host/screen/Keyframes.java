package dev.signalbox.host.screen;

import dev.signalbox.host.disk.WholeFile;
import dev.signalbox.host.driver.TerminalAbilities;
import dev.signalbox.host.spool.SessionFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts a keyframe into a terminal's output every so often while there is output. A picture is made on a thread of
/// its own, for a byte of the stream; what was put out while that took is part of the keyframe, behind the picture,
/// so that a keyframe goes exactly up to the byte at which it stands in the log. For one thread.
public final class Keyframes {
    private static final Logger log = LoggerFactory.getLogger(Keyframes.class);

    private static final int MAX_LINES = 96 * 1024;
    private static final int MAX_BEHIND = 256 * 1024;

    /// What is fed to a terminal at most: a flood is shown from its last bytes.
    private static final long MAX_FED = 1024 * 1024;

    private static final int POSITION = Long.BYTES;

    private final TerminalAbilities terminal;
    private final SessionFolder folder;
    private final Pace pace;
    private final Sink sink;
    private final Deque<Long> starts = new ArrayDeque<>();
    private final TerminalState state = new TerminalState();
    private long newestAt;
    private long position;
    private long lastNanos = System.nanoTime();
    private @Nullable Making making;

    private record Making(long at, CompletableFuture<byte[]> picture) {}

    /// How often there is one.
    ///
    /// @param bytes of output after which one is due, but not sooner than so long after the last one
    /// @param every the time after which one is due when there was output at all
    public record Pace(long bytes, Duration notSooner, Duration every) {
        public static final Pace USUAL = new Pace(256 * 1024, Duration.ofSeconds(5), Duration.ofSeconds(30));
    }

    /// Takes keyframes into the log.
    @FunctionalInterface
    public interface Sink {
        /// @param nextByte of the main stream, behind what the keyframe shows
        void keyframe(byte[] screen, long nextByte) throws InterruptedException;
    }

    /// @param position the byte from which on output will be told
    public Keyframes(TerminalAbilities terminal, SessionFolder folder, Pace pace, Sink sink, long position)
            throws IOException {
        this.terminal = terminal;
        this.folder = folder;
        this.pace = pace;
        this.sink = sink;
        recall(position);
        this.position = position;
    }

    /// What an earlier host agent made is read as any terminal would read it.
    private void recall(long until) throws IOException {
        Path file = file();
        if (Files.exists(file)) {
            byte[] kept = Files.readAllBytes(file);
            long at = kept.length < POSITION
                    ? Long.MAX_VALUE
                    : ByteBuffer.wrap(kept).getLong();
            if (at <= until) {
                newestAt = at;
                state.feed(Arrays.copyOfRange(kept, POSITION, kept.length));
            }
        }
        long from = Math.max(newestAt, until - MAX_FED);
        starts.add(from);
        state.feed(spool(from, until));
    }

    private Path file() {
        return folder.path().resolve("keyframe");
    }

    /// The bytes up to this one were shipped.
    public void shipped(byte[] bytes, long end) throws InterruptedException {
        state.feed(bytes);
        position = end;
        if (state.ground()) {
            starts.add(end);
            while (starts.size() > 1 && starts.getFirst() < end - MAX_FED) {
                starts.removeFirst();
            }
        }
        look();
    }

    /// Called after each of [#shipped] and now and then.
    public void look() throws InterruptedException {
        Making now = making;
        if (now == null) {
            if (due() && state.ground()) {
                begin();
            }
        } else if (now.picture().isDone()) {
            making = null;
            lastNanos = System.nanoTime();
            if (!now.picture().isCompletedExceptionally() && position - now.at() <= MAX_BEHIND) {
                put(now.picture().join(), now.at());
            }
        }
    }

    private boolean due() {
        long fresh = position - newestAt;
        long since = System.nanoTime() - lastNanos;
        return fresh > 0
                && (since >= pace.every().toNanos()
                        || (fresh >= pace.bytes() && since >= pace.notSooner().toNanos()));
    }

    private void begin() {
        long at = position;
        long from = Math.max(newestAt, starts.getFirst());
        boolean first = newestAt == 0;
        String restoring = state.restoring();
        making = new Making(
                at,
                CompletableFuture.supplyAsync(
                        () -> picture(first, from, at, restoring),
                        task -> Thread.ofVirtual()
                                .name("keyframe-" + folder.sessionId())
                                .start(task)));
    }

    private byte[] picture(boolean first, long from, long to, String restoring) {
        try {
            byte[] kept = first ? new byte[POSITION] : Files.readAllBytes(file());
            byte[] before = Arrays.copyOfRange(kept, POSITION, kept.length);
            return Picture.bytes(terminal.shown(before, from, to), restoring, MAX_LINES);
        } catch (IOException e) {
            log.atWarn()
                    .addKeyValue("sessionId", folder.sessionId())
                    .log("no keyframe could be made: {}", e.getMessage());
            throw new UncheckedIOException(e);
        }
    }

    /// A keyframe that cannot be kept is none: the next one could not begin with it.
    private void put(byte[] picture, long at) throws InterruptedException {
        var whole = new ByteArrayOutputStream();
        try {
            whole.writeBytes(picture);
            whole.writeBytes(spool(at, position));
            keep(whole.toByteArray());
        } catch (IOException e) {
            log.atWarn()
                    .addKeyValue("sessionId", folder.sessionId())
                    .log("a keyframe could not be kept: {}", e.getMessage());
            return;
        }
        newestAt = position;
        sink.keyframe(whole.toByteArray(), position);
    }

    private void keep(byte[] keyframe) throws IOException {
        WholeFile.writeHint(
                file(),
                ByteBuffer.allocate(POSITION + keyframe.length)
                        .putLong(position)
                        .put(keyframe)
                        .array());
    }

    private byte[] spool(long from, long to) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(to - from));
        try (FileChannel channel = FileChannel.open(folder.out(), StandardOpenOption.READ)) {
            while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) > 0) {
                // Until all of it is there.
            }
        }
        return bytes.array();
    }
}
