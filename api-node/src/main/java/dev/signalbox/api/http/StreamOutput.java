package dev.signalbox.api.http;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The way to one client. A write that a client does not take within the deadline is cut by
/// interrupting this thread, which closes the connection: nothing else in the server bounds it.
public final class StreamOutput implements Streams.Open {
    private final OutputStream out;
    private final Duration deadline;
    private final Thread writer = Thread.currentThread();
    private long writingSince;
    private boolean writing;
    private boolean cut;
    private volatile boolean stopping;
    private volatile @Nullable Runnable waker;

    StreamOutput(OutputStream out, Duration deadline) {
        this.out = out;
        this.deadline = deadline;
    }

    /// Writes and flushes.
    public void write(byte[] bytes) throws IOException {
        write(bytes, 0, bytes.length);
    }

    public void write(byte[] bytes, int from, int length) throws IOException {
        // Helidon 4.3.1 writes too much of an array, or fails, when it is not to begin with its first byte.
        byte[] first = from == 0 ? bytes : Arrays.copyOfRange(bytes, from, from + length);
        guarded(() -> {
            out.write(first, 0, length);
            out.flush();
        });
    }

    /// Says that nothing more comes.
    void finish() throws IOException {
        guarded(out::close);
    }

    /// What may block while a client does not read.
    @FunctionalInterface
    interface Write {
        void write() throws IOException;
    }

    void guarded(Write write) throws IOException {
        synchronized (this) {
            writing = true;
            writingSince = System.nanoTime();
        }
        try {
            write.write();
        } catch (IOException | UncheckedIOException e) {
            throw written() ? tooSlow() : new IOException("the client is gone", e);
        }
        if (written()) {
            throw tooSlow();
        }
    }

    /// Ends the watch over a write; true when it was cut.
    private synchronized boolean written() {
        writing = false;
        return cut;
    }

    private IOException tooSlow() {
        boolean _ = Thread.interrupted();
        return new IOException("the client did not read for " + deadline);
    }

    /// Whether the server stops and the stream is to end.
    public boolean stopping() {
        return stopping;
    }

    /// What ends a wait of the writer when the server stops.
    public void onStop(Runnable wake) {
        waker = wake;
        if (stopping) {
            wake.run();
        }
    }

    @Override
    public void stop() {
        stopping = true;
        Runnable wake = waker;
        if (wake != null) {
            wake.run();
        }
    }

    /// Cuts a write that takes too long; true when it did.
    @Override
    public synchronized boolean cutIfLate(long now) {
        if (writing && !cut && now - writingSince > deadline.toNanos()) {
            cut = true;
            writer.interrupt();
            return true;
        }
        return false;
    }
}
