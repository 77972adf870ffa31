package dev.signalbox.e2e.agents;

import dev.signalbox.e2e.installed.AgentPrograms;
import java.nio.file.Path;
import org.opentest4j.TestAbortedException;

/// Programs that a test cannot do without.
final class Needed {
    private Needed() {}

    /// The program's path. Where there is none, the tests of the class are left out, and one line says so: the report
    /// of a build shows only how many tests were skipped.
    static String program(String name, Class<?> test) {
        return AgentPrograms.find(name).map(Path::toString).orElseThrow(() -> {
            var why = test.getSimpleName() + " left out: '" + name
                    + "' was not found; e2e/agents/install fetches the agents (760 MB)";
            System.out.println(why);
            return new TestAbortedException(why);
        });
    }
}
