package dev.signalbox.processor.decide;

import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.spec.Placement;
import dev.signalbox.schemas.spec.SessionSpec;
import dev.signalbox.schemas.spec.TaskSpec;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What must be there before a session or a task can be placed. Where one that waits cannot be, no other with
/// the same needs can.
///
/// @param terminal whether the provider is to run in a terminal
/// @param agentId the agent that must be free; null for a session, whose agent is its own by then, and for a
///     task without
record Needs(
        String provider,
        boolean terminal,
        Placement placement,
        @Nullable String agentId) {

    static Needs of(SessionSpec spec) {
        return new Needs(spec.provider(), spec.interactive(), spec.placement(), null);
    }

    static Needs of(TaskSpec spec) {
        return new Needs(spec.provider(), false, spec.placement(), spec.agentId());
    }

    /// A short name: the same for the same needs.
    String key() {
        return Ids.TASK.derive(String.join(
                "\n",
                provider,
                Boolean.toString(terminal),
                String.valueOf(placement.hostId()),
                new TreeMap<>(placement.labels()).toString(),
                String.valueOf(agentId)));
    }
}
