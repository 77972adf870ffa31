package dev.signalbox.api.dialect.neolith;

import dev.signalbox.api.core.document.Documents;
import dev.signalbox.schemas.state.Document;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Which events a daemon has done with. Of very many, the oldest are kept as one number: what is older
/// than that is done with too.
final class Acknowledgements {
    private static final int KEPT = 1_000;

    private final Surface surface;
    private final DaemonAccess.Asker asker;

    private Acknowledgements(Surface surface, DaemonAccess.Asker asker) {
        this.surface = surface;
        this.asker = asker;
    }

    static Acknowledgements of(Surface surface, DaemonAccess.Asker asker) {
        return new Acknowledgements(surface, asker);
    }

    /// The events that are not done with, as it is known now.
    Predicate<DaemonEvents.Wire> open() {
        Records.Acknowledged done = surface.documents()
                .get(asker.namespace(), Records.ACKNOWLEDGED, asker.orchestratorId())
                .map(document -> Records.read(document, Records.Acknowledged.class))
                .orElse(Records.Acknowledged.NONE);
        Set<String> ids = Set.copyOf(new LinkedHashSet<>(done.ids()));
        return event -> n(event.id()) > done.upTo() && !ids.contains(event.id());
    }

    /// How many of them are ids of events.
    int add(List<String> ids) throws InterruptedException {
        List<String> valid = ids.stream().filter(id -> n(id) > 0).distinct().toList();
        if (!valid.isEmpty()) {
            Documents.Change _ = surface.documents()
                    .update(
                            asker.principal(),
                            Records.ACKNOWLEDGED,
                            asker.orchestratorId(),
                            before -> new Documents.Change.Put(Records.body(with(before, valid)), Records.KEPT));
        }
        return valid.size();
    }

    private static Records.Acknowledged with(Optional<Document> before, List<String> more) {
        Records.Acknowledged done = before.map(document -> Records.read(document, Records.Acknowledged.class))
                .orElse(Records.Acknowledged.NONE);
        return with(done, more);
    }

    static Records.Acknowledged with(Records.Acknowledged done, List<String> more) {
        Set<String> all = new LinkedHashSet<>(done.ids());
        all.addAll(more);
        List<String> sorted = new ArrayList<>(all);
        sorted.sort(Comparator.comparingLong(Acknowledgements::n));
        int drop = Math.max(0, sorted.size() - KEPT);
        long upTo = drop == 0 ? done.upTo() : Math.max(done.upTo(), n(sorted.get(drop - 1)));
        return new Records.Acknowledged(upTo, List.copyOf(sorted.subList(drop, sorted.size())));
    }

    /// 0 when it is no event's id.
    private static long n(String id) {
        return EventPlace.of(id).map(EventPlace::n).orElse(0L);
    }
}
