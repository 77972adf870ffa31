package dev.signalbox.e2e.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.e2e.system.RunningSystem;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Replays every transcript of a dialect, one file of `transcripts/<name>` each, against a running system.
public abstract class TranscriptSuite {
    protected final RunningSystem system = RunningSystem.shared();

    /// The folder of its transcripts.
    protected abstract String name();

    /// Where each node speaks it.
    protected List<URI> bases() {
        return List.of(system.dialect(0, name()), system.dialect(1, name()));
    }

    /// What a transcript may name beside `token`, `base`, the folder where sessions work, and `host`; asked for
    /// each transcript by itself.
    ///
    /// @param transcript the name of its file
    protected abstract Map<String, String> known(String transcript);

    @TestFactory
    final Stream<DynamicTest> transcripts() throws IOException {
        Path folder = Path.of("src/test/resources/transcripts", name());
        try (var files = Files.list(folder)) {
            List<Path> all = files.sorted().toList();
            assertThat(all).isNotEmpty();
            return all.stream()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> replay(file)));
        }
    }

    private void replay(Path file) throws IOException {
        String name = file.getFileName().toString();
        Map<String, String> known = new HashMap<>();
        known.put("token", system.token());
        known.put("base", system.baseDir().toString());
        known.put("host", system.hostId());
        known.putAll(known(name));
        try (var replay = new Replay(bases(), known)) {
            replay.play(Transcript.parse(name, Files.readAllLines(file)));
        }
    }
}
