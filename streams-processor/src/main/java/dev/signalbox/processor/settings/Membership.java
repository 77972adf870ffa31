package dev.signalbox.processor.settings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/// Who this processor is to Kafka.
///
/// @param instance names it in its groups; minted at the first start and kept in a file, so that a restart is the same
/// member and takes its partitions back at once
/// @param home where it alone writes
/// @param client what each of its Kafka clients starts from
public record Membership(String instance, Path home, Map<String, Object> client) {
    private static final int RECONNECT_MILLIS = 1_000;

    /// @throws IOException when the directory or the file of client properties cannot be used
    public static Membership of(ProcessorSettings settings) throws IOException {
        var client = new HashMap<>(settings.kafka().clientProperties());
        client.putIfAbsent("reconnect.backoff.max.ms", RECONNECT_MILLIS);
        return new Membership(instance(settings.home()), settings.home(), Map.copyOf(client));
    }

    /// The client's properties for a purpose, to be added to.
    public Map<String, Object> client(String purpose) {
        var properties = new HashMap<>(client);
        properties.put("client.id", instance + "-" + purpose);
        return properties;
    }

    private static String instance(Path home) throws IOException {
        Path file = home.resolve("instance");
        String known = Files.exists(file) ? Files.readString(file).strip() : "";
        if (!known.isEmpty()) {
            return known;
        }
        Files.createDirectories(home);
        String minted = "processor-" + UUID.randomUUID();
        Path fresh = home.resolve("instance.new");
        Files.write(fresh, minted.getBytes(StandardCharsets.UTF_8));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        return minted;
    }
}
