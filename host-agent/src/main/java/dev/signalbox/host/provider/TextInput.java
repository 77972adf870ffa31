package dev.signalbox.host.provider;

import dev.signalbox.schemas.output.Item;
import java.nio.charset.StandardCharsets;

/// Plain text in UTF-8, between a beginning and an ending of its own for each prompt.
record TextInput(String beginning, String ending) implements InputFormat {
    @Override
    public byte[] prompt(String text) {
        return (beginning + text + ending).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] answer(Item.ApprovalRequest request, String text) {
        return prompt(text);
    }
}
