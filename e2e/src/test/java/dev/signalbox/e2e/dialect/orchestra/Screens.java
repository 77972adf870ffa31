package dev.signalbox.e2e.dialect.orchestra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Looks at what a person would see who attached to a session.
final class Screens {
    private Screens() {}

    /// @param process of a session of v1
    static String of(JsonNode process) throws Exception {
        List<String> argv = new ArrayList<>();
        process.path("attachCommand").forEach(word -> argv.add(word.asText()));
        assertThat(argv).contains("attach-session");
        // The same tmux, asked for its screen instead of being attached to.
        List<String> look = new ArrayList<>(argv.subList(0, argv.indexOf("attach-session")));
        look.addAll(List.of(
                "capture-pane", "-p", "-J", "-t", process.path("tmuxPane").asText()));
        Process capture = new ProcessBuilder(look).redirectErrorStream(true).start();
        String screen = new String(capture.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(capture.waitFor()).as(screen).isZero();
        return screen;
    }
}
