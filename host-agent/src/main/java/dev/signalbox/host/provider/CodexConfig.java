package dev.signalbox.host.provider;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// What Codex' configuration (`config.toml` in `CODEX_HOME`, else in `~/.codex`) says about the environment.
final class CodexConfig {
    /// `env_key` of a model provider, `bearer_token_env_var` of an MCP server.
    private static final Pattern NAMES = Pattern.compile(
            "^\\s*(?:env_key|bearer_token_env_var)\\s*=\\s*[\"']([A-Za-z_][A-Za-z0-9_]*)[\"']", Pattern.MULTILINE);

    private CodexConfig() {}

    static Path home(Map<String, String> environment) {
        var home = environment.get("CODEX_HOME");
        return home == null || home.isBlank() ? Path.of(environment.getOrDefault("HOME", ""), ".codex") : Path.of(home);
    }

    /// Names of the variables that the configuration mentions; none where it cannot be read.
    static Set<String> variables(Map<String, String> environment) {
        var names = new TreeSet<String>();
        try {
            NAMES.matcher(Files.readString(home(environment).resolve("config.toml")))
                    .results()
                    .forEach(match -> names.add(match.group(1)));
        } catch (IOException e) {
            return Set.of();
        }
        return names;
    }
}
