package dev.signalbox.api.dialect.neolith;

/// Labels by which a session carries what only this dialect knows of it.
final class Labels {
    static final String ORCHESTRATOR = "neolith/orchestrator";
    static final String TYPE = "neolith/type";
    static final String TASK_TYPE = "neolith/task-type";
    static final String PRIORITY = "neolith/priority";
    static final String MEMORY_PROFILE = "neolith/memory-profile";

    /// Who spawned it, where that was asked for.
    static final String OWNER = "neolith/owner";

    private Labels() {}
}
