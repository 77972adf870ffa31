package dev.signalbox.host.session;

import dev.signalbox.schemas.output.Item;
import dev.signalbox.schemas.output.Item.ApprovalRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The request on which the agent waits for a person, as its items tell it. A request whose call has ended, or whose
/// turn has, waits no more, whoever answered it: else the next prompt would be written as an answer that nobody reads.
/// For one thread at a time.
final class WaitingRequest {
    private final Map<String, Item.ToolCallStarted> calls = new HashMap<>();
    private @Nullable ApprovalRequest request;

    void take(Item item) {
        switch (item) {
            case ApprovalRequest asked -> request = asked;
            case Item.ToolCallStarted call -> calls.put(call.callId(), call);
            case Item.ToolCallCompleted call -> ended(call.callId());
            case Item.ToolCallFailed call -> ended(call.callId());
            case Item.Result _ -> {
                request = null;
                calls.clear();
            }
            case Item.NativeSession _, Item.Text _, Item.TextDelta _, Item.Thinking _, Item.Usage _, Item.Raw _ -> {}
        }
    }

    /// A request does not name its call, but has the call's tool and input.
    private void ended(String callId) {
        Item.ToolCallStarted call = calls.remove(callId);
        ApprovalRequest waiting = request;
        if (call != null
                && waiting != null
                && call.tool().equals(waiting.tool())
                && call.input().equals(waiting.input())) {
            request = null;
        }
    }

    /// The request that an input answers; it is settled with that.
    Optional<ApprovalRequest> settle() {
        Optional<ApprovalRequest> waiting = Optional.ofNullable(request);
        request = null;
        return waiting;
    }
}
