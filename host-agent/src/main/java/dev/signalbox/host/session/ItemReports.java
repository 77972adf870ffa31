package dev.signalbox.host.session;

import dev.signalbox.host.provider.parse.Activities;
import dev.signalbox.host.provider.parse.ParsedItem;
import dev.signalbox.schemas.output.Item;
import dev.signalbox.schemas.report.Report;
import dev.signalbox.schemas.state.Activity;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Tells the decider what a session's items mean for its state, and keeps the requests that wait for an answer.
final class ItemReports {
    /// So many turns at most end between two moments at which reports are written.
    private static final int TURNS = 16;

    private final String sessionId;
    private final Consumer<Report> tell;
    private final WaitingRequest waiting;
    private boolean ready;
    private Report.@Nullable NativeSessionFound nativeSession;
    private @Nullable Activity activity;
    private boolean idleByTurn;
    private boolean recalls;
    private final Deque<Report.TurnEnded> recalledTurns = new ArrayDeque<>();
    private Report.@Nullable TurnEnded newestTurn;

    /// @param answered ids of the agent's requests that an earlier host agent answered
    /// @param tell takes what is to be told
    ItemReports(String sessionId, Set<String> answered, Consumer<Report> tell) {
        this.sessionId = sessionId;
        this.waiting = new WaitingRequest(answered);
        this.tell = tell;
    }

    /// An item that an earlier host agent shipped, and told of if it had the time.
    synchronized void recall(ParsedItem parsed) {
        Item item = parsed.item();
        recalls = true;
        ready |= !(item instanceof Item.Raw);
        if (item instanceof Item.NativeSession found) {
            nativeSession = found(found);
        }
        if (item instanceof Item.Result result) {
            newestTurn = new Report.TurnEnded(sessionId, result, parsed.endByte());
            recalledTurns.add(newestTurn);
            if (recalledTurns.size() > TURNS) {
                recalledTurns.remove();
            }
        }
        waiting.take(item);
        becomes(activityAfter(item), item);
    }

    /// All that was shipped earlier was recalled: tells what holds now, since it may not have been told. The decider
    /// knows a repetition, that of a turn by its place in the output.
    synchronized void recalled() {
        if (!recalls) {
            return;
        }
        recalls = false;
        tellState(recalledTurns);
        recalledTurns.clear();
    }

    synchronized void take(ParsedItem parsed) {
        Item item = parsed.item();
        recalled();
        if (!ready && !(item instanceof Item.Raw)) {
            ready = true;
            tell.accept(new Report.SessionReady(sessionId));
        }
        switch (item) {
            case Item.NativeSession found
            when nativeSession == null || !found.nativeSessionId().equals(nativeSession.nativeSessionId()) -> {
                nativeSession = found(found);
                tell.accept(nativeSession);
            }
            case Item.Result result -> {
                newestTurn = new Report.TurnEnded(sessionId, result, parsed.endByte());
                tell.accept(newestTurn);
            }
            case Item.NativeSession _,
                    Item.ApprovalRequest _,
                    Item.Text _,
                    Item.TextDelta _,
                    Item.Thinking _,
                    Item.ToolCallStarted _,
                    Item.ToolCallCompleted _,
                    Item.ToolCallFailed _,
                    Item.Usage _,
                    Item.Raw _ -> {}
        }
        waiting.take(item);
        Activity after = activityAfter(item);
        // The end of a turn says by itself that the session is idle; said again, it could contradict the next prompt.
        boolean said = after == activity || item instanceof Item.Result;
        becomes(after, item);
        if (after != null && !said) {
            tell.accept(new Report.ActivityChanged(sessionId, after));
        }
    }

    private Report.NativeSessionFound found(Item.NativeSession found) {
        return new Report.NativeSessionFound(sessionId, found.nativeSessionId(), found.model());
    }

    /// While one request waits, what goes on beside it does not change that.
    private @Nullable Activity activityAfter(Item item) {
        Item telling = waiting.oldest().<Item>map(asked -> asked).orElse(item);
        boolean answered =
                telling instanceof Item.ApprovalRequest && waiting.oldest().isEmpty();
        return answered ? Activity.WORKING : Activities.after(activity, telling);
    }

    /// The native session that was known before the first output.
    synchronized void nativeSession(String id) {
        nativeSession = new Report.NativeSessionFound(sessionId, id, null);
        tell.accept(nativeSession);
    }

    /// Tells again what holds now.
    synchronized void retell() {
        tellState(newestTurn == null ? List.of() : List.of(newestTurn));
    }

    private void tellState(Collection<Report.TurnEnded> turns) {
        if (nativeSession != null) {
            tell.accept(nativeSession);
        }
        if (ready) {
            tell.accept(new Report.SessionReady(sessionId));
        }
        turns.forEach(tell);
        if (activity != null && !idleByTurn) {
            tell.accept(new Report.ActivityChanged(sessionId, activity));
        }
    }

    private void becomes(@Nullable Activity after, Item item) {
        if (after != null) {
            activity = after;
            idleByTurn = item instanceof Item.Result;
        }
    }

    /// The request that the next input answers; taking it settles it.
    synchronized Optional<Item.ApprovalRequest> takeWaiting() {
        Optional<Item.ApprovalRequest> request = waiting.settle();
        if (request.isPresent()) {
            activity = waiting.oldest()
                    .map(next -> Activities.after(activity, next))
                    .orElse(Activity.WORKING);
            idleByTurn = false;
            tell.accept(new Report.ActivityChanged(sessionId, activity));
        }
        return request;
    }

    /// The session was given something to do.
    synchronized void prompted() {
        activity = Activity.WORKING;
        idleByTurn = false;
    }
}
