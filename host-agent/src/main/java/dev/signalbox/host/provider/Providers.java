package dev.signalbox.host.provider;

import dev.signalbox.host.provider.parse.ClaudeLines;
import dev.signalbox.schemas.spec.ApprovalMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The providers that a host knows. To add one, describe it here; a parser is needed only where it prints
/// structured lines.
public final class Providers {
    private static final InputFormat LINE = new TextInput("", "\n");
    private static final InputFormat VERBATIM = new TextInput("", "");

    /// Any program: the session's command is its argv.
    public static final Provider COMMAND = new Provider(
            "command",
            null,
            new Launch(
                    Part.template("{arguments}"),
                    List.of(),
                    Map.of(),
                    List.of(),
                    Prompting.LINES,
                    LINE,
                    null,
                    false,
                    null),
            new Launch(
                    Part.template("{arguments}"),
                    List.of(),
                    Map.of(),
                    List.of(),
                    Prompting.PASTE,
                    VERBATIM,
                    null,
                    false,
                    null),
            Environment.NONE,
            Credentials.NOT_NEEDED,
            List.of());

    public static final Provider CLAUDE = claude();
    public static final Provider CODEX = codex();

    private static final List<Provider> ALL = List.of(
            COMMAND,
            CLAUDE,
            CODEX,
            plain("droid", "droid", droidOnce(), "FACTORY_*"),
            plain("cursor", "cursor-agent", cursorOnce(), "CURSOR_*"),
            plain("aider", "aider", aiderOnce(), "AIDER_*", "ANTHROPIC_API_KEY", "OPENAI_API_KEY"),
            plain("gemini", "gemini", null, "GEMINI_*", "GOOGLE_*"));

    private Providers() {}

    public static List<Provider> all() {
        return ALL;
    }

    public static Optional<Provider> named(String name) {
        return ALL.stream().filter(provider -> provider.name().equals(name)).findFirst();
    }

    private static Provider claude() {
        var streams = "{program} -p --input-format stream-json --output-format stream-json --verbose"
                + " --include-partial-messages";
        // Said in any case: what Claude Code does by itself may be to ask nobody.
        var approvals = Map.of(
                ApprovalMode.ASK, List.of("--permission-mode", "default"),
                ApprovalMode.EDITS, List.of("--permission-mode", "acceptEdits"),
                ApprovalMode.ALL, List.of("--permission-mode", "bypassPermissions"));
        var headless = new Launch(
                Part.template(streams + " {approvals} {arguments}"),
                Part.template(streams + " --resume {native_session} {approvals} {arguments}"),
                approvals,
                List.of("--permission-prompt-tool", "stdio"),
                Prompting.LINES,
                new ClaudeInput(),
                null,
                true,
                _ -> new ClaudeLines());
        var terminal = inTerminal(
                Part.template("{program} --session-id {native_session} {approvals} {arguments}"),
                Part.template("{program} --resume {native_session} {approvals} {arguments}"),
                approvals);
        return new Provider(
                "claude",
                "claude",
                headless,
                terminal,
                // IS_SANDBOX is how root says that it may skip all permissions.
                Environment.of("ANTHROPIC_*", "CLAUDE_*", "DISABLE_*", "IS_SANDBOX"),
                new Credentials(
                        List.of(
                                "ANTHROPIC_API_KEY",
                                "ANTHROPIC_AUTH_TOKEN",
                                "CLAUDE_CODE_OAUTH_TOKEN",
                                "CLAUDE_CODE_USE_BEDROCK",
                                "CLAUDE_CODE_USE_VERTEX",
                                "CLAUDE_CODE_USE_FOUNDRY"),
                        _ -> Set.of(),
                        List.of("auth", "status"),
                        "set ANTHROPIC_API_KEY for the host agent, or run: claude auth login"),
                List.of("--version"));
    }

