package dev.signalbox.host.session;

import dev.signalbox.host.driver.LaunchPlan;
import dev.signalbox.host.provider.CommandLine;
import dev.signalbox.host.refusal.Refusal;
import dev.signalbox.schemas.directive.Directive;

/// Turns a launch into everything that a driver needs, or refuses it before any effect but the worktree.
public interface Preparation {

    sealed interface Prepared {
        record Ready(LaunchPlan plan, CommandLine line, SessionNote.Place place) implements Prepared {}

        record Refused(Refusal why) implements Prepared {}
    }

    Prepared prepare(Directive.Launch launch);
}
