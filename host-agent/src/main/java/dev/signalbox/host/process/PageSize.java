package dev.signalbox.host.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The machine's page size, from the mapping of this very process.
final class PageSize {
    private static final long USUAL = 4096;

    private PageSize() {}

    static long bytes() {
        try (var lines = Files.lines(Path.of("/proc/self/smaps"))) {
            return lines.filter(line -> line.startsWith("KernelPageSize:"))
                    .findFirst()
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .orElse(USUAL);
        } catch (IOException _) {
            return USUAL;
        }
    }
}
