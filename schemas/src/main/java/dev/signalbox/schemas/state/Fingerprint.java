package dev.signalbox.schemas.state;

import dev.signalbox.schemas.error.Check;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a host can do, as its agent found it at its start.
///
/// @param capacity how many sessions it runs at once, 1 to [#MAX_CAPACITY]
/// @param baseDirs real paths inside which sessions may work
public record Fingerprint(
        String agentVersion,
        String os,
        String bootId,
        int cpus,
        long memoryBytes,
        int capacity,
        List<String> baseDirs,
        List<ProviderFound> providers) {
    public static final int MAX_CAPACITY = 10_000;

    public Fingerprint {
        Check.between("capacity", capacity, 1, MAX_CAPACITY);
        baseDirs = Check.list("baseDirs", baseDirs, 64);
        providers = Check.list("providers", providers, 64);
    }

    /// A provider that the host knows.
    ///
    /// @param usable whether it can be started; if not, `detail` says what is missing
    public record ProviderFound(
            String name,
            boolean usable,
            boolean terminal,
            @Nullable String version,
            @Nullable String detail) {}

    /// Whether sessions of the provider can run here; `terminal` asks for the interactive way.
    public boolean runs(String provider, boolean terminal) {
        return providers.stream().anyMatch(p -> p.name().equals(provider) && p.usable() && (!terminal || p.terminal()));
    }
}
