package dev.signalbox.schemas.spec;

import dev.signalbox.schemas.error.Check;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Work to be delegated.
///
/// @param instruction the prompt; may be empty for the provider `command`, whose argv says it all
/// @param command for the provider `command` the argv; for others further arguments
/// @param agentId the agent that is to do it; null: an implicit one
/// @param timeout how long one attempt may run, from its start; null: no limit
/// @param queueTimeout how long the task may wait for a place; null: no limit
/// @param maxAttempts 1 to 10; a further attempt follows a failed or lost one
/// @param priority -100 to 100, higher first; equal ones in the order of their arrival
/// @param sessionId the id of the first attempt's session, minted by whoever asks, so that it is known before there is
/// a session; null: one that follows from the task's id
public record TaskSpec(
        @Nullable String title,
        String instruction,
        String provider,
        List<String> command,
        @Nullable String agentId,
        Workspace workspace,
        Placement placement,
        List<String> envNames,
        Map<String, String> envFrom,
        Map<String, String> labels,
        ApprovalMode approvals,
        @Nullable Duration timeout,
        @Nullable Duration queueTimeout,
        int maxAttempts,
        int priority,
        @Nullable String sessionId) {

    public TaskSpec {
        Check.optionalText("title", title, 256);
        instruction = instruction == null ? "" : Check.text("instruction", instruction, Check.MAX_TEXT);
        Check.name("provider", provider);
        command = Check.argv("command", command);
        if (provider.equals("command")) {
            if (command.isEmpty() || command.getFirst().isBlank()) {
                throw Check.invalid("command", "is needed for the provider 'command': the program and its arguments");
            }
        } else if (instruction.isBlank()) {
            throw Check.invalid("instruction", "is needed: what the agent is to do");
        }
        Check.optionalId("agentId", agentId);
        workspace = workspace == null ? Workspace.DEFAULT : workspace;
        placement = placement == null ? Placement.ANYWHERE : placement;
        envNames = Check.list("envNames", envNames, 256);
        envFrom = Check.environment("envFrom", envFrom);
        labels = Check.labels("labels", labels);
        approvals = approvals == null ? ApprovalMode.ASK : approvals;
        Check.between("timeout", timeout, Duration.ofSeconds(1), Duration.ofDays(30));
        Check.between("queueTimeout", queueTimeout, Duration.ofSeconds(1), Duration.ofDays(30));
        maxAttempts = maxAttempts == 0 ? 1 : Check.between("maxAttempts", maxAttempts, 1, 10);
        Check.between("priority", priority, -100, 100);
        Check.optionalId("sessionId", sessionId);
    }

    /// What a session must be to serve one attempt at this task.
    public SessionSpec session() {
        return new SessionSpec(
                provider,
                command,
                false,
                true,
                workspace,
                placement,
                envNames,
                envFrom,
                labels,
                approvals,
                TerminalSize.DEFAULT,
                SilentHostPolicy.KEEP,
                false,
                null,
                null);
    }

    /// The same spec with the names of the variables that are given by value.
    public TaskSpec withEnvNames(List<String> names) {
        return new TaskSpec(
                title,
                instruction,
                provider,
                command,
                agentId,
                workspace,
                placement,
                names,
                envFrom,
                labels,
                approvals,
                timeout,
                queueTimeout,
                maxAttempts,
                priority,
                sessionId);
    }
}
