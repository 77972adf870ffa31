package dev.signalbox.api.dialect.elemental;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/// Mints ids that look like Elemental's own. They are random enough not to meet; one that is taken all the same is
/// refused by the decider, and another one is minted.
final class ElementalIds {
    private static final int BASE = 36;
    private static final long COUNTERS = (long) BASE * BASE * BASE * BASE;
    private static final int AGENT = 8;

    private final SecureRandom random = new SecureRandom();
    private final AtomicLong counter = new AtomicLong();
    private final InstantSource clock;

    ElementalIds(InstantSource clock) {
        this.clock = clock;
    }

    /// `session-<milliseconds>-<counter, 4 wide>-<4 random>`, all in base 36.
    String session() {
        String millis = Long.toString(clock.millis(), BASE);
        String count = Long.toString(counter.incrementAndGet() % COUNTERS, BASE);
        return "session-%s-%4s-%s"
                .formatted(millis, count, random(4))
                .replace(' ', '0')
                .toLowerCase(Locale.ROOT);
    }

    /// `el-` and eight characters of base 36.
    String agent() {
        return "el-" + random(AGENT);
    }

    private String random(int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(Character.forDigit(random.nextInt(BASE), BASE));
        }
        return text.toString();
    }
}
