package dev.signalbox.host.session;

import dev.signalbox.host.driver.SessionHandle;
import dev.signalbox.host.driver.TerminalAbilities;
import dev.signalbox.host.provider.parse.ItemParser;
import dev.signalbox.host.provider.parse.ParsedItem;
import dev.signalbox.host.screen.Keyframes;
import dev.signalbox.host.shipping.SessionOutput;
import dev.signalbox.host.shipping.Shipped;
import dev.signalbox.host.spool.SpoolReader;
import dev.signalbox.schemas.output.OutputRecord.Stream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// Carries a session's bytes from its spool into the log, and what its lines mean beside them, one virtual thread a
/// stream. It goes on from what the log has: bytes and items that are there are not sent again, but all lines are
/// parsed again, since a parser remembers.
final class OutputPump {
    private static final Duration WAIT = Duration.ofSeconds(1);

    private final SessionHandle handle;
    private final SessionOutput output;
    private final @Nullable ItemParser parser;
    private final ItemReports items;
    private final Runnable wrote;
    private final Shipped before;
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private @Nullable Keyframes keyframes;
    private volatile boolean processEnded;
    private volatile boolean abandoned;
    private volatile long outShipped;
    private final CompletableFuture<Void> outDone = new CompletableFuture<>();
    private final CompletableFuture<Void> errDone = new CompletableFuture<>();

    /// @param parser at the beginning of the stream; null where lines mean nothing
    /// @param wrote called with each new piece of output where lines mean nothing
    OutputPump(
            SessionHandle handle,
            SessionOutput output,
            @Nullable ItemParser parser,
            ItemReports items,
            Runnable wrote,
            Shipped before) {
        this.handle = handle;
        this.output = output;
        this.parser = parser;
        this.items = items;
        this.wrote = wrote;
        this.before = before;
        this.outShipped = before.outByte();
    }

    /// For a terminal.
    ///
    /// @throws IOException when its spool cannot be read
    void withKeyframes(TerminalAbilities terminal) throws IOException {
        keyframes = new Keyframes(terminal, handle.folder(), Keyframes.Pace.USUAL, output::keyframe, before.outByte());
    }

    void start(boolean separateErr) {
        String id = handle.persisted().sessionId();
        threads.add(Thread.ofVirtual().name("out-" + id).start(() -> run(Stream.OUT, outDone)));
        if (separateErr) {
            threads.add(Thread.ofVirtual().name("err-" + id).start(() -> run(Stream.ERR, errDone)));
        } else {
            errDone.complete(null);
        }
    }

    /// Leaves the session to a later host agent.
    void abandon() {
        abandoned = true;
        threads.forEach(Thread::interrupt);
    }

    /// The process has ended: what is in the spool now is all, and the pump stops at its end.
    void processEnded() {
        processEnded = true;
    }

    /// Once everything of the main stream was read and parsed, or cannot be.
    CompletableFuture<Void> outDone() {
        return outDone;
    }

    CompletableFuture<Void> errDone() {
        return errDone;
    }

    /// Up to which byte the main stream was put on its way.
    long outShipped() {
        return outShipped;
    }

    private void run(Stream stream, CompletableFuture<Void> done) {
        long shipped = stream == Stream.OUT ? before.outByte() : before.errByte();
        long from = stream == Stream.OUT && parser != null ? Math.min(shipped, parser.position()) : shipped;
        try (SpoolReader reader = stream == Stream.OUT ? handle.output(from) : handle.errors(from)) {
            while (true) {
                boolean last = processEnded;
                Optional<SpoolReader.Chunk> chunk = reader.next(last ? Duration.ZERO : WAIT);
                if (chunk.isPresent()) {
                    take(stream, chunk.get(), shipped);
                } else if (!last && stream == Stream.OUT && keyframes != null) {
                    keyframes.look();
                } else {
                    if (stream == Stream.OUT) {
                        items.recalled();
                    }
                    if (last) {
                        finish(stream);
                        done.complete(null);
                        return;
                    }
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            done.cancel(false);
        } catch (IOException | RuntimeException e) {
            if (abandoned) {
                done.cancel(false);
            } else {
                done.completeExceptionally(e);
            }
        }
    }

    private void take(Stream stream, SpoolReader.Chunk chunk, long shipped) throws InterruptedException {
        if (chunk.end() > shipped) {
            int skip = (int) Math.max(0, shipped - chunk.offset());
            byte[] bytes = skip == 0 ? chunk.bytes() : Arrays.copyOfRange(chunk.bytes(), skip, chunk.bytes().length);
            output.bytes(stream, chunk.offset() + skip, bytes);
            if (stream == Stream.OUT) {
                outShipped = chunk.end();
            }
            if (stream == Stream.OUT && keyframes != null) {
                keyframes.shipped(bytes, chunk.end());
            }
        }
        if (parser == null) {
            wrote.run();
        } else if (stream == Stream.OUT) {
            for (ParsedItem item : parser.feed(chunk.bytes(), chunk.offset())) {
                ship(item);
            }
        }
    }

    private void finish(Stream stream) throws InterruptedException {
        if (stream == Stream.OUT && parser != null) {
            for (ParsedItem item : parser.finish()) {
                ship(item);
            }
        }
    }

    private void ship(ParsedItem item) throws InterruptedException {
        if (before.hasItem(item.endByte(), item.index())) {
            items.recall(item);
        } else {
            output.item(item.item(), item.endByte());
            items.take(item);
        }
    }
}
