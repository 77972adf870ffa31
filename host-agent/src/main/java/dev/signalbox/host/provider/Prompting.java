package dev.signalbox.host.provider;

/// How prompts reach a running provider.
public enum Prompting {
    /// Standard input is held open, and each prompt is written to it as the [InputFormat] encodes it. When standard
    /// input is closed, the process ends after what it has got.
    LINES,
    /// Standard input is the first prompt and then ends: the process waits for that end and takes one turn. A
    /// further prompt needs a resumed run.
    WHOLE_INPUT,
    /// The first prompt, as the [InputFormat] encodes it, is the last word of the argv, so it is there before the
    /// process is; it takes one turn.
    LAST_WORD,
    /// The prompt is pasted into the terminal, and then Enter is pressed. What is pasted before the program reads
    /// keys is not taken for a prompt: see [Launch#readyMark()].
    PASTE;

    /// Whether a running process takes further prompts.
    public boolean manyTurns() {
        return switch (this) {
            case LINES, PASTE -> true;
            case WHOLE_INPUT, LAST_WORD -> false;
        };
    }
}
