package dev.signalbox.api.core.gateway;

import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.RefusedException;
import dev.signalbox.api.core.view.Views;
import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.outcome.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Commands of requests that expect their answer at once: each method returns when the command is decided and this
/// node shows what became of it, so that the same client reads what it wrote.
public final class Commands {
    private static final Duration SHOWN = Duration.ofSeconds(2);
    private static final int MINTS = 8;
    private static final int TRIES = 8;

    private final Gateway gateway;
    private final Views views;
    private final @Nullable Repetition repetition;
    private final AtomicInteger sent = new AtomicInteger();

    public Commands(Gateway gateway, Views views) {
        this(gateway, views, null);
    }

    private Commands(Gateway gateway, Views views, @Nullable Repetition repetition) {
        this.gateway = gateway;
        this.views = views;
        this.repetition = repetition;
    }

    /// What became of a wish for something new.
    ///
    /// @param id the one that was tried last; if the answer is not there yet, it will be that of what is made. A
    /// repetition makes nothing new: its outcome names what is there
    public record Made<I>(I id, Answer answer) {
        /// @throws RefusedException UNAVAILABLE when it is not known
        public Outcome outcome() {
            return known(answer);
        }
    }

    /// What became of a command, for whoever has a word for "not yet": what was accepted and is not shown here in
    /// time is [Answer.Pending], too.
    public Answer answer(Principal principal, Command command) throws InterruptedException {
        Answer answer = gateway.submit(principal, submission(command));
        if (!(answer instanceof Answer.Decided(var outcome))) {
            return answer;
        }
        boolean shown = views.awaitN(principal.namespace(), outcome.n(), SHOWN);
        return shown || !outcome.accepted() ? answer : new Answer.Pending(outcome.commandId());
    }

    /// The same for one request, each of whose commands is decided once for all its repetitions: they are known by
    /// their order, so a repetition has to send the same ones.
    ///
    /// @param given empty: each request is a wish of its own
    public Commands repeatable(Optional<Repetition> given) {
        return new Commands(gateway, views, given.orElse(null));
    }

    /// Whether the request may have been sent before, so that only the log can answer it: what stands in its way may be
    /// what it made then.
    public boolean mayRepeat() {
        return repetition != null;
    }

    /// The outcome, whatever it is.
    ///
    /// @throws RefusedException UNAVAILABLE when it is not known, or not shown here, in time
    public Outcome decided(Principal principal, Command command) throws InterruptedException {
        return known(answer(principal, command));
    }

    /// Waits until this node shows all that was decided before now: what it does not know then is not there.
    ///
    /// @throws RefusedException UNAVAILABLE when that cannot be had soon
    public void catchUp(Principal principal) throws InterruptedException {
        Outcome now = decided(principal, new Command.Lookup(Ids.COMMAND.mint()));
        if (!views.awaitN(principal.namespace(), now.n(), SHOWN)) {
            throw Refusal.of(ErrorCode.UNAVAILABLE, "this node has not read so far yet")
                    .asException();
        }
    }

    private Gateway.Submission submission(Command command) {
        return Gateway.Submission.of(command, repetition == null ? null : repetition.nth(sent.incrementAndGet()));
    }

    /// The outcome of what was accepted.
    ///
    /// @throws RefusedException what the decider refused; UNAVAILABLE
    public Outcome accepted(Principal principal, Command command) throws InterruptedException {
        return accepted(decided(principal, command));
    }

    /// Asks for something new under a fresh id, under another one when that is taken, and again a few times.
    public <I> Made<I> made(Principal principal, Supplier<I> mint, Function<I, Command> command)
            throws InterruptedException {
        for (int i = 1; ; i++) {
            I id = mint.get();
            Answer answer = answer(principal, command.apply(id));
            boolean taken = answer instanceof Answer.Decided(var outcome) && outcome.code() == ErrorCode.ID_TAKEN;
            if (!taken || i == MINTS) {
                return new Made<>(id, answer);
            }
        }
    }

    /// Sends a command that is made of what is there, again when another one was faster: of two changes at once, at
    /// any nodes, none undoes the other one.
    ///
    /// @param change makes it of what this node shows, perhaps several times, with what must still be so
    /// @return a refusal with VERSION_CONFLICT when others are always faster
    public Answer changed(Principal principal, Supplier<Command> change) throws InterruptedException {
        for (int i = 1; ; i++) {
            Answer answer = answer(principal, change.get());
            boolean late =
                    answer instanceof Answer.Decided(var outcome) && outcome.code() == ErrorCode.VERSION_CONFLICT;
            if (!late || i == TRIES) {
                return answer;
            }
        }
    }

    /// The outcome itself.
    ///
    /// @throws RefusedException what the decider refused, with the command and what stands in the way
    public static Outcome accepted(Outcome outcome) {
        if (outcome.accepted()) {
            return outcome;
        }
        ErrorCode code = outcome.code() == null ? ErrorCode.INTERNAL : outcome.code();
        String message = outcome.message() == null ? code.meaning() : outcome.message();
        Refusal refusal = Refusal.of(code, outcome.field(), message).with(Refusal.COMMAND, outcome.commandId());
        throw (outcome.subject() == null ? refusal : refusal.with(Refusal.SUBJECT, outcome.subject())).asException();
    }

    /// The outcome of an answer.
    ///
    /// @throws RefusedException UNAVAILABLE when it is not known, or not shown here, in time
    public static Outcome known(Answer answer) {
        return switch (answer) {
            case Answer.Decided(var outcome) -> outcome;
            case Answer.Pending(var commandId) ->
                throw unavailable(commandId, "it is in the log, but what becomes of it is not seen here yet", true);
            case Answer.Unavailable(var commandId, var written, var why) -> throw unavailable(commandId, why, written);
        };
    }

    private static RefusedException unavailable(String commandId, String why, boolean perhapsWritten) {
        return Refusal.of(ErrorCode.UNAVAILABLE, why)
                .hint(
                        perhapsWritten
                                ? "look whether it has happened before sending it again"
                                : "nothing was written: send it again")
                .with(Refusal.COMMAND, commandId)
                .asException();
    }
}
