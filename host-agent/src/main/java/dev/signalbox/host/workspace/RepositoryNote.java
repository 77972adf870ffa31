package dev.signalbox.host.workspace;

import dev.signalbox.schemas.directive.Directive;
import dev.signalbox.schemas.report.Report;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the host has written down of one repository before it acted.
///
/// @param last the newest operation that was taken: a directive of an older one is a repetition
/// @param steps operations that are not over, or whose end was not told yet
record RepositoryNote(String repositoryId, long last, List<Step> steps) {
    RepositoryNote {
        steps = steps == null ? List.of() : List.copyOf(steps);
    }

    /// @param result what came of it; null as long as it may be under way
    record Step(long operation, Directive wish, @Nullable Report result) {}

    RepositoryNote with(Step step) {
        List<Step> more = new ArrayList<>(steps);
        more.removeIf(one -> one.operation() == step.operation());
        more.add(step);
        return new RepositoryNote(repositoryId, Math.max(last, step.operation()), more);
    }

    RepositoryNote without(long operation) {
        return new RepositoryNote(
                repositoryId,
                last,
                steps.stream().filter(one -> one.operation() != operation).toList());
    }
}
