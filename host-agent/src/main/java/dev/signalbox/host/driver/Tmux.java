package dev.signalbox.host.driver;

import dev.signalbox.host.process.Tool;
import dev.signalbox.schemas.spec.TerminalSize;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A tmux server: one of our own, with its own socket and without a configuration file, or one that people use
/// too, whose own settings are left alone. Sessions are addressed exactly (`=name`), carry a mark that they are
/// ours, and no text of a user but a checked name is ever part of a command.
final class Tmux {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(20);

    /// So many lines above the screen are shown to who comes late.
    private static final int SCROLLED = 1_000;

    private static final int HISTORY_LINES = 10_000;
    private static final String MARK = "@signalbox-session";

    private final Path socket;
    private final boolean own;

    private Tmux(Path socket, boolean own) {
        this.socket = socket;
        this.own = own;
    }

    static Tmux own(Path socket) {
        return new Tmux(socket, true);
    }

    static Tmux shared(Path socket) {
        return new Tmux(socket, false);
    }

    /// What shows one of our sessions.
    ///
    /// @param wanted the name that was asked for, null: the session's id
    record Screen(String sessionId, @Nullable String wanted) {
        String name() {
            return wanted == null ? sessionId : wanted;
        }
    }

    /// @throws IOException when there is no tmux that runs
    void requireTmux() throws IOException {
        Tool.Outcome version = Tool.run(Tool.Call.of(List.of("tmux", "-V"), TIMEOUT));
        if (!version.ok()) {
            throw new IOException("tmux does not run: " + version.err().trim());
        }
    }

    /// Makes a detached session with one pane that runs this argv, and tells the pane's id.
    String newSession(Screen screen, TerminalSize size, List<String> argv) throws IOException {
        String name = screen.name();
        List<String> words = new ArrayList<>(own ? ownSettings() : List.of());
        words.addAll(List.of("new-session", "-d", "-P", "-F", "#{pane_id}", "-s", name));
        words.addAll(List.of("-x", Integer.toString(size.columns()), "-y", Integer.toString(size.rows()), "--"));
        words.addAll(argv);
        words.addAll(List.of(";", "set-option", "-t", "=" + name + ":", MARK, screen.sessionId()));
        if (!own) {
            words.addAll(List.of(";", "set-option", "-t", "=" + name + ":", "status", "off"));
            words.addAll(List.of(";", "set-option", "-w", "-t", "=" + name + ":", "allow-rename", "off"));
        }
        // Not before: tmux 3.3a crashes when a session is made while this is set for all windows.
        words.addAll(List.of(";", "set-option", "-w", "-t", "=" + name + ":", "window-size", "manual"));
        return run(words, new byte[0]).trim();
    }

    private static List<String> ownSettings() {
        List<String> words = new ArrayList<>();
        // Programs may not reach the clipboard of who attaches, nor rename what we look for.
        for (List<String> option : List.of(
                List.of("history-limit", Integer.toString(HISTORY_LINES)),
                List.of("set-clipboard", "off"),
                List.of("escape-time", "0"),
                List.of("status", "off"))) {
            words.addAll(List.of("set-option", "-g"));
            words.addAll(option);
            words.add(";");
        }
        words.addAll(List.of("set-option", "-gw", "allow-rename", "off", ";"));
        return words;
    }

    /// The id of a session's pane; empty when there is no such session, or no server.
    ///
    /// @throws IOException when somebody else's session has the name
    Optional<String> pane(Screen screen) throws IOException {
        Optional<String> found = look(screen.name());
        if (found.isPresent() && !ours(found.get(), screen)) {
            throw new IOException("tmux has another session named '" + screen.name() + "'");
        }
        return found.map(line -> line.substring(0, line.indexOf(' ')));
    }

    boolean takenByAnother(Screen screen) throws IOException {
        return look(screen.name()).filter(line -> !ours(line, screen)).isPresent();
    }

    private Optional<String> look(String name) throws IOException {
        Tool.Outcome outcome =
                call(List.of("list-panes", "-t", "=" + name + ":", "-F", "#{pane_id} #{" + MARK + "}"), new byte[0]);
        return outcome.ok() ? outcome.out().lines().findFirst() : Optional.empty();
    }

    private static boolean ours(String line, Screen screen) {
        return line.substring(line.indexOf(' ') + 1).equals(screen.sessionId());
    }

