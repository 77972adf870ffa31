package dev.signalbox.host;

import dev.signalbox.host.process.ProcFs;
import dev.signalbox.host.provider.ProviderProbe;
import dev.signalbox.schemas.state.Fingerprint;
import dev.signalbox.settings.ProductVersion;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Finds out what this machine can do.
final class Fingerprints {
    private Fingerprints() {}

    private static List<String> bases(HostSettings settings) throws IOException {
        List<String> real = new ArrayList<>();
        for (Path base : settings.bases()) {
            real.add(base.toRealPath().toString());
        }
        return real;
    }

    static Fingerprint of(HostSettings settings, List<ProviderProbe.Finding> findings) throws IOException {
        long memory =
                ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                        ? system.getTotalMemorySize()
                        : 0;
        return new Fingerprint(
                ProductVersion.own(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                ProcFs.system().bootId(),
                Runtime.getRuntime().availableProcessors(),
                memory,
                settings.capacity(),
                bases(settings),
                findings.stream().map(ProviderProbe.Finding::found).toList());
    }
}
