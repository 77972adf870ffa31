package dev.signalbox.processor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/// The name under which a data directory's processor is a member of its groups, minted at the first start and kept in a
/// file: a restart is the same member, and takes its partitions back at once.
final class InstanceName {
    private InstanceName() {}

    static String in(Path dataDir) throws IOException {
        Path file = dataDir.resolve("instance");
        if (Files.exists(file)) {
            String name = Files.readString(file).strip();
            if (!name.isEmpty()) {
                return name;
            }
        }
        Files.createDirectories(dataDir);
        String name = "processor-" + UUID.randomUUID();
        Path fresh = dataDir.resolve("instance.new");
        Files.write(fresh, name.getBytes(StandardCharsets.UTF_8));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        return name;
    }
}
