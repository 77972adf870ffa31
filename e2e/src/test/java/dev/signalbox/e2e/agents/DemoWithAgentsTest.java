package dev.signalbox.e2e.agents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.e2e.installed.AgentPrograms;
import dev.signalbox.e2e.model.ModelStandIn;
import dev.signalbox.e2e.system.SignalboxProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `signalbox demo --provider`, with the real agents in place of the three programs.
@Tag("agents")
final class DemoWithAgentsTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"claude", "codex"})
    void an_agent_does_the_main_job(String provider) throws Exception {
        Needed.program(provider, DemoWithAgentsTest.class);
        try (var service = ModelStandIn.start();
                var demo = SignalboxProcess.java(
                        folder, AgentPrograms.environment(folder, service), List.of("demo", "--provider", provider))) {
            var exit = demo.exit(Duration.ofMinutes(2));

            assertThat(exit).as("%s%s", demo.output(), demo.errors()).hasValue(0);
            assertThat(demo.output()).contains("edit left a commit").contains("0 differ");
        }
    }
}
