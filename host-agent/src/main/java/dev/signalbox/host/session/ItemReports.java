package dev.signalbox.host.session;

import dev.signalbox.host.provider.parse.Activities;
import dev.signalbox.host.provider.parse.ParsedItem;
import dev.signalbox.host.reporting.Reporter;
import dev.signalbox.schemas.output.Item;
import dev.signalbox.schemas.report.Report;
import dev.signalbox.schemas.state.Activity;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tells the decider what a session's items mean for its state, and keeps the request that waits for an answer.
final class ItemReports {
    private final String sessionId;
    private final Reporter reporter;
    private final WaitingRequest waiting = new WaitingRequest();
    private boolean ready;
    private @Nullable String nativeSessionId;
    private @Nullable Activity activity;
    private Report.@Nullable TurnEnded recalledTurn;

    ItemReports(String sessionId, Reporter reporter) {
        this.sessionId = sessionId;
        this.reporter = reporter;
    }

    /// An item that an earlier host agent shipped, and told of if it had the time.
    synchronized void recall(ParsedItem parsed) {
        Item item = parsed.item();
        ready |= !(item instanceof Item.Raw);
        if (item instanceof Item.NativeSession found) {
            nativeSessionId = found.nativeSessionId();
        }
        if (item instanceof Item.Result result) {
            recalledTurn = new Report.TurnEnded(sessionId, result, parsed.endByte());
        }
        waiting.take(item);
        Activity after = Activities.after(activity, item);
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
            when !found.nativeSessionId().equals(nativeSessionId) -> {
                nativeSessionId = found.nativeSessionId();
                reporter.tell(new Report.NativeSessionFound(sessionId, found.nativeSessionId(), found.model()));
            }
            case Item.Result result -> reporter.tell(new Report.TurnEnded(sessionId, result, parsed.endByte()));
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
        Activity after = Activities.after(activity, item);
        // The end of a turn says by itself that the session is idle; said again, it could contradict the next prompt.
        boolean said = after == activity || item instanceof Item.Result;
        activity = after == null ? activity : after;
        if (after != null && !said) {
            reporter.tell(new Report.ActivityChanged(sessionId, after));
        }
    }

    /// The native session that was known before the first output.
    synchronized void nativeSession(String id) {
        nativeSessionId = id;
        reporter.tell(new Report.NativeSessionFound(sessionId, id, null));
    }

    /// The request that the next input answers; taking it settles it.
    synchronized Optional<Item.ApprovalRequest> takeWaiting() {
        Optional<Item.ApprovalRequest> request = waiting.settle();
        if (request.isPresent()) {
            activity = Activity.WORKING;
            reporter.tell(new Report.ActivityChanged(sessionId, Activity.WORKING));
        }
        return request;
    }

    /// The session was given something to do.
    synchronized void prompted() {
        activity = Activity.WORKING;
    }
}
