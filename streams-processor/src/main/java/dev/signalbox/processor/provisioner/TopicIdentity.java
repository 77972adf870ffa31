package dev.signalbox.processor.provisioner;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/// Remembers which topics this data directory belongs to. A topic that was deleted and made again has the same name and
/// none of its records: going on would decide against tables that the log no longer explains.
public final class TopicIdentity {
    private TopicIdentity() {}

    /// @param found the id of each topic by its name; the first time they are noted down
    /// @throws RefusedException when one is not the topic that was noted down
    public static void check(Path home, Map<String, String> found) throws IOException, RefusedException {
        Path file = home.resolve("topics");
        var known = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                known.load(reader);
            }
        }
        List<String> replaced = new TreeMap<>(found)
                .entrySet().stream()
                        .filter(topic -> known.containsKey(topic.getKey())
                                && !topic.getValue().equals(known.getProperty(topic.getKey())))
                        .map(Map.Entry::getKey)
                        .toList();
        if (!replaced.isEmpty()) {
            throw new RefusedException(List.of(
                    ("%s deleted and made again since this processor last ran, so its tables and the log disagree:"
                        + " bring the old ones back, or begin anew: stop all processors, delete every topic that"
                        + " begins with signalbox., and remove %s")
                            .formatted(String.join(", ", replaced) + (replaced.size() == 1 ? " was" : " were"), home)));
        }
        if (!known.keySet().containsAll(found.keySet())) {
            known.putAll(found);
            write(file, known);
        }
    }

    private static void write(Path file, Properties known) throws IOException {
        Path fresh = file.resolveSibling("topics.new");
        try (Writer writer = Files.newBufferedWriter(fresh)) {
            known.store(writer, null);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
