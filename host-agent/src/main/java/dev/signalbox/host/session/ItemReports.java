package dev.signalbox.host.session;

import dev.signalbox.host.provider.parse.Activities;
import dev.signalbox.host.provider.parse.ParsedItem;
import dev.signalbox.host.reporting.Reporter;
import dev.signalbox.schemas.output.Item;
import dev.signalbox.schemas.report.Report;
import dev.signalbox.schemas.state.Activity;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tells the decider what a session's items mean for its state, and keeps the requests that wait for an answer.
final class ItemReports {
    private final String sessionId;
    private final Reporter reporter;
    private final WaitingRequest waiting = new WaitingRequest();
    private boolean ready;
    private Report.@Nullable NativeSessionFound nativeSession;
    private @Nullable Activity activity;
    private Report.@Nullable TurnEnded recalledTurn;
    private Report.@Nullable TurnEnded newestTurn;

    ItemReports(String sessionId, Reporter reporter) {
        this.sessionId = sessionId;
        this.reporter = reporter;
    }

    /// An item that an earlier host agent shipped, and told of if it had the time.
    synchronized void recall(ParsedItem parsed) {
        Item item = parsed.item();
        ready |= !(item instanceof Item.Raw);
        if (item instanceof Item.NativeSession found) {
            nativeSession = found(found);
        }
        if (item instanceof Item.Result result) {
            recalledTurn = new Report.TurnEnded(sessionId, result, parsed.endByte());
            newestTurn = recalledTurn;
        }
        waiting.take(item);
        Activity after = activityAfter(item);
        activity = after == null ? activity : after;
    }

    /// All that was shipped earlier was recalled: tells the newest turn's end again, which may not have been told.
    /// The decider knows a repetition by its place in the output.
    synchronized void recalled() {
        if (recalledTurn != null) {
            reporter.tell(recalledTurn);
            recalledTurn = null;
        }
    }

    synchronized void take(ParsedItem parsed) {
        Item item = parsed.item();
        recalled();
        if (!ready && !(item instanceof Item.Raw)) {
            ready = true;
            reporter.tell(new Report.SessionReady(sessionId));
        }
        switch (item) {
            case Item.NativeSession found
            when nativeSession == null || !found.nativeSessionId().equals(nativeSession.nativeSessionId()) -> {
                nativeSession = found(found);
                reporter.tell(nativeSession);
            }
            case Item.Result result -> {
                newestTurn = new Report.TurnEnded(sessionId, result, parsed.endByte());
                reporter.tell(newestTurn);
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
        activity = after == null ? activity : after;
        if (after != null && !said) {
            reporter.tell(new Report.ActivityChanged(sessionId, after));
        }
    }

    private Report.NativeSessionFound found(Item.NativeSession found) {
        return new Report.NativeSessionFound(sessionId, found.nativeSessionId(), found.model());
    }

    /// While one request waits, what goes on beside it does not change that.
    private @Nullable Activity activityAfter(Item item) {
        return Activities.after(
                activity, waiting.oldest().<Item>map(asked -> asked).orElse(item));
    }

    /// The native session that was known before the first output.
    synchronized void nativeSession(String id) {
        nativeSession = new Report.NativeSessionFound(sessionId, id, null);
        reporter.tell(nativeSession);
    }

    /// Tells again what holds now.
    synchronized void retell() {
        if (nativeSession != null) {
            reporter.tell(nativeSession);
        }
        if (ready) {
            reporter.tell(new Report.SessionReady(sessionId));
        }
        if (newestTurn != null) {
            reporter.tell(newestTurn);
        }
        if (activity != null) {
            reporter.tell(new Report.ActivityChanged(sessionId, activity));
        }
    }

    /// The request that the next input answers; taking it settles it.
    synchronized Optional<Item.ApprovalRequest> takeWaiting() {
        Optional<Item.ApprovalRequest> request = waiting.settle();
        if (request.isPresent()) {
            activity = waiting.oldest()
                    .map(next -> Activities.after(activity, next))
                    .orElse(Activity.WORKING);
            reporter.tell(new Report.ActivityChanged(sessionId, activity));
        }
        return request;
    }

    /// The session was given something to do.
    synchronized void prompted() {
        activity = Activity.WORKING;
    }
}
