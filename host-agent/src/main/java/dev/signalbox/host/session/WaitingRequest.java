package dev.signalbox.host.session;

import dev.signalbox.schemas.output.Item;
import dev.signalbox.schemas.output.Item.ApprovalRequest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The requests on which the agent waits for a person, as its items tell them, oldest first: calls that were asked
/// for together may each ask. A request whose call has ended, or whose turn has, waits no more, whoever answered
/// it: else the next prompt would be written as an answer that nobody reads. The output does not tell answers: those
/// that an earlier host agent wrote are known from its note. For one thread at a time.
final class WaitingRequest {
    private final Map<String, Item.ToolCallStarted> calls = new HashMap<>();
    private final Deque<ApprovalRequest> requests = new ArrayDeque<>();
    private final Set<String> answered;

    /// @param answered ids of requests that an earlier host agent answered
    WaitingRequest(Set<String> answered) {
        this.answered = Set.copyOf(answered);
    }

    void take(Item item) {
        switch (item) {
            case ApprovalRequest asked -> {
                requests.removeIf(known -> known.requestId().equals(asked.requestId()));
                if (!answered.contains(asked.requestId())) {
                    requests.add(asked);
                }
            }
            case Item.ToolCallStarted call -> calls.put(call.callId(), call);
            case Item.ToolCallCompleted call -> ended(call.callId());
            case Item.ToolCallFailed call -> ended(call.callId());
            case Item.Result _ -> {
                requests.clear();
                calls.clear();
            }
            case Item.NativeSession _, Item.Text _, Item.TextDelta _, Item.Thinking _, Item.Usage _, Item.Raw _ -> {}
        }
    }

    /// A request does not name its call, but has the call's tool and input.
    private void ended(String callId) {
        Item.ToolCallStarted call = calls.remove(callId);
        if (call != null) {
            requests.stream()
                    .filter(waiting ->
                            call.tool().equals(waiting.tool()) && call.input().equals(waiting.input()))
                    .findFirst()
                    .ifPresent(requests::remove);
        }
    }

    /// The oldest request that waits.
    Optional<ApprovalRequest> oldest() {
        return Optional.ofNullable(requests.peek());
    }

    /// The request that an input answers; it is settled with that.
    Optional<ApprovalRequest> settle() {
        return Optional.ofNullable(requests.poll());
    }
}