    private static Provider codex() {
        // A resumed run does not take --sandbox, but the setting behind it.
        var approvals = Map.of(
                ApprovalMode.EDITS, List.of("-c", "sandbox_mode=\"workspace-write\""),
                ApprovalMode.ALL, List.of("--dangerously-bypass-approvals-and-sandbox"));
        var headless = new Launch(
                Part.template("{program} exec --json --skip-git-repo-check {approvals} - {arguments}"),
                Part.template("{program} exec resume --json --skip-git-repo-check {approvals} {native_session} -"
                        + " {arguments}"),
                approvals,
                List.of(),
                Prompting.WHOLE_INPUT,
                VERBATIM,
                null,
                true,
                CodexThreads::parser);
        var terminal = inTerminal(
                Part.template("{program} {approvals} {arguments}"),
                Part.template("{program} resume {approvals} {arguments} {native_session}"),
                approvals);
        return new Provider(
                "codex",
                "codex",
                headless,
                terminal,
                new Environment(List.of("OPENAI_*", "CODEX_*"), CodexConfig::variables),
                new Credentials(
                        List.of("CODEX_API_KEY"),
                        CodexConfig::variables,
                        List.of("login", "status"),
                        "set CODEX_API_KEY for the host agent, or run: codex login"),
                List.of("--version"));
    }

    /// As https://docs.factory.ai/cli/droid-exec/overview has it. `--auto low` is edits of files and nothing that
    /// changes the machine.
    private static Launch droidOnce() {
        var approvals = Map.of(
                ApprovalMode.EDITS, List.of("--auto", "low"),
                ApprovalMode.ALL, List.of("--skip-permissions-unsafe"));
        return once("{program} exec {approvals} {arguments}", approvals, Prompting.WHOLE_INPUT, VERBATIM);
    }

    /// As https://cursor.com/docs/cli/headless and `cursor-agent --help` have it. Without `--trust` it refuses a
    /// directory that it does not know, and some versions say 0 to that; without `--force` it only proposes its
    /// changes.
    private static Launch cursorOnce() {
        var approvals = Map.of(ApprovalMode.EDITS, List.of("--force"), ApprovalMode.ALL, List.of("--force"));
        return once(
                "{program} -p --trust --output-format text {approvals} {arguments} --",
                approvals,
                Prompting.LAST_WORD,
                VERBATIM);
    }

    /// As https://aider.chat/docs/scripting.html has it. It runs commands for nobody but who asks for them by name:
    /// `--yes-always` does not allow them, but a message that begins with `!` or `/` is one; the space in front
    /// makes it text. In one word with its flag, a message may begin with a dash.
    private static Launch aiderOnce() {
        var approvals = Map.of(ApprovalMode.EDITS, List.of("--yes-always"), ApprovalMode.ALL, List.of("--yes-always"));
        return once(
                "{program} --no-check-update {approvals} {arguments}",
                approvals,
                Prompting.LAST_WORD,
                new TextInput("--message= ", ""));
    }

    /// Without a terminal, for one prompt: the process ends when it has done its work.
    private static Launch once(
            String template, Map<ApprovalMode, List<String>> approvals, Prompting prompting, InputFormat input) {
        return new Launch(
                Part.template(template), List.of(), approvals, List.of(), prompting, input, null, false, null);
    }

    /// One that prints for eyes, in a terminal and, where there is a way, without one.
    private static Provider plain(String name, String program, @Nullable Launch headless, String... environment) {
        var terminal = inTerminal(Part.template("{program} {arguments}"), List.of(), Map.of());
        return new Provider(
                name,
                program,
                headless,
                terminal,
                Environment.of(environment),
                Credentials.NOT_NEEDED,
                List.of("--version"));
    }

    private static Launch inTerminal(List<Part> start, List<Part> resume, Map<ApprovalMode, List<String>> approvals) {
        return new Launch(
                start,
                resume,
                approvals,
                List.of(),
                Prompting.PASTE,
                VERBATIM,
                Launch.ASKS_FOR_BRACKETED_PASTE,
                false,
                null);
    }
}