    /// Pastes bytes as they are, bracketed where the pane's program asked for that. Whoever scrolls back in the
    /// pane is brought to the present first, because a pane that shows its history takes keys for itself.
    void paste(String name, byte[] text) throws IOException {
        String target = "=" + name + ":";
        run(
                List.of(
                        "load-buffer",
                        "-b",
                        name,
                        "-",
                        ";",
                        "copy-mode",
                        "-q",
                        "-t",
                        target,
                        ";",
                        "paste-buffer",
                        "-d",
                        "-p",
                        "-r",
                        "-b",
                        name,
                        "-t",
                        target),
                text);
    }

    void pressEnter(String name) throws IOException {
        run(List.of("send-keys", "-t", "=" + name + ":", "Enter"), new byte[0]);
    }

    void resize(String name, TerminalSize size) throws IOException {
        run(
                List.of(
                        "resize-window",
                        "-t",
                        "=" + name + ":",
                        "-x",
                        Integer.toString(size.columns()),
                        "-y",
                        Integer.toString(size.rows())),
                new byte[0]);
    }

    /// What the screen shows now.
    String screen(String name) throws IOException {
        return run(List.of("capture-pane", "-p", "-t", "=" + name + ":"), new byte[0]);
    }

    /// What a pane shows, and what was scrolled out of it, once it has taken everything up to this title; empty
    /// when it has not in time.
    Optional<TerminalAbilities.Shown> shown(String name, String title, Duration atMost)
            throws IOException, InterruptedException {
        String target = "=" + name + ":";
        long deadline = System.nanoTime() + atMost.toNanos();
        while (System.nanoTime() < deadline) {
            String[] words = run(
                            List.of(
                                    "display-message",
                                    "-p",
                                    "-t",
                                    target,
                                    "#{pane_title} #{alternate_on} #{history_size} #{cursor_y} #{cursor_x}"
                                            + " #{alternate_saved_y} #{alternate_saved_x}"),
                            new byte[0])
                    .trim()
                    .split(" ");
            if (words.length >= 5 && words[0].equals(title)) {
                boolean alternate = words[1].equals("1") && words.length == 7;
                boolean scrolled = !words[2].equals("0");
                return Optional.of(new TerminalAbilities.Shown(
                        captured(target, alternate ? "0" : "-" + SCROLLED),
                        cursor(words[3], words[4]),
                        alternate ? main(target, scrolled) : null,
                        alternate ? cursor(words[5], words[6]) : null));
            }
            Thread.sleep(LOOK);
        }
        return Optional.empty();
    }

    /// The screen that a program left for the alternate one; what was scrolled out of it is kept apart.
    private List<String> main(String target, boolean scrolled) throws IOException {
        List<String> lines = new ArrayList<>();
        if (scrolled) {
            lines.addAll(captured(target, "-" + SCROLLED, "-E", "-1"));
        }
        lines.addAll(captured(target, "0", "-a", "-q"));
        return lines;
    }

    private static TerminalAbilities.Cursor cursor(String row, String column) {
        return new TerminalAbilities.Cursor(Integer.parseInt(row), Integer.parseInt(column));
    }

    private List<String> captured(String target, String from, String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of("capture-pane", "-e", "-p", "-N", "-S", from, "-t", target));
        words.addAll(List.of(more));
        return run(words, new byte[0]).lines().toList();
    }

    /// Ends the screen, if there is one and it is ours.
    void kill(Screen screen) throws IOException {
        if (!takenByAnother(screen)) {
            call(List.of("kill-session", "-t", "=" + screen.name()), new byte[0]);
        }
    }

    Optional<Long> serverPid() throws IOException {
        Tool.Outcome outcome = call(List.of("display-message", "-p", "#{pid}"), new byte[0]);
        return outcome.ok() && !outcome.out().isBlank()
                ? Optional.of(Long.valueOf(outcome.out().trim()))
                : Optional.empty();
    }

    /// What a person types to look at the session.
    List<String> attachCommand(String name) {
        return List.of("tmux", "-S", socket.toString(), "attach-session", "-t", "=" + name);
    }

    private String run(List<String> words, byte[] input) throws IOException {
        Tool.Outcome outcome = call(words, input);
        if (!outcome.ok()) {
            throw new IOException(
                    "tmux " + words.getFirst() + ": " + outcome.err().trim());
        }
        return outcome.out();
    }

    private Tool.Outcome call(List<String> words, byte[] input) throws IOException {
        List<String> argv = new ArrayList<>(List.of("tmux", "-u", "-S", socket.toString()));
        if (own) {
            argv.addAll(List.of("-f", "/dev/null"));
        }
        argv.addAll(words);
        return Tool.run(Tool.Call.of(argv, TIMEOUT)
                .with(Map.of("PATH", Tool.path(), "LC_ALL", "C.UTF-8", "TERM", "screen-256color", "SHELL", "/bin/sh"))
                .reading(input));
    }
}
