package dev.signalbox.processor.provisioner;

import java.util.List;

/// The cluster or its topics are not as they must be. The message says what differs and what to do; nothing was
/// changed.
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedException(List<String> differences) {
        super(String.join("; ", differences));
    }
}
