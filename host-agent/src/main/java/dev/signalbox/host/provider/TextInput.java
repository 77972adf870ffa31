package dev.signalbox.host.provider;

import dev.signalbox.schemas.output.Item;
import java.nio.charset.StandardCharsets;

/// Plain text in UTF-8, with an ending of its own after each prompt.
record TextInput(String ending) implements InputFormat {
    @Override
    public byte[] prompt(String text) {
        return (text + ending).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] answer(Item.ApprovalRequest request, String text) {
        return prompt(text);
    }
}
