package dev.signalbox.schemas.state;

import dev.signalbox.schemas.error.Check;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A machine, or a user on it, that runs sessions.
///
/// @param publicKey base64 of the X.509 form of the Ed25519 key that signs its reports
/// @param incarnation rises with each start of the host agent; 0: not started yet
/// @param instance random name of the running host agent, so that two with one incarnation are told apart
/// @param draining whether no new work is placed here once it is online
/// @param statusSince when the status last changed
/// @param sessions the live sessions, in the order of their placement
public record Host(
        String id,
        String name,
        String publicKey,
        Map<String, String> labels,
        HostStatus status,
        boolean draining,
        long incarnation,
        @Nullable String instance,
        @Nullable Fingerprint fingerprint,
        List<String> sessions,
        Instant joinedAt,
        Instant statusSince,
        Cause cause)
        implements Entity {
    /// How long a host may be silent, by the time that the log has counted, before it is UNREACHABLE.
    public static final Duration LEASE = Duration.ofSeconds(10);

    public Host {
        labels = Check.labels("labels", labels);
        sessions = Check.list("sessions", sessions, 100_000);
    }

    @Override
    public EntityRef ref() {
        return new EntityRef(EntityType.HOST, id);
    }

    /// How many more sessions it takes.
    public int room() {
        return fingerprint == null ? 0 : Math.max(0, fingerprint.capacity() - sessions.size());
    }

    /// A copy with some components changed.
    public Host edit(Consumer<Edit> change) {
        Edit edit = new Edit(this);
        change.accept(edit);
        return edit.build();
    }

    /// The mutable form of a [Host], for [#edit] only.
    public static final class Edit {
        private final Host before;
        public String publicKey;
        public HostStatus status;
        public boolean draining;
        public long incarnation;
        public @Nullable String instance;
        public @Nullable Fingerprint fingerprint;
        public List<String> sessions;
        public Instant statusSince;
        public Cause cause;

        private Edit(Host host) {
            before = host;
            publicKey = host.publicKey;
            status = host.status;
            draining = host.draining;
            incarnation = host.incarnation;
            instance = host.instance;
            fingerprint = host.fingerprint;
            sessions = host.sessions;
            statusSince = host.statusSince;
            cause = host.cause;
        }

        private Host build() {
            return new Host(
                    before.id,
                    before.name,
                    publicKey,
                    before.labels,
                    status,
                    draining,
                    incarnation,
                    instance,
                    fingerprint,
                    sessions,
                    before.joinedAt,
                    statusSince,
                    cause);
        }
    }
}
