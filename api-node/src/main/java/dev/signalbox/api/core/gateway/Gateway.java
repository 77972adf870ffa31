package dev.signalbox.api.core.gateway;

import dev.signalbox.api.core.Capability;
import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.limit.Allowance;
import dev.signalbox.api.core.limit.Verdict;
import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.command.Actor;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.command.CommandRecord;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.outcome.Outcome;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Submits commands and waits, for a bounded time, for what becomes of them. It decides nothing: idempotency,
/// conflicts and refusals are the decider's.
public final class Gateway {
    private final CommandLog log;
    private final OutcomeWaiters waiters;
    private final String node;
    private final Duration patience;
    private final Allowance allowance;

    /// @param node the id of this API node, which vouches for principals
    /// @param patience how long one request waits, writing included
    /// @param allowance counts every command, however a client came to send it
    public Gateway(CommandLog log, OutcomeWaiters waiters, String node, Duration patience, Allowance allowance) {
        this.log = log;
        this.waiters = waiters;
        this.node = node;
        this.patience = patience;
        this.allowance = allowance;
    }

    /// A command and what makes its repetition recognisable.
    ///
    /// @param idempotencyKey the client's; null: each submission is a wish of its own
    /// @param requestHash of what the client asked, the same for a repetition; null without a key
    public record Submission(
            Command command,
            @Nullable String idempotencyKey,
            @Nullable String requestHash) {
        public static Submission of(Command command) {
            return new Submission(command, null, null);
        }

        /// @param repetition null: a wish of its own
        public static Submission of(Command command, @Nullable Repetition repetition) {
            return repetition == null ? of(command) : new Submission(command, repetition.key(), repetition.hash());
        }
    }

    /// @throws dev.signalbox.api.core.RefusedException FORBIDDEN, RATE_LIMITED
    public Answer submit(Principal principal, Submission submission) throws InterruptedException {
        Set<Capability> needed = Capability.neededFor(submission.command());
        if (needed.isEmpty()) {
            throw Refusal.of(ErrorCode.FORBIDDEN, "this command is not a client's to send")
                    .asException();
        }
        needed.forEach(principal::require);
        allowance.take(principal);
        String commandId = Ids.COMMAND.mint();
        String unreachable = log.unreachable();
        if (!unreachable.isEmpty()) {
            return new Answer.Unavailable(commandId, false, unreachable);
        }
        var record = new CommandRecord(
                commandId,
                principal.namespace(),
                new Actor(principal.subject(), principal.tokenId(), node),
                submission.idempotencyKey(),
                submission.requestHash(),
                submission.command());
        CompletableFuture<Outcome> outcome = waiters.expect(commandId);
        try {
            return written(log.append(record), outcome, commandId);
        } finally {
            waiters.forget(commandId);
        }
    }

    private Answer written(CompletableFuture<Void> append, CompletableFuture<Outcome> outcome, String commandId)
            throws InterruptedException {
        // An append that fails ends the wait at once; one that succeeds does not.
        var failed = new CompletableFuture<Outcome>();
        append.whenComplete((_, failure) -> {
            if (failure != null) {
                failed.completeExceptionally(failure);
            }
        });
        try {
            Object first = CompletableFuture.anyOf(outcome, failed).get(patience.toNanos(), TimeUnit.NANOSECONDS);
            return new Answer.Decided((Outcome) first);
        } catch (TimeoutException _) {
            return append.isDone() && !append.isCompletedExceptionally()
                    ? new Answer.Pending(commandId)
                    : new Answer.Unavailable(commandId, true, "the log did not acknowledge the command in time");
        } catch (ExecutionException e) {
            return new Answer.Unavailable(commandId, true, "the log did not take the command");
        }
    }

    /// How many more commands somebody may send now.
    public Verdict left(Principal principal) {
        return allowance.left(principal);
    }

    /// What became of a command: remembered here, or asked of the decider.
    public Answer lookup(Principal principal, String commandId) throws InterruptedException {
        var known = waiters.recent(principal.namespace(), commandId);
        return known.isPresent()
                ? new Answer.Decided(known.get())
                : submit(principal, Submission.of(new Command.Lookup(commandId)));
    }
}
