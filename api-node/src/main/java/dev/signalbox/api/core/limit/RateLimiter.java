package dev.signalbox.api.core.limit;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/// Counts what each subject did within the window of a quota, exactly: no burst at the edge of a window gets
/// through. What it holds is bounded: of the subjects that were quiet longest it forgets what they did.
/// Thread-safe.
///
/// Each API node counts by itself, so a subject gets its quota from each.
public final class RateLimiter {
    private final InstantSource clock;
    private final int maxSubjects;
    private final Map<Key, Attempts> attempts = new LinkedHashMap<>(16, 0.75f, true);

    private record Key(String bucket, String subject) {}

    /// @param maxSubjects how many subjects, each in each bucket, are remembered
    public RateLimiter(InstantSource clock, int maxSubjects) {
        if (maxSubjects < 1) {
            throw new IllegalArgumentException("somebody must be remembered");
        }
        this.clock = clock;
        this.maxSubjects = maxSubjects;
    }

    /// Counts one attempt, unless it is not admitted: attempts that were refused cost nothing.
    public synchronized Verdict take(Quota quota, String subject) {
        Instant now = clock.instant();
        var mine = attempts.computeIfAbsent(new Key(quota.name(), subject), _ -> new Attempts());
        if (attempts.size() > maxSubjects) {
            attempts.remove(attempts.keySet().iterator().next());
        }
        mine.forgetUntil(now.minus(quota.window()).toEpochMilli());
        boolean admitted = mine.size() < quota.most();
        if (admitted) {
            mine.add(now.toEpochMilli(), quota.most());
        }
        return verdict(quota, mine, admitted, now);
    }

    /// What would be said to an attempt, which is not counted.
    public synchronized Verdict look(Quota quota, String subject) {
        Instant now = clock.instant();
        var known = attempts.get(new Key(quota.name(), subject));
        var mine = known == null ? new Attempts() : known;
        mine.forgetUntil(now.minus(quota.window()).toEpochMilli());
        return verdict(quota, mine, mine.size() < quota.most(), now);
    }

    private static Verdict verdict(Quota quota, Attempts mine, boolean admitted, Instant now) {
        Instant moreAt =
                mine.size() == 0 ? now : Instant.ofEpochMilli(mine.oldest()).plus(quota.window());
        return new Verdict(quota, admitted, Math.max(0, quota.most() - mine.size()), now, moreAt);
    }

    /// Times in milliseconds, oldest first, in a ring that grows up to the quota.
    private static final class Attempts {
        private long[] times = new long[4];
        private int first;
        private int size;

        int size() {
            return size;
        }

        long oldest() {
            return times[first];
        }

        void forgetUntil(long millis) {
            while (size > 0 && times[first] <= millis) {
                first = (first + 1) % times.length;
                size--;
            }
        }

        void add(long millis, int most) {
            if (size == times.length) {
                long[] larger = new long[Math.min(most, 2 * size)];
                for (int i = 0; i < size; i++) {
                    larger[i] = times[(first + i) % size];
                }
                times = larger;
                first = 0;
            }
            times[(first + size) % times.length] = millis;
            size++;
        }
    }
}
