package dev.signalbox.api.core;

import dev.signalbox.schemas.error.ErrorCode;
import java.util.List;

/// How far this node is.
public interface Readiness {
    /// What it waits for, empty when it is ready.
    List<String> reasons();

    /// Whether the views can be asked.
    boolean viewsReady();

    /// For whatever asks them.
    ///
    /// @throws RefusedException UNAVAILABLE while they cannot be asked
    default void requireViews() {
        if (!viewsReady()) {
            throw Refusal.of(ErrorCode.UNAVAILABLE, "this node is still reading the state")
                    .hint(String.join("; ", reasons()))
                    .asException();
        }
    }

    /// Whether the log can be reached at the moment; views that cannot follow it are stale.
    boolean logReachable();
}
