package dev.signalbox.e2e.dialect.elemental;

import dev.signalbox.e2e.dialect.TranscriptSuite;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// The examples that need a repository.
final class ElementalWorktreeTranscriptsTest extends TranscriptSuite {
    private static Project project;

    @BeforeAll
    static void a_host_has_a_repository() throws Exception {
        project = new Project();
    }

    @AfterAll
    static void it_is_taken_down() {
        project.close();
    }

    @Override
    protected String name() {
        return "elemental-worktrees";
    }

    @Override
    protected List<URI> bases() {
        return List.of(project.base(0), project.base(1));
    }

    @Override
    protected Map<String, String> known(String transcript) {
        return Map.of("root", project.root().toString());
    }
}
