package dev.signalbox.host.driver;

import dev.signalbox.schemas.error.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Writes to a session's FIFO without ever waiting longer than told.
///
/// It is opened for reading and writing, because opening for writing alone would wait for a reader. A write
/// that takes too long is ended by closing the channel under it; the next one opens it anew. That ends the write of
/// a platform thread only, and would itself wait for ever for that of a virtual one, so no virtual thread writes.
final class InputPipe implements AutoCloseable {
    private static final int SLICE = 16 * 1024;
    private static final ScheduledExecutorService DEADLINES = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("input-deadlines").factory());

    private static final ExecutorService WRITERS = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("input-", 0).factory());

    private final Path fifo;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable FileChannel channel;

    InputPipe(Path fifo) {
        this.fifo = fifo;
    }

    Sending write(byte[] bytes, Duration atMost) throws IOException {
        long deadline = System.nanoTime() + atMost.toNanos();
        boolean mine;
        try {
            mine = lock.tryLock(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            mine = false;
        }
        if (!mine) {
            return new Sending.NotSent(ErrorCode.EXPIRED);
        }
        try {
            return Thread.currentThread().isVirtual() ? handOver(bytes, deadline) : writeAlone(bytes, deadline);
        } finally {
            lock.unlock();
        }
    }

    private Sending handOver(byte[] bytes, long deadline) throws IOException {
        Future<Sending> writing = WRITERS.submit(() -> writeAlone(bytes, deadline));
        try {
            return writing.get();
        } catch (InterruptedException _) {
            close();
            Thread.currentThread().interrupt();
            return new Sending.Partly();
        } catch (ExecutionException e) {
            throw new IOException("the input cannot be written", e.getCause());
        }
    }

    private Sending writeAlone(byte[] bytes, long deadline) throws IOException {
        FileChannel open = opened();
        ScheduledFuture<?> timer =
                DEADLINES.schedule(() -> closeQuietly(open), deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        ByteBuffer all = ByteBuffer.wrap(bytes);
        try {
            while (all.hasRemaining()) {
                all.limit(Math.min(bytes.length, all.position() + SLICE));
                while (all.hasRemaining()) {
                    open.write(all);
                }
                all.limit(bytes.length);
            }
            return new Sending.Sent();
        } catch (ClosedChannelException _) {
            channel = null;
            return all.position() == 0 ? new Sending.NotSent(ErrorCode.EXPIRED) : new Sending.Partly();
        } finally {
            timer.cancel(false);
        }
    }

    private FileChannel opened() throws IOException {
        FileChannel open = channel;
        if (open == null || !open.isOpen()) {
            open = FileChannel.open(fifo, StandardOpenOption.READ, StandardOpenOption.WRITE);
            channel = open;
        }
        return open;
    }

    private static void closeQuietly(FileChannel open) {
        try {
            open.close();
        } catch (IOException _) {
            // Closing is how the write is ended; the writer sees it.
        }
    }

    @Override
    public void close() {
        FileChannel open = channel;
        if (open != null) {
            closeQuietly(open);
        }
    }
}
