package dev.signalbox.api.core;

import java.util.List;

/// How far this node is.
public interface Readiness {
    /// What it waits for, empty when it is ready.
    List<String> reasons();

    /// Whether the views can be asked.
    boolean viewsReady();

    /// Whether the log can be reached at the moment; views that cannot follow it are stale.
    boolean logReachable();
}
