package dev.signalbox.api.dialect.neolith;

import dev.signalbox.schemas.spec.ApprovalMode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the dialect is told of its node.
///
/// @param namespace where clients of the daemon's own credentials are, and everything of `/api/daemon`
/// @param origins of web pages that may connect
/// @param provider what `claude-code` and its like run
/// @param maxSessions that may be live at once
/// @param socketAuth null: the socket asks for nothing but, beyond loopback, a token of this installation
/// @param daemonSecret signs the tokens of `/api/daemon`
/// @param heartbeat time between heartbeats of a stream
/// @param began when this node was started
@SuppressWarnings("ArrayRecordComponent") // a secret: nobody compares or shows it
public record NeolithOptions(
        String namespace,
        Set<String> origins,
        String provider,
        ApprovalMode approvals,
        int maxSessions,
        @Nullable SocketAuth socketAuth,
        byte[] daemonSecret,
        Duration heartbeat,
        Instant began,
        InstantSource clock) {
    public NeolithOptions {
        origins = Set.copyOf(origins);
    }

    /// How clients of the socket are known.
    ///
    /// @param jwtSecret null: tokens are not taken
    /// @param allowLoopback whether whoever is on this machine and shows nothing is an admin; not where a
    /// proxy speaks
    /// @param atUpgrade whether whoever shows nothing is refused at the upgrade, and not asked
    @SuppressWarnings("ArrayRecordComponent") // as above
    public record SocketAuth(
            byte @Nullable [] jwtSecret,
            String issuer,
            String audience,
            List<ApiKey> apiKeys,
            boolean allowLoopback,
            boolean atUpgrade,
            int rateLimit,
            Duration rateWindow,
            int maxConnections) {
        public SocketAuth {
            apiKeys = List.copyOf(apiKeys);
        }
    }

    /// @param scopes empty: all that the role may do
    public record ApiKey(String key, String clientId, Set<String> scopes, Role role) {
        public ApiKey {
            scopes = Set.copyOf(scopes);
        }

        @Override
        public String toString() {
            return "ApiKey[" + clientId + "]";
        }
    }
}
