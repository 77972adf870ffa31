package dev.signalbox.dev;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A service as a process of its own: it says what it waits for and when it is ready, and ends on SIGTERM.
final class Service {
    private static final Duration PATIENCE = Duration.ofSeconds(9);
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Logger log = LoggerFactory.getLogger(Service.class);

    private Service() {}

    /// Does not return: the process ends by a signal.
    ///
    /// @param waitsFor one sentence each; empty when the service is ready
    static int run(String name, Supplier<List<String>> waitsFor, AutoCloseable service) throws InterruptedException {
        Thread.ofPlatform().daemon().name("readiness").start(() -> tell(name, waitsFor));
        Ending.await(PATIENCE, () -> log.info("{} stops", name), service);
        return 0;
    }

    private static void tell(String name, Supplier<List<String>> waitsFor) {
        String last = "";
        try {
            while (true) {
                List<String> reasons = waitsFor.get();
                String now = reasons.isEmpty() ? "ready" : "not ready: " + String.join("; ", reasons);
                if (!now.equals(last)) {
                    last = now;
                    log.info("{} is {}", name, now);
                }
                Thread.sleep(LOOK);
            }
        } catch (InterruptedException _) {
            log.debug("{} is not watched any more", name);
        }
    }
}
