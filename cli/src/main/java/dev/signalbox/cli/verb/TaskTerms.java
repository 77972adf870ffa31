package dev.signalbox.cli.verb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that only tasks have.
final class TaskTerms {
    @Option(names = "--title", paramLabel = "TEXT", description = "A title to find the task by.")
    @Nullable
    String title;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            description = "How long one attempt may run, for instance 30m.")
    @Nullable
    String timeout;

    @Option(names = "--queue-timeout", paramLabel = "DURATION", description = "How long the task may wait for a place.")
    @Nullable
    String queueTimeout;

    @Option(names = "--attempts", paramLabel = "N", description = "Attempts in all, 1 to 10. Default: 1.")
    @Nullable
    Integer attempts;

    @Option(
            names = "--priority",
            paramLabel = "N",
            description = "-100 to 100; higher ones are placed first. Default: 0.")
    @Nullable
    Integer priority;

    boolean given() {
        return title != null || timeout != null || queueTimeout != null || attempts != null || priority != null;
    }

    void describe(ObjectNode body) {
        if (title != null) {
            body.put("title", title);
        }
        if (timeout != null) {
            body.put("timeout", Invocation.duration("--timeout", timeout).toString());
        }
        if (queueTimeout != null) {
            body.put(
                    "queueTimeout",
                    Invocation.duration("--queue-timeout", queueTimeout).toString());
        }
        if (attempts != null) {
            body.put("maxAttempts", attempts);
        }
        if (priority != null) {
            body.put("priority", priority);
        }
    }
}
