package dev.signalbox.host;

import dev.signalbox.host.provider.ProviderProbe;
import dev.signalbox.schemas.state.Fingerprint;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Finds out what this machine can do.
final class Fingerprints {
    static final String VERSION = "0.1.0";

    private Fingerprints() {}

    static Fingerprint of(HostSettings settings, List<Path> bases, List<ProviderProbe.Finding> findings)
            throws IOException {
        long memory =
                ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                        ? system.getTotalMemorySize()
                        : 0;
        return new Fingerprint(
                VERSION,
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).trim(),
                Runtime.getRuntime().availableProcessors(),
                memory,
                settings.capacity(),
                bases.stream().map(Path::toString).toList(),
                findings.stream().map(ProviderProbe.Finding::found).toList());
    }
}
