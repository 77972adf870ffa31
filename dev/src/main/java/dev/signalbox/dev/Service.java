package dev.signalbox.dev;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A service as a process of its own: it says what it waits for and when it is ready, and ends on SIGTERM, or when it
/// can do no more: with one line that says why, for a supervisor to start it anew.
final class Service {
    private static final Duration PATIENCE = Duration.ofSeconds(9);
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Logger log = LoggerFactory.getLogger(Service.class);

    private Service() {}

    /// Does not return: the process ends.
    ///
    /// @param waitsFor one sentence each; empty when the service is ready
    /// @param fault what it will not get well of by itself
    static int run(
            String name, Supplier<List<String>> waitsFor, AutoCloseable service, Supplier<Optional<Ending.Fault>> fault)
            throws InterruptedException {
        Thread.ofPlatform().daemon().name("readiness").start(() -> tell(name, waitsFor, fault));
        Ending.await(
                PATIENCE,
                () -> log.info("{} stops", name),
                service,
                fault,
                over -> log.error("{} ends: {}", name, over.why()));
        return 0;
    }

    private static void tell(String name, Supplier<List<String>> waitsFor, Supplier<Optional<Ending.Fault>> fault) {
        String last = "";
        try {
            while (fault.get().isEmpty()) {
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
