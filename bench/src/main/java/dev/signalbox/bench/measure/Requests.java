package dev.signalbox.bench.measure;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// How many requests are answered in a second when a few clients ask without a pause, each over a connection that
/// stays.
public final class Requests {
    private Requests() {}

    /// @throws IOException when one was not answered well
    public static double perSecond(int clients, Duration time, Probe request) throws IOException, InterruptedException {
        long began = System.nanoTime();
        long until = began + time.toNanos();
        long answered = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Long>> loops = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                loops.add(() -> asked(request, until));
            }
            for (Future<Long> loop : threads.invokeAll(loops)) {
                answered += loop.get();
            }
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
        return answered * 1e9 / (System.nanoTime() - began);
    }

    private static long asked(Probe request, long until) throws IOException, InterruptedException {
        long count = 0;
        while (System.nanoTime() < until) {
            var _ = request.once();
            count++;
        }
        return count;
    }
}
