package dev.signalbox.api.dialect.neolith;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The daemon's status as the original shows it; times in milliseconds.
///
/// @param status initializing, running, degraded or stopped
record WireDaemonStatus(
        String status,
        long uptime,
        int activeSessions,
        int queuedTasks,
        Metrics metrics,
        Map<String, Subsystem> subsystems) {

    /// @param successRate 0 to 1; 1 before anything was processed
    record Metrics(
            long totalSessionsSpawned,
            long totalTasksProcessed,
            long totalTokensUsed,
            double successRate,
            long averageSessionDuration,
            int activeSessions) {}

    /// @param status running, degraded, error or stopped
    record Subsystem(
            String status, String lastCheck, @Nullable List<String> errors) {}
}
