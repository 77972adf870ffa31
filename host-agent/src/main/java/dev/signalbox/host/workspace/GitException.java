package dev.signalbox.host.workspace;

import dev.signalbox.host.process.Tool;
import java.io.IOException;
import java.util.List;

/// git said no; the message is git's own, at most 2,000 characters of it.
final class GitException extends IOException {
    private static final long serialVersionUID = 1L;
    private static final int MAX = 2_000;

    GitException(List<String> words, Tool.Outcome outcome) {
        super("git "
                + words.stream()
                        .filter(word -> !word.startsWith("-"))
                        .findFirst()
                        .orElse("") + ": " + said(outcome));
    }

    static String said(Tool.Outcome outcome) {
        String text =
                outcome.err().isBlank() ? outcome.out().trim() : outcome.err().trim();
        String message = text.isEmpty() ? "exit code " + outcome.code() : text;
        return message.substring(0, Math.min(MAX, message.length()));
    }
}
