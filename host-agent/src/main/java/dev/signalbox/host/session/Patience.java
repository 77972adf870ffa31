package dev.signalbox.host.session;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does again what the machine refused (a full disk, no more processes, a tool that hangs) until it is done, after
/// pauses that grow: a step that is given up is a session that nobody looks after.
final class Patience {
    private static final Logger log = LoggerFactory.getLogger(Patience.class);
    private static final Duration FIRST = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(15);

    private Patience() {}

    /// Something that may be done again after it failed half-way.
    @FunctionalInterface
    interface Step {
        void run() throws Exception;
    }

    /// @param what is done, for the log
    /// @throws InterruptedException when somebody else goes on
    static void until(String sessionId, String what, Step step) throws InterruptedException {
        Duration pause = FIRST;
        while (true) {
            try {
                step.run();
                return;
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception | Error e) {
                log.atError()
                        .addKeyValue("sessionId", sessionId)
                        .log("{} failed, trying again: {}", what, e.toString());
            }
            Thread.sleep(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST) < 0 ? pause.multipliedBy(2) : LONGEST;
        }
    }
}
