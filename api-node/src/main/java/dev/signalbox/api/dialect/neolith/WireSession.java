package dev.signalbox.api.dialect.neolith;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A session as the original shows it. Times are ISO 8601, durations milliseconds.
///
/// @param status initializing, running, paused, completed, failed or terminated
record WireSession(
        String id,
        String orchestratorId,
        Task task,
        String type,
        String status,
        String startedAt,
        @Nullable String endedAt,
        Memory memoryContext,
        Metrics metrics) {

    /// @param status pending, in_progress, completed, failed or cancelled
    record Task(
            String id,
            String type,
            String description,
            String priority,
            String status,
            String createdAt,
            String updatedAt,
            @Nullable Map<String, Object> metadata,
            @Nullable String assignedTo) {}

    /// What an agent remembers stands with its provider; the shape is there for clients that look into it.
    record Memory(Map<String, Object> scratchpad, List<Object> episodic, List<Object> semantic) {
        static final Memory EMPTY = new Memory(Map.of(), List.of(), List.of());
    }

    record Metrics(
            long tokensUsed, long duration, int tasksCompleted, int errorsEncountered, long averageResponseTime) {}
}
