package dev.signalbox.dev.demo;

import java.util.ArrayList;
import java.util.List;

/// What was checked, in the order of checking.
final class Checks {
    private final Screen screen;
    private final List<String> failures = new ArrayList<>();
    private int passed;

    Checks(Screen screen) {
        this.screen = screen;
    }

    /// @param what one sentence, true when the two are equal
    void equal(String what, Object expected, Object actual) {
        that(what, expected.equals(actual), "expected " + expected + ", was " + actual);
    }

    void that(String what, boolean holds, String otherwise) {
        if (holds) {
            passed++;
            screen.say("  ok      " + what);
        } else {
            failures.add(what + ": " + otherwise);
            screen.say("  DIFFERS " + what + ": " + otherwise);
        }
    }

    int passed() {
        return passed;
    }

    List<String> failures() {
        return List.copyOf(failures);
    }
}
