package dev.signalbox.host.provider;

import dev.signalbox.schemas.output.Item;

/// A provider's encoding of what people say to it.
public interface InputFormat {
    /// The bytes of one prompt, with whatever ends it. Control characters in the text stay what they are.
    byte[] prompt(String text);

    /// The bytes that answer a request which the provider waits on.
    byte[] answer(Item.ApprovalRequest request, String text);
}
