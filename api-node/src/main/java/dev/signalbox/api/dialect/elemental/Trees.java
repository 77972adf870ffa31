package dev.signalbox.api.dialect.elemental;

import dev.signalbox.api.core.Principal;

final class Trees {
    boolean enabled(Principal principal) {
        return false;
    }
}
