package dev.signalbox.processor.tick;

import java.time.Duration;

/// How long to leave between two ticks of a partition: short while something is near, long while nothing waits.
final class Pace {
    static final Duration NEAR = Duration.ofMillis(250);
    static final Duration HOSTS = Duration.ofSeconds(2);
    static final Duration IDLE = Duration.ofSeconds(5);

    /// What is due within this is near.
    static final Duration HORIZON = Duration.ofSeconds(2);

    private Pace() {}

    static Duration of(Outlook outlook) {
        if (outlook.dueIn() <= HORIZON.toMillis()) {
            return NEAR;
        }
        return outlook.hosts() ? HOSTS : IDLE;
    }
}
