package dev.signalbox.host.driver;

import java.util.List;

/// What a stop did.
///
/// @param forced whether anything had to be killed
/// @param survivors pids of the session that still run (stuck in the kernel, or another user's)
public record StopReport(boolean forced, List<Long> survivors) {
    public StopReport {
        survivors = List.copyOf(survivors);
    }
}
