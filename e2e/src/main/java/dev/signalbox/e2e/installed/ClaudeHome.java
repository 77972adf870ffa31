package dev.signalbox.e2e.installed;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signalbox.e2e.model.ModelStandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// A configuration folder in which Claude Code asks nothing at its first start and calls the stand-in of its service.
///
/// Claude Code keeps its conversations in it too, so that a later process with the same home can resume them.
public final class ClaudeHome {
    /// Claude Code shows this much of a key's end when it asks whether to use it, and remembers the answer by it.
    private static final int REMEMBERED = 20;

    private static final String KEY = "sk-ant-stand-in-000000000000000000";

    private final Path folder;

    private ClaudeHome(Path folder) {
        this.folder = folder;
    }

    /// @param folder an existing, empty one
    /// @param trusted a folder in which sessions work; what is below it is trusted too, and its git worktrees
    public static ClaudeHome in(Path folder, Path trusted) throws IOException {
        var json = new ObjectMapper();
        var config = json.createObjectNode().put("hasCompletedOnboarding", true).put("theme", "dark");
        var keys = config.putObject("customApiKeyResponses");
        keys.putArray("approved").add(KEY.substring(KEY.length() - REMEMBERED));
        keys.putArray("rejected");
        config.putObject("projects")
                .putObject(trusted.toRealPath().toString())
                .put("hasTrustDialogAccepted", true)
                .put("hasCompletedProjectOnboarding", true);
        json.writeValue(Files.createDirectories(folder).resolve(".claude.json").toFile(), config);
        return new ClaudeHome(folder);
    }

    /// The variables that a host agent, or Claude Code itself, needs on top of PATH and HOME. One retry, so that a
    /// failing service fails a turn in a second; root may bypass all permissions.
    public Map<String, String> environment(ModelStandIn service) {
        return Map.of(
                "CLAUDE_CONFIG_DIR", folder.toString(),
                "ANTHROPIC_BASE_URL", service.anthropicBase().toString(),
                "ANTHROPIC_API_KEY", KEY,
                "CLAUDE_CODE_MAX_RETRIES", "1",
                "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1",
                "DISABLE_AUTOUPDATER", "1",
                "IS_SANDBOX", "1");
    }
}
