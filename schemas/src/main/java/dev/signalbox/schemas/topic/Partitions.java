package dev.signalbox.schemas.topic;

import java.nio.charset.StandardCharsets;

/// The one partition function: every writer of a topic that is partitioned by namespace uses it, so that all that
/// belongs to a namespace meets in one partition number. It is murmur2 as Kafka's own default partitioner computes it,
/// so that producers in other languages reach the same result with their default for a key that is the namespace.
public final class Partitions {
    private static final int SEED = 0x9747b28c;
    private static final int M = 0x5bd1e995;
    private static final int R = 24;

    private Partitions() {}

    /// The partition of a namespace among `count` partitions.
    public static int of(String namespace, int count) {
        if (count < 1) {
            throw new IllegalArgumentException("count must be at least 1");
        }
        return (murmur2(namespace.getBytes(StandardCharsets.UTF_8)) & 0x7fffffff) % count;
    }

    static int murmur2(byte[] data) {
        int length = data.length;
        int h = SEED ^ length;
        int words = length / 4;
        for (int i = 0; i < words; i++) {
            int at = i * 4;
            int k = (data[at] & 0xff)
                    + ((data[at + 1] & 0xff) << 8)
                    + ((data[at + 2] & 0xff) << 16)
                    + ((data[at + 3] & 0xff) << 24);
            k *= M;
            k ^= k >>> R;
            k *= M;
            h *= M;
            h ^= k;
        }
        int tail = length & ~3;
        int rest = length & 3;
        if (rest >= 3) {
            h ^= (data[tail + 2] & 0xff) << 16;
        }
        if (rest >= 2) {
            h ^= (data[tail + 1] & 0xff) << 8;
        }
        if (rest >= 1) {
            h ^= data[tail] & 0xff;
            h *= M;
        }
        h ^= h >>> 13;
        h *= M;
        h ^= h >>> 15;
        return h;
    }
}
