package dev.signalbox.e2e.dialect.elemental;

import dev.signalbox.e2e.dialect.TranscriptSuite;
import dev.signalbox.e2e.installed.AgentPrograms;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.opentest4j.TestAbortedException;

/// The examples that need an agent with a session of its own.
@Tag("agents")
final class ElementalClaudeTranscriptsTest extends TranscriptSuite {
    @BeforeAll
    static void claude_is_here() {
        if (AgentPrograms.find("claude").isEmpty()) {
            throw new TestAbortedException("left out: 'claude' was not found; e2e/agents/install fetches it");
        }
    }

    @Override
    protected String name() {
        return "elemental-claude";
    }

    @Override
    protected List<URI> bases() {
        return List.of(system.dialect(0, "elemental"), system.dialect(1, "elemental"));
    }

    @Override
    protected Map<String, String> known(String transcript) {
        return Map.of("name", "agent-" + UUID.randomUUID());
    }
}
