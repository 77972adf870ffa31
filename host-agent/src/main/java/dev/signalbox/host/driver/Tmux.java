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

/// A tmux server of our own: own socket, no configuration file. Sessions are named by session ids and addressed
/// exactly (`=name`); no text of a user is ever part of a command.
final class Tmux {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int HISTORY_LINES = 10_000;

    private final Path socket;

    Tmux(Path socket) {
        this.socket = socket;
    }

    /// @throws IOException when there is no tmux, or one too old
    void requireTmux() throws IOException {
        Tool.Outcome version = Tool.run(Tool.Call.of(List.of("tmux", "-V"), TIMEOUT));
        if (!version.ok()) {
            throw new IOException("tmux does not run: " + version.err().trim());
        }
    }

    /// Makes a detached session with one pane that runs this argv, and tells the pane's id.
    String newSession(String name, TerminalSize size, List<String> argv) throws IOException {
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
        words.addAll(List.of("new-session", "-d", "-P", "-F", "#{pane_id}", "-s", name));
        words.addAll(List.of("-x", Integer.toString(size.columns()), "-y", Integer.toString(size.rows()), "--"));
        words.addAll(argv);
        // Not before: tmux 3.3a crashes when a session is made while this is set for all windows.
        words.addAll(List.of(";", "set-option", "-w", "-t", "=" + name + ":", "window-size", "manual"));
        return run(words, new byte[0]).trim();
    }

    /// The id of a session's pane; empty when there is no such session, or no server.
    Optional<String> pane(String name) throws IOException {
        Tool.Outcome outcome = call(List.of("list-panes", "-t", "=" + name + ":", "-F", "#{pane_id}"), new byte[0]);
        return outcome.ok() ? outcome.out().lines().findFirst() : Optional.empty();
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

    void killSession(String name) throws IOException {
        call(List.of("kill-session", "-t", "=" + name), new byte[0]);
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
        List<String> argv = new ArrayList<>(List.of("tmux", "-u", "-S", socket.toString(), "-f", "/dev/null"));
        argv.addAll(words);
        return Tool.run(Tool.Call.of(argv, TIMEOUT)
                .with(Map.of("PATH", Tool.path(), "LC_ALL", "C.UTF-8", "TERM", "screen-256color", "SHELL", "/bin/sh"))
                .reading(input));
    }
}
